import createClient from 'openapi-fetch'
import type { paths } from '../gen/api'
import { ApiError, problemOf } from './problem'

let workspace = ''

/** setWorkspace makes every later request ask for this workspace (its short name). */
export function setWorkspace(slug: string) {
  workspace = slug
}

/** currentWorkspace is the short name that requests ask for. */
export function currentWorkspace(): string {
  return workspace
}

/** api calls the hub; its types come from the OpenAPI document. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin', fetch: (r) => globalThis.fetch(r) })

api.use({
  onRequest({ request }) {
    if (workspace) request.headers.set('X-Heliu-Workspace', workspace)
    return request
  },
})

/** Answer is what openapi-fetch resolves to. */
interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** take gives the body of an answer; an error answer is thrown as an ApiError. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) throw new ApiError(problemOf(response.status, error))
  return data as T
}
