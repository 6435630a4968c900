// What the sign-in page and the security page read.
import { queryOptions } from '@tanstack/react-query'
import type { components } from '../gen/api'
import { api, take } from './client'

type S = components['schemas']

export type Way = S['Way']
export type MySecurity = S['MySecurity']
export type Provider = S['Provider']
export type Offered = S['Offered']

/** waysQuery lists who else signs people in; workspace is what the address asks for. */
export const waysQuery = (workspace: string) =>
  queryOptions({
    queryKey: ['ways', workspace],
    queryFn: ({ signal }) => take(api.GET('/api/v1/session/ways', { params: { query: workspace ? { workspace } : {} }, signal })),
    staleTime: 60_000,
    retry: false,
  })

export const mySecurityQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'security'], queryFn: ({ signal }) => take(api.GET('/api/v1/me/security', { signal })) })

export const providersQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'security', 'providers'], queryFn: ({ signal }) => take(api.GET('/api/v1/identity-providers', { signal })) })

export const policyQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'security', 'policy'], queryFn: ({ signal }) => take(api.GET('/api/v1/sign-in-policy', { signal })) })
