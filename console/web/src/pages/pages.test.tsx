import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { App, ConfigProvider } from 'antd'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeQueries } from '../app/query'
import { makeRouter } from '../app/router'
import type { ConnectorParam } from '../api/types'
import { settingsOf, startOf } from './connections/SettingsForm'

// The console against answers made up here: what each page asks for is seen in `asked`.
type Answers = Record<string, (r: Request) => Response>
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })
const workspaces = [
  { id: '1', slug: 'demo', name: '示例', demo: true, created_at: '2026-01-01T00:00:00Z', roles: ['admin'] },
  { id: '2', slug: 'mine', name: '我的企业', demo: false, created_at: '2026-01-01T00:00:00Z', roles: ['admin'] },
]
const me = (slug: string, actions = ['payment.read', 'workspace.write']) => ({ kind: 'user', id: 'u', name: '示例管理员', roles: ['admin'], actions, confined: false, workspace: workspaces.find((w) => w.slug === slug), workspaces })
const payments = { items: [], sums: [], next_cursor: '' }

let asked: Request[] = []
let answers: Answers = {}

beforeEach(() => {
  asked = []
  window.scrollTo = () => {}
  vi.stubGlobal('fetch', async (r: Request | string, init?: RequestInit) => {
    const request = r instanceof Request ? r : new Request(new URL(r, window.location.origin), { ...init, signal: null })
    const path = new URL(request.url).pathname
    if (path === '/api/v1/events') return new Promise<Response>(() => {})
    asked.push(request.clone())
    const found = answers[`${request.method} ${path}`]
    return found ? found(request) : json({ code: 'not_found', message_zh: '没有找到', message_en: 'not found' }, 404)
  })
})
afterEach(() => vi.unstubAllGlobals())

function open(at: string) {
  window.history.replaceState(null, '', at)
  const queries = makeQueries()
  const router = makeRouter(queries)
  render(
    <ConfigProvider>
      <App>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>,
  )
  return router
}

describe('without a session', () => {
  it('a page leads to the sign-in and comes back to itself', async () => {
    let signedIn = false
    answers = {
      'GET /api/v1/me': () => (signedIn ? json(me('demo')) : json({ code: 'unauthenticated', message_zh: '请登录', message_en: 'sign in' }, 401)),
      'GET /api/v1/payments': () => json(payments),
      'POST /api/v1/session': () => {
        signedIn = true
        return json(me('demo'), 201)
      },
    }
    const router = open('/w/demo/payments?status=unmatched')
    await screen.findByRole('heading', { name: '登录合流' })
    expect(router.state.location.search).toEqual({ next: '/w/demo/payments?status=unmatched' })
    fireEvent.change(screen.getByLabelText('登录名'), { target: { value: 'admin' } })
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'geheim' } })
    fireEvent.click(screen.getByRole('button', { name: /登\s*录/ }))
    await screen.findByRole('heading', { name: '收款核销' })
    expect(window.location.pathname + window.location.search).toBe('/w/demo/payments?status=unmatched')
    const list = asked.filter((r) => r.url.includes('/api/v1/payments?'))
    expect(list.some((r) => new URL(r.url).searchParams.get('status') === 'unmatched')).toBe(true)
    expect(list.every((r) => r.headers.get('X-Heliu-Workspace') === 'demo')).toBe(true)
  })

  it('a one-time link signs in, and a used one says so', async () => {
    let used = false
    answers = {
      'GET /api/v1/me': () => json(me('demo')),
      'GET /api/v1/payments': () => json(payments),
      'POST /api/v1/session': () => {
        if (used) return json({ code: 'bad_link', message_zh: '登录链接无效或已使用', message_en: 'the link was used' }, 401)
        used = true
        return json(me('demo'), 201)
      },
    }
    open('/sign-in#token=once')
    await screen.findByRole('heading', { name: '收款核销' })
    const post = asked.find((r) => r.method === 'POST') as Request
    expect(await post.json()).toEqual({ token: 'once' })
    expect(asked.every((r) => !r.url.includes('once'))).toBe(true)
    open('/sign-in#token=once')
    expect((await screen.findByRole('alert', {})).textContent).toContain('登录链接无效或已使用')
    expect(window.location.href).not.toContain('once')
  })
})

describe('the demo workspace', () => {
  it('is marked, and goes in one step after one question', async () => {
    answers = {
      'GET /api/v1/me': (r) => json(me(r.headers.get('X-Heliu-Workspace') || 'demo')),
      'GET /api/v1/payments': () => json(payments),
      'DELETE /api/v1/workspaces/demo': () => json({ workspace: '1', rows: 1234 }),
    }
    open('/w/demo/payments')
    await screen.findByRole('heading', { name: '收款核销' })
    expect(screen.getAllByText('示例数据').length).toBeGreaterThan(0)
    fireEvent.click(screen.getByRole('button', { name: '删除示例数据' }))
    await screen.findAllByText('删除“示例”里的全部示例数据？')
    expect(asked.some((r) => r.method === 'DELETE')).toBe(false)
    fireEvent.click(screen.getAllByRole('button', { name: '删除示例数据' }).at(-1) as HTMLElement)
    await waitFor(() => expect(window.location.pathname).toBe('/w/mine/payments'))
    expect(asked.filter((r) => r.method === 'DELETE')).toHaveLength(1)
    await waitFor(() => expect(screen.queryByRole('button', { name: '删除示例数据' })).toBeNull())
  })

  it('cannot be deleted by whom the roles do not let', async () => {
    answers = { 'GET /api/v1/me': () => json(me('demo', ['payment.read'])), 'GET /api/v1/payments': () => json(payments) }
    open('/w/demo/payments')
    await screen.findByRole('heading', { name: '收款核销' })
    expect(screen.queryByRole('button', { name: '删除示例数据' })).toBeNull()
    expect(screen.queryByRole('link', { name: 'ROI 矩阵' })).toBeNull()
  })
})

it('a workspace that is not there says so', async () => {
  answers = {}
  open('/w/nowhere/payments')
  await screen.findByText('这里没有您能看到的内容', {})
})

describe('settings', () => {
  const p = (name: string, more: Partial<ConnectorParam>): ConnectorParam => ({ name, type: 'text', title: { zh: name, en: name }, help: { zh: '', en: '' }, required: false, secret: false, enum: [], ...more })
  const params = [p('url', { required: true }), p('token', { secret: true }), p('pages', { type: 'int', default: 10 }), p('on', { type: 'bool' })]
  it('start from what is set, never from a secret', () => {
    expect(startOf(params, { url: 'https://crm.example', token: 'x' })).toEqual({ url: 'https://crm.example', token: undefined, pages: 10, on: undefined })
  })
  it('leave out what was left empty, so that a secret stays', () => {
    expect(settingsOf(params, { url: 'https://crm.example', token: '', pages: 0, on: false })).toEqual({ url: 'https://crm.example', pages: 0, on: false })
  })
})
