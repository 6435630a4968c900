// What the pages read of personal data.
import { queryOptions } from '@tanstack/react-query'
import type { components } from '../gen/api'
import { api, take } from './client'

type S = components['schemas']

export type Candidate = S['Candidate']
export type Erasure = S['Erasure']
export type ErasureLine = S['Line']
export type Purpose = S['Purpose']
export type Destination = S['Destination']
export type HeldContact = S['HeldContact']
export type RetentionClass = S['Class']
export type Hold = S['Hold']
export type Processing = S['Processing']
export type ConsentLine = S['Consent']

export const erasuresQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'privacy', 'erasures'], queryFn: ({ signal }) => take(api.GET('/api/v1/privacy/erasures', { signal })), refetchInterval: 10_000 })

export const purposesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'privacy', 'purposes'], queryFn: ({ signal }) => take(api.GET('/api/v1/privacy/purposes', { signal })) })

export const retentionQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'privacy', 'retention'], queryFn: ({ signal }) => take(api.GET('/api/v1/privacy/retention', { signal })) })

export const processingQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'privacy', 'processing'], queryFn: ({ signal }) => take(api.GET('/api/v1/privacy/processing', { signal })) })

export const consentsQuery = (ws: string, person: string) =>
  queryOptions({
    queryKey: [ws, 'privacy', 'consents', person],
    queryFn: ({ signal }) => take(api.GET('/api/v1/privacy/persons/{person}/consents', { params: { path: { person } }, signal })),
  })
