import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { matrixQuery } from '../../api/queries'
import { metrics } from '../../app/search'
import type { RoiSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { Panel } from '../../ui/Panel'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { Basis } from './Basis'
import { CellDrawer } from './CellDrawer'
import { Controls } from './Controls'
import { CrossTable } from './CrossTable'
import { Legend } from './Legend'
import { MetricTable } from './MetricTable'
import { Summary } from './Summary'
import { queryOf } from './query'

/** Roi shows which marketing money earned which revenue; every number opens. */
export default function Roi() {
  const { t } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/roi' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(matrixQuery(ws, queryOf(search)))
  const set = (change: Partial<RoiSearch>, replace = true) =>
    void navigate({ to: '.', search: (was: RoiSearch) => drop({ ...was, ...change }), replace })
  const open = (row: string, col: string) => set({ row, col: col || undefined }, false)
  const metric = search.metric ?? metrics[0]
  const filled = data && (data.rows.length > 1 || data.totals.deals > 0)
  return (
    <div className="page fill">
      <PageHeader title={t('nav.roi')} note={data ? <Basis of={data.header} /> : t('roi.note')} />
      <Controls search={search} onChange={set} />
      {data && filled && <Summary of={data} />}
      <Panel
        className="table-panel"
        flush
        title={t(data?.header.columns ? 'roi.crossTitle' : 'roi.metricTitle', { metric: t(`metric.${metric}`) })}
        note={data && filled && <Legend metric={metric} matrix={data} />}
        footer={filled ? t('roi.footer') : undefined}
      >
        {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones rows={10} />)}
        {data && !filled && (
          <EmptyState
            title={t('roi.empty')}
            hint={t('roi.emptyHint')}
            action={<Link to="/w/$workspace/connections" params={{ workspace: ws }}><Button type="primary" size="small">{t('roi.emptyAction')}</Button></Link>}
          />
        )}
        {data && filled && (data.header.columns
          ? <CrossTable matrix={data} metric={metric} sort={search.sort} onSort={(sort) => set({ sort })} onOpen={open} />
          : <MetricTable matrix={data} metric={metric} sort={search.sort} onSort={(sort) => set({ sort })} onOpen={open} />)}
      </Panel>
      {data && search.row !== undefined && (
        <CellDrawer matrix={data} search={search} row={search.row} col={search.col ?? ''} onClose={() => set({ row: undefined, col: undefined })} />
      )}
    </div>
  )
}

function drop(s: RoiSearch): RoiSearch {
  return Object.fromEntries(Object.entries(s).filter(([, v]) => v !== undefined))
}
