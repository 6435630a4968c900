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
  return scale === 'sequential' ? sequential(values) : diverging(middle)
}

function sequential(values: number[]): Bucket[] {
  const top = Math.max(0, ...values)
  if (top === 0) return []
  const step = nice(top / blue.length)
  return blue.map((tint, i) => ({ from: i * step, to: i === blue.length - 1 ? Infinity : (i + 1) * step, tint }))
}

// ROI is skewed: a few cells earn twenty times what they cost. Fixed steps keep the
// colours comparable between pages and months.
function diverging(middle: number): Bucket[] {
  const edges = [-Infinity, middle - 1 + 0.25, middle - 0.5, middle, middle + 1, middle + 3, middle + 9, middle + 29, Infinity]
  const tints = [orange[2], orange[1], orange[0], blue[0], blue[1], blue[2], blue[3], blue[4]]
  return tints.map((tint, i) => ({ from: edges[i] as number, to: edges[i + 1] as number, tint: tint as string }))
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
