import { describe, expect, it } from 'vitest'
import type { Connection, ConnectionStream, ConnectorKind } from '../../api/types'
import { choices, isPast, whyNot, windowsOf } from './order'

const stream = (name: string, windows: boolean, push = false) => ({ name, windows, push }) as ConnectionStream
const kind = (takes_files: boolean) => ({ takes_files }) as ConnectorKind

describe('an order', () => {
  it('names only streams that can be asked by time, but replays any', () => {
    const c = { streams: [stream('orders', true), stream('leads', false, true)] } as Connection
    expect(choices(c, 'replay').can.map((s) => s.name)).toEqual(['orders', 'leads'])
    expect(choices(c, 'backfill').can.map((s) => s.name)).toEqual(['orders'])
    expect(choices(c, 'compare').cannot.map((s) => s.name)).toEqual(['leads'])
  })

  it('says why a stream cannot be asked', () => {
    expect(whyNot(stream('orders', true), kind(false))).toBeNull()
    expect(whyNot(stream('leads', false, true), kind(false))).toBe('pushed')
    expect(whyNot(stream('fair', false), kind(true))).toBe('uploaded')
    expect(whyNot(stream('units', false), kind(false))).toBe('noTime')
    expect(whyNot(stream('units', false), undefined)).toBe('noTime')
  })

  it('counts as the past what ended more than seven days ago', () => {
    const now = new Date('2026-06-10T00:00:00Z')
    expect(isPast('2026-06-03T00:00:00Z', now)).toBe(false)
    expect(isPast('2026-06-02T23:59:59Z', now)).toBe(true)
    expect(isPast(undefined, now)).toBe(false)
  })

  it('counts windows, the last of them shorter', () => {
    expect(windowsOf('2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z', 86400)).toBe(2)
    expect(windowsOf('2026-06-01T00:00:00Z', '2026-06-03T00:00:01Z', 86400)).toBe(3)
    expect(windowsOf('2026-06-03T00:00:00Z', '2026-06-01T00:00:00Z', 86400)).toBe(0)
    expect(windowsOf(undefined, '2026-06-01T00:00:00Z', 86400)).toBe(0)
  })
})
