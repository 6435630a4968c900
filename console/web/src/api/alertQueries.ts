// What the pages of the alert centre read, beside the list itself.
import { queryOptions } from '@tanstack/react-query'
import { api, take } from './client'

export const alertQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'alerts', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/alerts/{id}', { params: { path: { id } }, signal })),
    refetchInterval: 15_000,
  })

export const alertKindsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'alert-kinds'], queryFn: ({ signal }) => take(api.GET('/api/v1/alert-kinds', { signal })), staleTime: Infinity })

export const alertRulesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'alert-rules'], queryFn: ({ signal }) => take(api.GET('/api/v1/alert-rules', { signal })) })

export const alertRoutesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'alert-routes'], queryFn: ({ signal }) => take(api.GET('/api/v1/alert-routes', { signal })) })

export const alertMessagesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'alert-messages'], queryFn: ({ signal }) => take(api.GET('/api/v1/alert-messages', { signal })), refetchInterval: 4_000 })

export const workCalendarQuery = (ws: string, year: number) =>
  queryOptions({ queryKey: [ws, 'work-calendar', year], queryFn: ({ signal }) => take(api.GET('/api/v1/work-calendar/{year}', { params: { path: { year } }, signal })) })

export const myAlertsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'my-alerts'], queryFn: ({ signal }) => take(api.GET('/api/v1/my/alerts', { signal })) })
