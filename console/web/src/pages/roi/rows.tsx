import { useQuery } from '@tanstack/react-query'
import { matrixQuery } from '../../api/queries'
import type { Matrix, MatrixRow, MatrixValues } from '../../api/types'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { useWs } from '../../ui/useWs'

/** sorted gives the rows but the unattributed one, by a figure: revenue unless chosen; months stay in order. */
export function sorted(m: Matrix, sort: Metric | undefined, order: (metric: Metric, a: MatrixValues, b: MatrixValues) => number): MatrixRow[] {
  const rows = m.rows.filter((r) => !r.unattributed)
  if (m.header.rows === 'month' && sort === undefined) return rows
  return rows.toSorted((a, b) => order(sort ?? 'revenue', a, b))
}

/** RowName names a row: a campaign with its channel, since two channels may have campaigns of one name. */
export function RowName({ of: r, by }: { of: MatrixRow; by: string }) {
  const { lang, t } = useSay()
  const name = lang === 'zh' ? r.zh : r.en
  if (r.unattributed) return <span title={t('roi.unattributedHint')}>{name}</span>
  if (by !== 'campaign') return <>{name}</>
  return (
    <span title={name}>
      <ChannelName id={r.channel ?? ''} /> {name || t('roi.noCampaign')}
    </span>
  )
}

function ChannelName({ id }: { id: string }) {
  const { lang } = useSay()
  const { data } = useQuery({ ...matrixQuery(useWs(), { rows: 'channel' }), staleTime: 300_000 })
  const found = data?.rows.find((r) => r.id === id)
  return <span className="channel">{found ? (lang === 'zh' ? found.zh : found.en) : id}</span>
}
