// What the pages read of approvals.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { approvalBoxes } from '../app/search'
import { api, take } from './client'

/** waitingApprovalsQuery counts what waits for the caller. */
export const waitingApprovalsQuery = (ws: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'approvals', 'count'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/approvals', { params: { query: { box: 'waiting', limit: 1 } }, signal })),
    refetchInterval: 30_000,
  })

export const approvalsQuery = (ws: string, box: (typeof approvalBoxes)[number]) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'approvals', box],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/approvals', { params: { query: { box, limit: 50, ...(cursor && { cursor }) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const approvalQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'approvals', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/approvals/{approval}', { params: { path: { approval: id } }, signal })),
  })

export const delegationsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections', 'approvals', 'delegations'], queryFn: ({ signal }) => take(api.GET('/api/v1/delegations', { signal })) })
