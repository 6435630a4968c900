import type { Matrix, MatrixRow, MatrixValues } from '../../api/types'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { tintOf } from '../../lib/heat'
import type { Bucket } from '../../lib/heat'
import { isNone, order, raw, show } from './figures'
import { RowName, sorted } from './rows'
import { SortHead } from './SortHead'
import { stepsOf } from './tints'

const shown: Metric[] = ['leads', 'deals', 'cost', 'revenue', 'cpl', 'roas', 'roi_revenue']

/** MetricTable shows every figure of each row; the chosen one is tinted. */
export function MetricTable({ matrix, metric, sort, onSort, onOpen }: {
  matrix: Matrix
  metric: Metric
  sort: Metric | undefined
  onSort: (m: Metric | undefined) => void
  onOpen: (row: string, col: string) => void
}) {
  const { t } = useSay()
  const steps = stepsOf(matrix, metric)
  return (
    <div className="table-wrap">
      <table className="data heat" aria-label={t('nav.roi')}>
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${matrix.header.rows}`)}</th>
            {shown.map((m) => (
              <SortHead key={m} metric={m} sort={sort} onSort={onSort} label={t(`metric.${m}`)} hint={t(`metricHint.${m}`)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(matrix, sort, order).map((r) => (
            <tr key={r.id}>
              <th scope="row"><RowName of={r} by={matrix.header.rows} /></th>
              {shown.map((m) => <Cell key={m} row={r} metric={m} steps={m === metric ? steps : []} onOpen={() => onOpen(r.id, '')} />)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {matrix.rows.filter((r) => r.unattributed).map((r) => (
            <tr key={r.id} className="unattributed">
              <th scope="row"><RowName of={r} by={matrix.header.rows} /></th>
              {shown.map((m) => <Cell key={m} row={r} metric={m} steps={[]} onOpen={() => onOpen(r.id, '')} />)}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('roi.total')}</th>
            {shown.map((m) => (
              <td key={m} className="num"><button type="button" className="cell" onClick={() => onOpen('', '')}>{show(m, matrix.totals)}</button></td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Cell({ row, metric, steps, onOpen }: { row: MatrixRow; metric: Metric; steps: Bucket[]; onOpen: () => void }) {
  const value: MatrixValues = row
  if (row.unattributed && metric !== 'deals' && metric !== 'revenue') return <td className="num faint">–</td>
  const none = isNone(metric, value)
  const tint = row.unattributed || none ? undefined : tintOf(steps, raw(metric, value))
  return (
    <td className="num">
      <button type="button" className={none ? 'cell none' : 'cell'} style={tint ? { background: tint } : undefined} onClick={onOpen}>{show(metric, value)}</button>
    </td>
  )
}

