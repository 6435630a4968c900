import type { Matrix, MatrixRow, MatrixValues } from '../../api/types'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { tintOf } from '../../lib/heat'
import type { Bucket } from '../../lib/heat'
import { isNone, order, raw, show } from './figures'
import { RowName, sorted } from './rows'
import { SortHead } from './SortHead'
import { stepsOf } from './tints'

const ofUnattributed: Metric[] = ['revenue', 'deals']

/** CrossTable shows one figure by rows and columns. */
export function CrossTable({ matrix, metric, sort, onSort, onOpen }: {
  matrix: Matrix
  metric: Metric
  sort: Metric | undefined
  onSort: (m: Metric | undefined) => void
  onOpen: (row: string, col: string) => void
}) {
  const { t, lang } = useSay()
  const steps = stepsOf(matrix, metric)
  const { columns } = matrix
  const line = (r: MatrixRow) => {
    const blank = r.unattributed && !ofUnattributed.includes(metric)
    return (
      <tr key={r.id} className={r.unattributed ? 'unattributed' : undefined}>
        <th scope="row"><RowName of={r} by={matrix.header.rows} /></th>
        {columns.map((c) => <Cell key={c.id} value={r.cells?.[c.id]} metric={metric} blank={blank} steps={r.unattributed ? [] : steps} onOpen={() => onOpen(r.id, c.id)} />)}
        <Cell value={r} metric={metric} blank={blank} steps={[]} onOpen={() => onOpen(r.id, '')} />
      </tr>
    )
  }
  return (
    <div className="table-wrap">
      <table className="data heat cross" aria-label={t('nav.roi')}>
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${matrix.header.rows}`)}</th>
            {columns.map((c) => <th key={c.id} scope="col" className="num">{lang === 'zh' ? c.zh : c.en}</th>)}
            <SortHead metric={metric} sort={sort} onSort={onSort} label={t('roi.total')} hint={t(`metricHint.${metric}`)} />
          </tr>
        </thead>
        <tbody>
          {sorted(matrix, sort, order).map((r) => line(r))}
        </tbody>
        <tfoot>
          {matrix.rows.filter((r) => r.unattributed).map((r) => line(r))}
          <tr>
            <th scope="row">{t('roi.total')}</th>
            {columns.map((c) => <Cell key={c.id} value={matrix.totals.cells?.[c.id]} metric={metric} steps={[]} onOpen={() => onOpen('', c.id)} />)}
            <Cell value={matrix.totals} metric={metric} steps={[]} onOpen={() => onOpen('', '')} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Cell({ value, metric, steps, blank, onOpen }: { value: MatrixValues | undefined; metric: Metric; steps: Bucket[]; blank?: boolean | undefined; onOpen: () => void }) {
  if (!value || blank) return <td className="num faint">–</td>
  const none = isNone(metric, value)
  const tint = none ? undefined : tintOf(steps, raw(metric, value))
  return (
    <td className="num">
      <button type="button" className={none ? 'cell none' : 'cell'} style={tint ? { background: tint } : undefined} onClick={onOpen}>{show(metric, value)}</button>
    </td>
  )
}
