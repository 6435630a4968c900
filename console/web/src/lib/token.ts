/**
 * takeToken reads the token of a one-time sign-in link (#token=… or ?token=…) and
 * takes it out of the address at once, so that it stays neither in the history nor in a
 * Referer. Empty when there is none.
 */
export function takeToken(w: Pick<Window, 'location' | 'history'>): string {
  const url = new URL(w.location.href)
  const hash = new URLSearchParams(url.hash.replace(/^#/, ''))
  const token = hash.get('token') ?? url.searchParams.get('token') ?? ''
  if (token === '') return ''
  url.hash = ''
  url.searchParams.delete('token')
  w.history.replaceState(w.history.state, '', url.pathname + url.search)
  return token
}
