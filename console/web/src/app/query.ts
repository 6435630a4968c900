import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/problem'

/** makeQueries makes the cache of answers. Live events make it load anew, so nothing is polled. */
export function makeQueries(): QueryClient {
  const signedOut = (e: unknown) => {
    if (!(e instanceof ApiError) || e.status !== 401 || /^\/sign-in(\/|$)/.test(window.location.pathname)) return
    const next = window.location.pathname + window.location.search
    window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: (e, query) => query.queryKey[0] !== 'me' && signedOut(e) }), // the router asks for me and knows the way
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        // What the hub refuses stays refused; what it could not do may be tried again.
        retry: (failures, e) => failures < 2 && (!(e instanceof ApiError) || e.status >= 500),
        retryDelay: (n) => 500 * 2 ** n,
      },
    },
  })
}
