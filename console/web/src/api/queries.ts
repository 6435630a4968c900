// What the pages read. A key begins with the workspace and the topic of the live events
// that make it stale (layout/live.tsx). What was read in full stands apart: it is not
// read again by itself, since each look is noted.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AlertsSearch, CustomersSearch, DeadLettersSearch, PaymentsSearch } from '../app/search'
import { api, take } from './client'
import type { MatrixQuery, RoiDealsQuery } from './types'

export const meQuery = (ws: string) =>
  queryOptions({ queryKey: ['me', ws], queryFn: ({ signal }) => take(api.GET('/api/v1/me', { signal })), staleTime: 60_000, retry: false })

export const connectorsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connectors'], queryFn: ({ signal }) => take(api.GET('/api/v1/connectors', { signal })), staleTime: Infinity })

export const connectionsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections'], queryFn: ({ signal }) => take(api.GET('/api/v1/connections', { signal })) })

export const connectionQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/connections/{id}', { params: { path: { id } }, signal })),
  })

export const statesQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', id, 'states'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/connections/{id}/states', { params: { path: { id } }, signal })),
  })

export const stateQuery = (ws: string, id: string, stream: string) =>
  queryOptions({
    queryKey: [ws, 'connections', id, 'states', stream],
    queryFn: ({ signal }) => take(api.GET('/api/v1/connections/{id}/streams/{stream}/state', { params: { path: { id, stream } }, signal })),
    staleTime: Infinity, // what was seen is what is changed: its tag goes along
    gcTime: 0,
  })

export const filesQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', id, 'files'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/connections/{id}/files', { params: { path: { id } }, signal })),
  })

export const customersQuery = (ws: string, s: CustomersSearch) =>
  infiniteQueryOptions({
    queryKey: [ws, 'customers', 'list', s],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/customers', { params: { query: { ...s, ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const customerQuery = (ws: string, id: string, personal: boolean, why = '') =>
  queryOptions({
    queryKey: personal ? [ws, 'revealed', 'customers', 'one', id, why] : [ws, 'customers', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/customers/{id}', { params: { path: { id }, query: { personal, ...(why && { why }) } }, signal })),
  })

export const sectionsQuery = (ws: string, id: string, personal: boolean, why = '') =>
  queryOptions({
    queryKey: personal ? [ws, 'revealed', 'customers', 'sections', id, why] : [ws, 'customers', 'sections', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/customers/{id}/sections', { params: { path: { id }, query: { personal, ...(why && { why }) } }, signal })),
  })

export const modelsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'models'], queryFn: ({ signal }) => take(api.GET('/api/v1/roi/models', { signal })), staleTime: Infinity })

export const matrixQuery = (ws: string, query: MatrixQuery) =>
  queryOptions({
    queryKey: [ws, 'matrix', query],
    queryFn: ({ signal }) => take(api.GET('/api/v1/roi/matrix', { params: { query }, signal })),
    placeholderData: (before) => before,
  })

export const roiDealsQuery = (ws: string, query: RoiDealsQuery) =>
  infiniteQueryOptions({
    queryKey: [ws, 'matrix', 'deals', query],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/roi/deals', { params: { query: { ...query, ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const dealQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'matrix', 'deal', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/deals/{id}', { params: { path: { id } }, signal })),
  })

export const paymentsQuery = (ws: string, s: PaymentsSearch) =>
  infiniteQueryOptions({
    queryKey: [ws, 'payments', 'list', s],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/payments', { params: { query: { ...s, ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    placeholderData: (before) => before,
  })

export const paymentQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'payments', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/payments/{id}', { params: { path: { id } }, signal })),
  })

export const recordQuery = (ws: string, connection: string, stream: string, key: string, personal: boolean, why = '') =>
  queryOptions({
    queryKey: personal ? [ws, 'revealed', 'customers', 'record', connection, stream, key, why] : [ws, 'customers', 'record', connection, stream, key],
    queryFn: ({ signal }) => take(api.GET('/api/v1/records/{connection}/{stream}/{key}', { params: { path: { connection, stream, key }, query: { personal, ...(why && { why }) } }, signal })),
  })

export const traceQuery = (ws: string, number: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'trace', number],
    queryFn: ({ signal }) => take(api.GET('/api/v1/pipeline/trace', { params: { query: { number } }, signal })),
    enabled: number !== '',
  })

export const balanceQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections', 'balance'], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/balance', { signal })) })

export const deadLettersQuery = (ws: string, s: DeadLettersSearch) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'dead-letters', s],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/dead-letters', { params: { query: { ...letterFilterOf(s), ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    placeholderData: (before) => before,
  })

/** letterFilterOf is what the address of the dead letters' page filters for: open ones where it says nothing. */
export function letterFilterOf(s: DeadLettersSearch): DeadLettersSearch & { status: NonNullable<DeadLettersSearch['status']> } {
  return { ...s, status: s.status ?? 'open' }
}

export const letterCountsQuery = (ws: string, s: DeadLettersSearch) =>
  queryOptions({
    queryKey: [ws, 'connections', 'dead-letters', 'counts', s],
    queryFn: ({ signal }) => take(api.GET('/api/v1/dead-letters/counts', { params: { query: letterFilterOf(s) }, signal })),
    placeholderData: (before) => before,
  })

export const letterQuery = (ws: string, id: string, personal: boolean, why = '') =>
  queryOptions({
    queryKey: personal ? [ws, 'revealed', 'connections', 'dead-letters', 'one', id, why] : [ws, 'connections', 'dead-letters', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/dead-letters/{id}', { params: { path: { id }, query: { personal, ...(why && { why }) } }, signal })),
  })

/** A job is asked after until it is done. */
export const letterJobQuery = (ws: string, job: string) =>
  queryOptions({
    queryKey: [ws, 'letter-job', job],
    queryFn: ({ signal }) => take(api.GET('/api/v1/dead-letters/jobs/{job}', { params: { path: { job } }, signal })),
    refetchInterval: (q) => (q.state.data?.state === 'done' ? false : 700),
  })

export const letterLimitsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections', 'letter-limits'], queryFn: ({ signal }) => take(api.GET('/api/v1/dead-letters/limits', { signal })) })

export const alertsQuery = (ws: string, s: AlertsSearch) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'alerts', s],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/alerts', { params: { query: { ...s, ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const openAlertsQuery = (ws: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'alerts', 'open'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/alerts', { params: { query: { state: 'open', limit: 1 } }, signal })),
    refetchInterval: 30_000,
  })

export const comparisonsQuery = (ws: string, differing: boolean) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'comparisons', differing],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/comparisons', { params: { query: { differing, latest: !differing, ...page(cursor) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const comparisonQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'comparison', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/comparisons/{id}', { params: { path: { id } }, signal })),
  })

export const jobsQuery = (ws: string) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'jobs'],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/jobs', { params: { query: page(cursor) }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    refetchInterval: 3000,
  })

export const jobQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'job', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (q) => (q.state.data && q.state.data.status !== 'waiting' && q.state.data.status !== 'running' ? false : 1500),
  })

/** replaysQuery lists the latest replays of a connection: those that carried out a preview name it. */
export const replaysQuery = (ws: string, connection: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'replays', connection],
    queryFn: ({ signal }) => take(api.GET('/api/v1/jobs', { params: { query: { connection, kind: 'replay', limit: 100 } }, signal })),
  })

function page(cursor: string): { limit: number; cursor?: string } {
  return cursor ? { limit: 50, cursor } : { limit: 50 }
}
