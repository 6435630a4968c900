// Money as the hub sends it: decimal strings. Nothing here ever makes a float of an
// amount that is shown; only the tint of a cell may.

/** Amount of money on the wire: decimal string and ISO 4217 currency. */
export interface Amount {
  amount: string
  currency: string
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/

/** group puts thousands separators into a decimal string; the minus is the typographic one. */
export function group(value: string): string {
  const m = decimal.exec(value)
  if (!m) return value
  const whole = (m[2] ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return (m[1] ? '−' : '') + whole + (m[3] === undefined ? '' : '.' + m[3])
}

/** isZero tells whether a decimal string is nought. */
export function isZero(value: string): boolean {
  return /^-?0+(\.0+)?$/.test(value)
}

/** isNegative tells whether a decimal string is below nought. */
export function isNegative(value: string): boolean {
  return value.startsWith('-') && !isZero(value)
}

/** whole drops the digits after the point, rounding half away from zero, as text. */
export function whole(value: string): string {
  const m = decimal.exec(value)
  if (!m) return value
  let n = BigInt(m[2] ?? '0')
  if ((m[3] ?? '0').charCodeAt(0) >= 53) n += 1n
  return (m[1] && n > 0n ? '-' : '') + n.toString()
}

/** compact is for axes and legends: 万 and 亿 in Chinese, K and M in English. */
export function compact(value: number, lang: string): string {
  const steps: [number, string][] = lang.startsWith('zh')
    ? [[1e8, '亿'], [1e4, '万']]
    : [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']]
  const size = Math.abs(value)
  for (const [unit, name] of steps) {
    if (size >= unit) return trim(value / unit) + name
  }
  return trim(value)
}

function trim(n: number): string {
  const digits = Math.abs(n) >= 100 ? 0 : Math.abs(n) >= 10 ? 1 : 2
  return String(Number(n.toFixed(digits))).replace('-', '−')
}

/** toMinor reads a decimal string with at most two digits after the point as fen. */
export function toMinor(value: string): bigint {
  const m = decimal.exec(value)
  if (!m) return 0n
  const fen = BigInt(m[2] ?? '0') * 100n + BigInt(((m[3] ?? '') + '00').slice(0, 2))
  return m[1] ? -fen : fen
}

/** fromMinor is the inverse of toMinor. */
export function fromMinor(fen: bigint): string {
  const size = fen < 0n ? -fen : fen
  return (fen < 0n ? '-' : '') + (size / 100n).toString() + '.' + (size % 100n).toString().padStart(2, '0')
}

/** sum adds decimal strings exactly. */
export function sum(values: string[]): string {
  return fromMinor(values.reduce((n, v) => n + toMinor(v), 0n))
}
