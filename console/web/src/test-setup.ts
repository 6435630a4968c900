import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startI18n } from './i18n'

// antd asks for the width of the window; jsdom has no matchMedia.
window.matchMedia ??= ((query: string) => ({
  matches: false, media: query, onchange: null, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => false,
})) as typeof window.matchMedia

// jsdom knows no pseudo-elements and says so each time.
const styleOf = window.getComputedStyle.bind(window)
window.getComputedStyle = (e) => styleOf(e)

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// What is waited for comes, on a busy machine a little later.
configure({ asyncUtilTimeout: 15_000 })

await startI18n()

afterEach(() => cleanup())
