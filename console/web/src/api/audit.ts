// What the audit pages read. Keys begin with the workspace and the topic that makes them stale.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AuditSearch } from '../app/search'
import type { components } from '../gen/api'
import { api, take } from './client'

type S = components['schemas']

export type Chain = S['Chain']
export type ChainReport = S['ChainReport']
export type ChainDamage = S['ChainDamage']
export type PersonalViewer = S['PersonalViewer']
export type PersonalRules = S['PersonalRules']
export type RightsPerson = S['RightsPerson']
export type RightsKey = S['RightsKey']
export type RightsConflict = S['RightsConflict']

// Days of the filter are days of Asia/Shanghai.
const dayBegins = (day: string) => `${day}T00:00:00+08:00`
const dayEnds = (day: string) => new Date(new Date(dayBegins(day)).getTime() + 86_400_000).toISOString()

export const trailQuery = (ws: string, s: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: [ws, 'workspaces', 'trail', s.actor, s.action, s.object, s.id, s.from, s.to],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/audit', {
      params: {
        query: {
          limit: 100,
          ...(cursor && { cursor }), ...(s.actor && { actor: s.actor }), ...(s.action && { action: [s.action] }), ...(s.object && { object_kind: s.object }), ...(s.id && { object_id: s.id }),
          ...(s.from && { from: dayBegins(s.from) }), ...(s.to && { to: dayEnds(s.to) }),
        },
      },
      signal,
    })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
  })

export const facetsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'facets'], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/facets', { signal })), staleTime: 60_000 })

export const entryQuery = (ws: string, seq: number) =>
  queryOptions({ queryKey: [ws, 'entry', seq], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/entries/{seq}', { params: { path: { seq } }, signal })), staleTime: Infinity })

export const chainQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'chain'], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/chain', { signal })) })

export const viewersQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'viewers'], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/personal', { params: { query: {} }, signal })) })

export const personalRulesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'personal-rules'], queryFn: ({ signal }) => take(api.GET('/api/v1/audit/personal/rules', { signal })) })

export const rightsQuery = (ws: string, asOf: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'rights', asOf], queryFn: ({ signal }) => take(api.GET('/api/v1/access/report', { params: { query: asOf ? { as_of: asOf } : {} }, signal })) })

export const exportsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'workspaces', 'exports'], queryFn: ({ signal }) => take(api.GET('/api/v1/exports', { signal })), staleTime: 0 })
