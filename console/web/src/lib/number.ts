import { group } from './money'

/** count shows a whole number with thousands separators. */
export function count(n: number | undefined): string {
  return n === undefined ? '–' : group(String(Math.trunc(n)))
}

/** percent shows a decimal ratio such as "2.5000" as 250.0%; "n/a" becomes a dash. */
export function percent(ratio: string, digits = 1): string {
  const n = Number(ratio)
  if (ratio === '' || Number.isNaN(n)) return '–'
  return group((n * 100).toFixed(digits)) + '%'
}

/** times shows a decimal ratio such as "3.5000" as 3.50; "n/a" becomes a dash. */
export function times(ratio: string): string {
  const n = Number(ratio)
  if (ratio === '' || Number.isNaN(n)) return '–'
  return group(n.toFixed(2))
}

/** bytes shows a file size. */
export function bytes(n: number): string {
  if (n < 1024) return `${n} B`
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KB`
  return `${(n / 1024 / 1024).toFixed(1)} MB`
}
