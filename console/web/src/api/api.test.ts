import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, setWorkspace, take } from './client'
import { ApiError, messageOf, problemOf } from './problem'
import { upload } from './upload'

const t = (key: string) => key

function answer(status: number, body: unknown, type = 'application/problem+json') {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type } })
}

describe('an error answer', () => {
  const error = new ApiError(problemOf(409, { title: 'Conflict', status: 409, code: 'duplicate_file', message_zh: '这个文件已经上传过', message_en: 'this file was uploaded before', field: 'file', value: 'a.csv' }))
  it('speaks the language of the page', () => {
    expect(messageOf(error, 'zh', t)).toEqual({ text: '这个文件已经上传过', code: 'duplicate_file', detail: 'file = a.csv' })
    expect(messageOf(error, 'en', t).text).toBe('this file was uploaded before')
  })
  it('says something when it is no problem', () => {
    expect(messageOf(new ApiError(problemOf(502, '<html>')), 'zh', t)).toEqual({ text: 'state.failed', code: 'http_502', detail: '' })
    expect(messageOf(new TypeError('fetch failed'), 'zh', t)).toEqual({ text: 'state.unreachable', code: 'unreachable', detail: '' })
  })
})

describe('requests', () => {
  const sent: Request[] = []
  let next: () => Response = () => answer(200, {}, 'application/json')
  beforeEach(() => {
    sent.length = 0
    vi.stubGlobal('fetch', (r: Request | string, init?: RequestInit) => {
      sent.push(r instanceof Request ? r : new Request(new URL(r, 'http://hub'), init))
      return Promise.resolve(next())
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    setWorkspace('')
  })

  it('name the workspace and escape keys', async () => {
    setWorkspace('demo')
    next = () => answer(200, { record: {} }, 'application/json')
    await take(api.GET('/api/v1/records/{connection}/{stream}/{key}', { params: { path: { connection: 'demo-crm', stream: 'deals', key: 'a/b c' } } }))
    expect(new URL(sent[0]?.url ?? '').pathname).toBe('/api/v1/records/demo-crm/deals/a%2Fb%20c')
    expect(sent[0]?.headers.get('X-Heliu-Workspace')).toBe('demo')
  })

  it('throw what the hub refuses', async () => {
    next = () => answer(403, { code: 'forbidden', status: 403, title: 'Forbidden', message_zh: '无权', message_en: 'no' })
    await expect(take(api.GET('/api/v1/payments', {}))).rejects.toMatchObject({ status: 403, problem: { code: 'forbidden', message_zh: '无权' } })
  })

  it('upload a file after what is known about it', async () => {
    setWorkspace('demo')
    next = () => answer(202, { name: 'fair.csv' }, 'application/json')
    await upload('c1', new File(['姓名\n'], 'fair.csv'), { kind: 'trade_fair', list: '春季展', campaign: undefined })
    const form = await sent[0]?.formData()
    expect([...(form?.keys() ?? [])]).toEqual(['kind', 'list', 'file'])
    expect(sent[0]?.headers.get('X-Heliu-Workspace')).toBe('demo')
  })

  it('throw what an upload is refused for', async () => {
    next = () => answer(413, { code: 'file_too_large', status: 413, title: '', message_zh: '文件过大', message_en: 'too large' })
    await expect(upload('c1', new File(['x'], 'x.csv'), { kind: 'trade_fair' })).rejects.toMatchObject({ problem: { code: 'file_too_large' } })
  })
})
