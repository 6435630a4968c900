import { currentWorkspace } from './client'
import { ApiError, problemOf } from './problem'
import type { UploadedFile } from './types'

/** upload sends a list to a connection, with what is known about it. An error answer is thrown as an ApiError. */
export async function upload(connection: string, file: File, about: Record<string, string | undefined>): Promise<UploadedFile> {
  const body = new FormData()
  for (const [name, value] of Object.entries(about)) {
    if (value) body.set(name, value)
  }
  body.set('file', file, file.name)
  const answer = await fetch(`/api/v1/connections/${encodeURIComponent(connection)}/files`, {
    method: 'POST', body, credentials: 'same-origin', headers: { 'X-Heliu-Workspace': currentWorkspace() },
  })
  const said: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new ApiError(problemOf(answer.status, said))
  return said as UploadedFile
}
