// Every time on every page is the clock of Asia/Shanghai, whatever the machine says.

const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit',
})

function fields(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map((p) => [p.type, p.value]))
}

function read(value: string): Date | null {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() <= 1 ? null : at
}

/** dateTime gives 2026-03-18 14:05; with seconds 2026-03-18 14:05:09. No time gives a dash. */
export function dateTime(value: string | undefined | null, seconds = false): string {
  const at = value ? read(value) : null
  if (!at) return '–'
  const f = fields(at)
  return `${f.year}-${f.month}-${f.day} ${f.hour}:${f.minute}${seconds ? ':' + f.second : ''}`
}

/** moment gives 14:05 for a time of today, else 03-18 14:05; of another year with the year. No time gives a dash. */
export function moment(value: string | undefined | null, now = new Date()): string {
  const text = dateTime(value)
  const today = dateTime(now.toISOString())
  if (text.slice(0, 10) === today.slice(0, 10)) return text.slice(11)
  return text.slice(0, 4) === today.slice(0, 4) ? text.slice(5) : text
}

/** day gives 2026-03-18; a text that is a day already stays as it is. */
export function day(value: string | undefined | null): string {
  if (value && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  return dateTime(value).slice(0, 10)
}

/** month gives 2026-03. */
export function month(value: string): string {
  return day(value).slice(0, 7)
}

/** inField gives a moment as a date-and-time field of a form holds it: 2026-03-18T14:05. */
export function inField(at: Date): string {
  return dateTime(at.toISOString()).replace(' ', 'T')
}

/** fromField gives the moment that a date-and-time field of a form holds. */
export function fromField(text: string | undefined): string | undefined {
  return text ? new Date(`${text}+08:00`).toISOString() : undefined
}

/** startOfDay is midnight at the beginning of a day, some days before now. */
export function startOfDay(now: Date, daysAgo = 0): Date {
  return new Date(`${day(new Date(now.getTime() - daysAgo * 86_400_000).toISOString())}T00:00:00+08:00`)
}

/** ago counts the time since, for a text such as "3 minutes ago"; null when there is no time. */
export function ago(value: string | undefined | null, now: Date): { unit: 'second' | 'minute' | 'hour' | 'day'; n: number } | null {
  const at = value ? read(value) : null
  if (!at) return null
  const s = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000))
  if (s < 60) return { unit: 'second', n: s }
  if (s < 3600) return { unit: 'minute', n: Math.floor(s / 60) }
  if (s < 86400) return { unit: 'hour', n: Math.floor(s / 3600) }
  return { unit: 'day', n: Math.floor(s / 86400) }
}

/** months lists the months from one to another, both included, newest last. */
export function months(from: string, to: string): string[] {
  const out: string[] = []
  let [y, m] = from.split('-').map(Number) as [number, number]
  for (let i = 0; i < 600; i++) {
    const text = `${y}-${String(m).padStart(2, '0')}`
    if (text > to) break
    out.push(text)
    m = m === 12 ? 1 : m + 1
    if (m === 1) y++
  }
  return out
}
