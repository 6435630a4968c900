const key = 'heliu.next'

/** keepNext remembers where to go on to while the browser is at an identity provider. */
export function keepNext(w: Pick<Window, 'sessionStorage'>, next: string | undefined) {
  if (next) w.sessionStorage.setItem(key, next)
  else w.sessionStorage.removeItem(key)
}

/** takeNext gives what was remembered, once; only a path of this console. */
export function takeNext(w: Pick<Window, 'sessionStorage'>): string | undefined {
  const next = w.sessionStorage.getItem(key)
  w.sessionStorage.removeItem(key)
  return next && /^\/(?!\/|\\)/.test(next) ? next : undefined
}

/** Returned is what a browser brought back from a provider. */
export interface Returned {
  state: string
  code?: string
  iss?: string
  error?: string
}

/**
 * takeReturn reads what a provider sent along and takes it out of the address at once, so
 * that a code stays neither in the history nor in a Referer. DingTalk calls the code
 * authCode. Null when there is nothing.
 */
export function takeReturn(w: Pick<Window, 'location' | 'history'>): Returned | null {
  const url = new URL(w.location.href)
  const get = (name: string) => url.searchParams.get(name) ?? undefined
  const state = get('state')
  if (state === undefined) return null
  const out: Returned = { state }
  const code = get('code') ?? get('authCode')
  if (code) out.code = code
  const iss = get('iss')
  if (iss) out.iss = iss
  const error = get('error')
  if (error) out.error = error
  w.history.replaceState(w.history.state, '', url.pathname)
  return out
}
