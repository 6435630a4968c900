import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refresher } from '../layout/refresher'
import { Listener, parse } from './events'
import type { LiveEvent, LiveState } from './events'

describe('parse', () => {
  it('cuts events off and keeps the rest', () => {
    expect(parse('id: 7\nevent: matrix\ndata: {"topic":"matrix"}\n\n: beat\n\nevent: pay')).toEqual({
      events: [{ id: '7', type: 'matrix', data: '{"topic":"matrix"}' }],
      rest: 'event: pay',
    })
  })
  it('joins lines of data and takes every line end', () => {
    expect(parse('data: a\r\ndata: b\r\n\r\n').events).toEqual([{ id: '', type: 'message', data: 'a\nb' }])
  })
})

describe('a listener', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  function stream() {
    let push: (text: string) => void = () => {}
    let end: () => void = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        push = (text) => c.enqueue(new TextEncoder().encode(text))
        end = () => c.close()
      },
    })
    return { answer: new Response(body), push: (s: string) => push(s), end: () => end() }
  }

  function listen(answers: (() => Promise<Response>)[]) {
    const asked: Record<string, string>[] = []
    const states: LiveState[] = []
    const events: LiveEvent[] = []
    const signedOut = vi.fn()
    const listener = new Listener({
      url: '/api/v1/events', headers: { 'X-Heliu-Workspace': 'demo' }, retry: 100, silence: 1000,
      onEvent: (e) => events.push(e), onState: (s) => states.push(s), onSignedOut: signedOut,
      fetch: (_url, init) => {
        asked.push(init?.headers as Record<string, string>)
        const next = answers.shift()
        const aborted = new Promise<never>((_, fail) => init?.signal?.addEventListener('abort', () => fail(new Error('aborted'))))
        return Promise.race([next ? next() : new Promise<Response>(() => {}), aborted])
      },
    })
    listener.start()
    return { listener, asked, states, events, signedOut }
  }

  it('asks after a loss for what came meanwhile', async () => {
    const [a, b] = [stream(), stream()]
    const l = listen([() => Promise.resolve(a.answer), () => Promise.reject(new TypeError('refused')), () => Promise.resolve(b.answer)])
    a.push('id: e-4\nevent: payments\ndata: {}\n\n')
    await vi.advanceTimersByTimeAsync(10)
    expect(l.states).toEqual(['opening', 'open'])
    expect(l.events).toEqual([{ id: 'e-4', type: 'payments', data: '{}' }])
    a.end()
    await vi.advanceTimersByTimeAsync(2000)
    expect(l.states).toEqual(['opening', 'open', 'lost', 'lost', 'open'])
    expect(l.asked.map((h) => h['Last-Event-ID'])).toEqual([undefined, 'e-4', 'e-4'])
    expect(l.asked.every((h) => h['X-Heliu-Workspace'] === 'demo')).toBe(true)
    l.listener.stop()
  })

  it('notices when a stream falls silent', async () => {
    const a = stream()
    const l = listen([() => Promise.resolve(a.answer)])
    await vi.advanceTimersByTimeAsync(900)
    a.push(': beat\n\n')
    await vi.advanceTimersByTimeAsync(900)
    expect(l.states.at(-1)).toBe('open')
    l.listener.stop()
  })

  it('calls a refused stream lost and a missing session over', async () => {
    const l = listen([() => Promise.resolve(new Response('', { status: 503 })), () => Promise.resolve(new Response('', { status: 401 }))])
    await vi.advanceTimersByTimeAsync(10)
    expect(l.states).toEqual(['opening', 'lost'])
    await vi.advanceTimersByTimeAsync(1000)
    expect(l.signedOut).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(l.asked).toHaveLength(2)
  })
})

describe('a refresher', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  it('passes on at once, then gathers, and never loses the last change', () => {
    const seen: string[] = []
    const r = new Refresher((t) => seen.push(t), 1000)
    r.changed('matrix')
    expect(seen).toEqual(['matrix'])
    r.changed('matrix')
    r.changed('matrix')
    r.changed('payments')
    vi.advanceTimersByTime(999)
    expect(seen).toEqual(['matrix'])
    vi.advanceTimersByTime(1)
    expect(seen).toEqual(['matrix', 'matrix', 'payments'])
    vi.advanceTimersByTime(5000)
    expect(seen).toHaveLength(3)
    r.changed('matrix')
    expect(seen).toHaveLength(4)
    r.stop()
  })
})
