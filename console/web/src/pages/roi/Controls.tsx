import { useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { matrixQuery, modelsQuery } from '../../api/queries'
import { dimensions, metrics, vats } from '../../app/search'
import type { RoiSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { useWs } from '../../ui/useWs'

/** Controls choose what the matrix shows; all of it stands in the address. */
export function Controls({ search, onChange }: { search: RoiSearch; onChange: (change: Partial<RoiSearch>) => void }) {
  const { t, say } = useSay()
  const ws = useWs()
  const rows = search.rows ?? 'channel'
  const { data: models } = useQuery(modelsQuery(ws))
  const { data: all } = useQuery({ ...matrixQuery(ws, { rows: 'month' }), staleTime: 300_000 })
  const months = all?.rows.filter((r) => r.month).map((r) => r.id) ?? []
  const monthOptions = (keep: (m: string) => boolean) => months.filter(keep).map((m) => ({ value: m, label: m }))
  return (
    <div className="bar roi-bar">
      <span className="label">{t('roi.rows')}</span>
      <Segmented
        value={rows}
        options={dimensions.map((d) => ({ value: d, label: t(`dimension.${d}`) }))}
        onChange={(d) => onChange({ rows: d === 'channel' ? undefined : d, columns: search.columns === d ? undefined : search.columns, row: undefined, col: undefined })}
      />
      <span className="label">{t('roi.columns')}</span>
      <Select
        style={{ width: 100 }}
        aria-label={t('roi.columns')}
        value={search.columns && search.columns !== rows ? search.columns : ''}
        options={[{ value: '', label: t('roi.allMetrics') }, ...dimensions.filter((d) => d !== rows && d !== 'campaign').map((d) => ({ value: d, label: t(`dimension.${d}`) }))]}
        onChange={(d: string) => onChange({ columns: (d || undefined) as RoiSearch['columns'], row: undefined, col: undefined })}
      />
      <span className="label">{t('roi.metric')}</span>
      <Select
        style={{ width: 108 }}
        aria-label={t('roi.metric')}
        value={search.metric ?? metrics[0]}
        options={metrics.map((m) => ({ value: m, label: t(`metric.${m}`) }))}
        onChange={(m: RoiSearch['metric']) => onChange({ metric: m === metrics[0] ? undefined : m })}
      />
      <span className="label">{t('roi.model')}</span>
      <Segmented
        value={search.model ?? 'first'}
        options={(models?.items ?? []).map((m) => ({ value: m.kind, label: say(m.title) }))}
        onChange={(m) => onChange({ model: m === 'first' ? undefined : (m as RoiSearch['model']) })}
      />
      <Segmented
        value={search.vat ?? 'net'}
        options={vats.map((v) => ({ value: v, label: t(`vat.${v}`) }))}
        onChange={(v) => onChange({ vat: v === 'net' ? undefined : v })}
      />
      <span className="row" style={{ gap: 5 }}>
        <Select allowClear style={{ width: 92 }} aria-label={t('roi.from')} placeholder={t('roi.first')} value={search.from} options={monthOptions((m) => !search.to || m <= search.to)} onChange={(from?: string) => onChange({ from })} />
        <span className="faint">–</span>
        <Select allowClear style={{ width: 92 }} aria-label={t('roi.to')} placeholder={t('roi.last')} value={search.to} options={monthOptions((m) => !search.from || m >= search.from)} onChange={(to?: string) => onChange({ to })} />
      </span>
    </div>
  )
}
