// What the pages about users, keys and one's own sessions read.
import { queryOptions } from '@tanstack/react-query'
import { api, take } from './client'

export const membersQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'members'], queryFn: ({ signal }) => take(api.GET('/api/v1/members', { signal })) })

export const keysQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'keys'], queryFn: ({ signal }) => take(api.GET('/api/v1/keys', { signal })) })

export const rolesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'roles'], queryFn: ({ signal }) => take(api.GET('/api/v1/roles', { signal })), staleTime: Infinity })

export const mySessionsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'my-sessions'], queryFn: ({ signal }) => take(api.GET('/api/v1/sessions', { signal })) })

export const employeesLikeQuery = (ws: string, text: string) =>
  queryOptions({
    queryKey: [ws, 'people', 'like', text],
    queryFn: ({ signal }) => take(api.GET('/api/v1/employees', { params: { query: { limit: 20, ...(text && { text }) } }, signal })),
    placeholderData: (before) => before,
  })
