import { useSyncExternalStore } from 'react'

const query = '(max-width: 760px)'

function subscribe(changed: () => void): () => void {
  const m = window.matchMedia(query)
  m.addEventListener('change', changed)
  return () => m.removeEventListener('change', changed)
}

/** useNarrow tells whether the window is a phone's. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}
