import type { Matrix } from '../../api/types'
import type { Metric } from '../../app/search'
import { buckets } from '../../lib/heat'
import type { Bucket } from '../../lib/heat'
import { raw, scales } from './figures'

/** stepsOf makes the steps of the tints of a metric: over the cells where there are columns, else over the rows. */
export function stepsOf(m: Matrix, metric: Metric): Bucket[] {
  const rows = m.rows.filter((r) => !r.unattributed)
  const values = m.header.columns === '' ? rows : rows.flatMap((r) => Object.values(r.cells ?? {}))
  const numbers = values.map((v) => Number(raw(metric, v))).filter((n) => !Number.isNaN(n))
  const { scale, middle } = scales[metric]
  return buckets(scale, numbers, middle)
}
