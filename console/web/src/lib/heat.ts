// The tints of the heat map. Blue and orange stay apart for every common kind of
// colour blindness, and all tints are light enough for dark text (see heat.test.ts).

/** Scale says what a tint means: more is more, or better and worse around a middle. */
export type Scale = 'sequential' | 'diverging'

/** Tones of blue from little to much. */
export const blue = ['#f3f8fe', '#dcebfb', '#bfdbf7', '#9cc6f1', '#78aee9'] as const

/** Tones of orange from slightly to far below the middle. */
export const orange = ['#fdf1e4', '#fbdcbd', '#f7c08d'] as const

/** Bucket is one step of the legend: values from `from` (included) up to `to`. */
export interface Bucket {
  from: number
  to: number
  tint: string
}

/** buckets makes the steps of a scale for the values of a matrix. */
export function buckets(scale: Scale, values: number[], middle = 0): Bucket[] {
  return scale === 'sequential' ? sequential(values) : diverging(values, middle)
}

function sequential(values: number[]): Bucket[] {
  const top = Math.max(0, ...values)
  if (top === 0) return []
  const step = nice(top / blue.length)
  return blue.map((tint, i) => ({ from: i * step, to: i === blue.length - 1 ? Infinity : (i + 1) * step, tint }))
}

// Below the middle the steps are fixed: that is where money is lost. Above it a few
// cells earn many times what others do, so the steps follow how the values lie.
function diverging(values: number[], middle: number): Bucket[] {
  const above = values.filter((v) => v >= middle).map((v) => v - middle).toSorted((a, b) => a - b)
  const rises = steps(above).map((r) => middle + r)
  const edges = [middle, ...rises, Infinity]
  const up = edges.slice(0, -1).map((from, i) => ({ from, to: edges[i + 1] as number, tint: blue[blue.length - (edges.length - 1) + i] as string }))
  if (!values.some((v) => v < middle)) return up
  return [
    { from: -Infinity, to: middle - 0.75, tint: orange[2] },
    { from: middle - 0.75, to: middle - 0.5, tint: orange[1] },
    { from: middle - 0.5, to: middle, tint: orange[0] },
    ...up,
  ]
}

// Up to four edges above nought, at the fifths of the values, each rounded.
function steps(sorted: number[]): number[] {
  const top = sorted.at(-1) ?? 0
  if (top <= 10) return [1, 3, 6, 10].filter((e) => e < Math.max(top, 2))
  const out: number[] = []
  for (const part of [0.2, 0.4, 0.6, 0.8]) {
    const e = nice(sorted[Math.floor(part * sorted.length)] ?? 0)
    if (e < top && e > (out.at(-1) ?? 0)) out.push(e)
  }
  return out
}

/** nice rounds up to 1, 2, 2.5 or 5 times a power of ten. */
export function nice(n: number): number {
  if (n <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(n))
  const head = [1, 2, 2.5, 5, 10].find((h) => n <= h * power * (1 + 1e-9)) ?? 10
  return head * power
}

/** tintOf finds the tint of a value; none for what is no number. */
export function tintOf(steps: Bucket[], value: string): string | undefined {
  const n = Number(value)
  if (value === '' || Number.isNaN(n)) return undefined
  return steps.find((b) => n >= b.from && n < b.to)?.tint
}

/** contrast is the WCAG 2 contrast ratio of two #rrggbb colours. */
export function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
