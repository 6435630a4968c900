// What the pages of employees read. They change with what is applied, as connections do.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { EmployeesSearch } from '../app/search'
import type { components } from '../gen/api'
import { api, take } from './client'

export type EmployeeRow = components['schemas']['Employee']
export type OwnedColumn = components['schemas']['OwnedColumn']
export type OwnedItem = components['schemas']['OwnedItem']
export type HandoverRow = components['schemas']['Handover']
export type OrgUnit = components['schemas']['OrgUnit']
export type Period = components['schemas']['Period']
export type PeopleConflict = components['schemas']['PeopleConflict']

export const employeesQuery = (ws: string, s: Pick<EmployeesSearch, 'text' | 'status' | 'unit'>) =>
  infiniteQueryOptions({
    queryKey: [ws, 'connections', 'people', 'list', s],
    queryFn: ({ pageParam: cursor, signal }) => take(api.GET('/api/v1/employees', { params: { query: { ...s, limit: 50, ...(cursor && { cursor }) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    placeholderData: (before) => before,
  })

export const employeeQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: [ws, 'connections', 'people', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/employees/{id}', { params: { path: { id } }, signal })),
  })

export const ownedQuery = (ws: string, id: string, history: boolean) =>
  queryOptions({
    queryKey: [ws, 'connections', 'people', 'owned', id, history],
    queryFn: ({ signal }) => take(api.GET('/api/v1/employees/{id}/owned', { params: { path: { id }, query: { history, limit: 100 } }, signal })),
  })

export const unitsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections', 'people', 'units'], queryFn: ({ signal }) => take(api.GET('/api/v1/org-units', { signal })) })

export const conflictsQuery = (ws: string) =>
  queryOptions({ queryKey: [ws, 'connections', 'people', 'conflicts'], queryFn: ({ signal }) => take(api.GET('/api/v1/employee-conflicts', { signal })) })
