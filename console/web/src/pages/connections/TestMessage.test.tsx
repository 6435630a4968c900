import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { App, ConfigProvider } from 'antd'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeQueries } from '../../app/query'
import { makeRouter } from '../../app/router'

const workspace = { id: '1', slug: 'demo', name: '示例', demo: true, created_at: '2026-01-01T00:00:00Z', roles: ['it'] }
const me = { kind: 'user', id: 'u', name: '示例信息部', roles: ['it'], actions: ['connection.read', 'connection.write', 'pipeline.write', 'pipeline.read', 'alert.read', 'alert.write'], confined: false, workspace, workspaces: [workspace] }
const settled = { applied: 0, duplicate: 0, dropped: 0, quarantined: 0 }
const connection = { id: 'c1', name: 'post', title: '示例渠道', connector: 'toypost', status: 'enabled', health: 'ok', settings: {}, secrets_set: [], streams: [], settled, volume: [], quiet: [], version: 1, in_flight: 0, dead_letters: 0, per_minute: 0, poll_seconds: 0, created_at: '2026-01-01T00:00:00Z', status_since: '2026-01-01T00:00:00Z' }
const kind = { name: 'toypost', title: { zh: '玩具信使', en: 'Toy post' }, summary: { zh: '送消息', en: 'Carries messages' }, notifies: true, signs_in: false, pulls: false, pushes: false, takes_files: false, poll_seconds: 0, streams: [], params: [], schema: {}, limits: [], assumptions: [] }
const message = { id: 'm1', channel: 'c1', channel_name: '示例渠道', escalated: false, severity: 'info', title: '测试', body: '测试', alerts: 0, test: true, made_at: '2026-01-01T00:00:00Z', tries: 1 }

let sent: unknown[] = []
let channel: object
let people: object[]
let fates: object[]

beforeEach(() => {
  sent = []
  window.scrollTo = () => {}
  vi.stubGlobal('fetch', async (r: Request | string, init?: RequestInit) => {
    const request = r instanceof Request ? r : new Request(new URL(r, window.location.origin), { ...init, signal: null })
    const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case 'GET /api/v1/events': return new Promise<Response>(() => {})
      case 'GET /api/v1/me': return json(me)
      case 'GET /api/v1/connectors': return json({ items: [kind] })
      case 'GET /api/v1/connections/c1': return json(connection)
      case 'GET /api/v1/alert-routes': return json({ channels: [channel], people })
      case 'POST /api/v1/alert-messages':
        sent.push(await request.json())
        return json({ id: 'm1' }, 202)
      case 'GET /api/v1/alert-messages': return json({ items: [{ ...message, ...(fates.length > 1 ? fates.shift() : fates[0]) }] })
    }
    return json({ code: 'not_found', message_zh: '没有找到', message_en: 'not found' }, 404)
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  window.history.replaceState(null, '', '/w/demo/connections/c1')
  const queries = makeQueries()
  render(<ConfigProvider><App><QueryClientProvider client={queries}><RouterProvider router={makeRouter(queries)} /></QueryClientProvider></App></ConfigProvider>)
  fireEvent.click(await screen.findByRole('button', { name: '发送测试消息' }, { timeout: 5000 }))
}

it('a channel to a group is tried, and says what became of the message', async () => {
  channel = { id: 'c1', name: 'post', title: '示例渠道', group: true, default: true, on: true, waiting: 0 }
  people = []
  fates = [{ state: 'waiting' }, { state: 'sent' }]
  await open()
  expect(screen.queryByRole('button', { name: '重放' })).toBeNull() // there is nothing to replay
  expect(screen.queryByRole('tab', { name: '进度' })).toBeNull()
  const button = await screen.findByRole('button', { name: /^发\s*送$/ })
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false))
  fireEvent.click(button)
  await screen.findByText('渠道已接收', {}, { timeout: 5000 })
  expect(sent).toEqual([{ channel: 'c1' }])
})

it('a channel to persons asks whom, and says so when there is nobody', async () => {
  channel = { id: 'c1', name: 'post', title: '示例渠道', group: false, via: 'wecom', default: true, on: true, waiting: 0 }
  people = [{ id: 'user:1', name: '示例甲', roles: [], via: ['email'] }]
  fates = [{ state: 'sent' }]
  await open()
  await screen.findByText('没有可以接收的人')
  expect((screen.getByRole('button', { name: /^发\s*送$/ }) as HTMLButtonElement).disabled).toBe(true)
  expect(sent).toEqual([])
})

it('a message that did not get out says why', async () => {
  channel = { id: 'c1', name: 'post', title: '示例渠道', group: true, default: true, on: true, waiting: 0 }
  people = []
  fates = [{ state: 'failed', code: 'channel_gone', message: { zh: '接收方已停用该地址', en: 'gone' } }]
  await open()
  const button = await screen.findByRole('button', { name: /^发\s*送$/ })
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false))
  fireEvent.click(button)
  await screen.findByText('接收方已停用该地址', {}, { timeout: 5000 })
})
