import type { MatrixValues } from '../../api/types'
import type { Metric } from '../../app/search'
import type { Scale } from '../../lib/heat'
import { compact, group, whole } from '../../lib/money'
import { count, percent, times } from '../../lib/number'

/** Which scale the tints of a metric follow, and where its middle is. */
export const scales: Record<Metric, { scale: Scale; middle: number }> = {
  roi_revenue: { scale: 'diverging', middle: 0 },
  roas: { scale: 'diverging', middle: 1 },
  revenue: { scale: 'sequential', middle: 0 },
  cost: { scale: 'sequential', middle: 0 },
  cpl: { scale: 'sequential', middle: 0 },
  leads: { scale: 'sequential', middle: 0 },
  deals: { scale: 'sequential', middle: 0 },
}

/** raw gives the figure as the hub sends it. */
export function raw(metric: Metric, v: MatrixValues): string {
  return String(v[metric])
}

/** isNone tells whether a figure is nought or missing: it is written faintly and has no tint. */
export function isNone(metric: Metric, v: MatrixValues): boolean {
  const n = Number(raw(metric, v))
  return Number.isNaN(n) || (n === 0 && metric !== 'roi_revenue' && metric !== 'roas')
}

/** show writes a figure for a cell: money in whole units, rates as people say them. */
export function show(metric: Metric, v: MatrixValues): string {
  switch (metric) {
    case 'leads':
    case 'deals':
      return count(v[metric])
    case 'roi_revenue':
      return percent(v.roi_revenue, 0)
    case 'roas':
      return times(v.roas)
    case 'cpl':
      return v.cpl === 'n/a' ? '–' : group(whole(v.cpl))
    default:
      return group(whole(v[metric]))
  }
}

/** edge writes a border of the legend. */
export function edge(metric: Metric, n: number, lang: string): string {
  if (metric === 'roi_revenue') return percent(String(n), 0)
  if (metric === 'roas') return times(String(n))
  return compact(n, lang)
}

/** order sorts rows by a figure, the greatest first; what has none comes last. */
export function order(metric: Metric, a: MatrixValues, b: MatrixValues): number {
  const [x, y] = [Number(raw(metric, a)), Number(raw(metric, b))]
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : 1) : -1
  return y - x
}
