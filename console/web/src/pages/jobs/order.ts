import type { Connection, ConnectionStream, ConnectorKind } from '../../api/types'

/** Verb is what a person can order on a connection. */
export type Verb = 'replay' | 'backfill' | 'compare'

/** Order is what a dialog begins with. */
export interface Order {
  verb: Verb
  stream?: string
  from?: string
  to?: string
}

/** whyNot says why the source of a stream cannot be asked for a span of time; null when it can. */
export function whyNot(s: ConnectionStream, kind: ConnectorKind | undefined): 'pushed' | 'uploaded' | 'noTime' | null {
  if (s.windows) return null
  if (s.push) return 'pushed'
  return kind?.takes_files ? 'uploaded' : 'noTime'
}

/** choices parts the streams of a connection into those that an order may name and those it may not. */
export function choices(c: Connection, verb: Verb): { can: ConnectionStream[]; cannot: ConnectionStream[] } {
  if (verb === 'replay') return { can: c.streams, cannot: [] }
  return { can: c.streams.filter((s) => s.windows), cannot: c.streams.filter((s) => !s.windows) }
}

const historyAfter = 7 * 86_400_000

/** isPast tells whether a backfill of a span that ends then is loaded as the past when nobody says otherwise, as the hub decides. */
export function isPast(to: string | undefined, now: Date): boolean {
  return !!to && now.getTime() - Date.parse(to) > historyAfter
}

/** windowsOf counts the windows of a span; the last may be shorter. */
export function windowsOf(from: string | undefined, to: string | undefined, seconds: number): number {
  if (!from || !to) return 0
  return Math.max(0, Math.ceil((Date.parse(to) - Date.parse(from)) / 1000 / seconds))
}

/** maxWindows is how many windows one backfill may have. */
export const maxWindows = 5000
