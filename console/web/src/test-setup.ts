import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startI18n } from './i18n'

// antd asks for the width of the window; jsdom has no matchMedia.
window.matchMedia ??= ((query: string) => ({
  matches: false, media: query, onchange: null, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => false,
})) as typeof window.matchMedia

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

await startI18n()

afterEach(() => cleanup())
