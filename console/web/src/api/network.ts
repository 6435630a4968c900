// What the page of private networks reads.
import { queryOptions } from '@tanstack/react-query'
import type { components } from '../gen/api'
import { api, take } from './client'

export type NetworkRange = components['schemas']['NetworkRange']

export const networkRangesQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'network'], queryFn: ({ signal }) => take(api.GET('/api/v1/network-ranges', { signal })) })
