// Words for entries of the trail.

type Word = (group: string, value: string) => string

/** actorName says who did something: a name where one is known, else the beginning of the id. */
export function actorName(kind: string, id: string, name: string, word: Word): string {
  if (kind === 'system') return `${word('actor', kind)} · ${id.split('/')[0] ?? id}`
  return `${word('actor', kind)} · ${name || id.slice(0, 8) || '–'}`
}

/** shorten cuts ids to their beginning; that of "no connection" is left out. */
export function shorten(id: string): string {
  return id
    .replaceAll('00000000-0000-0000-0000-000000000000/', '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => uuid.slice(0, 8))
    .replace(/[0-9a-f]{64}/g, (hash) => hash.slice(0, 8))
}

/** Line is one line of a diff: what changed, from what, to what. */
export interface Line {
  field: string
  hidden: boolean
  from?: string
  to?: string
}

/** linesOf reads a diff; values that are not shown say only that they changed. */
export function linesOf(diff: Record<string, unknown> | undefined, word: Word): Line[] {
  return Object.entries(diff ?? {})
    .filter(([field]) => !field.startsWith('_'))
    .map(([field, v]) => {
      const o = (typeof v === 'object' && v !== null ? v : { to: v }) as Record<string, unknown>
      if (o['changed'] === true) return { field, hidden: true }
      const words = namedBy[field]
      const text = (v: unknown) => say(v, (s) => (words ? word(words, s) : s))
      return { field, hidden: false, ...(o['from'] != null && { from: text(o['from']) }), ...(o['to'] != null && { to: text(o['to']) }) }
    })
}

// What stands in these fields has words of its own.
const namedBy: Record<string, string> = { fields: 'auditField', roles: 'role' }

function say(v: unknown, named: (s: string) => string): string {
  if (Array.isArray(v)) return v.map((x) => say(x, named)).join('、')
  if (typeof v === 'object' && v !== null) return JSON.stringify(v)
  return named(String(v))
}
