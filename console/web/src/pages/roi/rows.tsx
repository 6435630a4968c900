import type { Matrix, MatrixRow, MatrixValues } from '../../api/types'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'

/** sorted gives the rows by a figure (revenue unless chosen; months stay in order), the unattributed row last. */
export function sorted(m: Matrix, sort: Metric | undefined, order: (metric: Metric, a: MatrixValues, b: MatrixValues) => number): MatrixRow[] {
  if (m.header.rows === 'month' && sort === undefined) return m.rows
  const by = sort ?? 'revenue'
  const rest = m.rows.filter((r) => !r.unattributed).toSorted((a, b) => order(by, a, b))
  return [...rest, ...m.rows.filter((r) => r.unattributed)]
}

/** RowName names a row: a campaign with its channel. */
export function RowName({ of: r, by }: { of: MatrixRow; by: string }) {
  const { lang, t } = useSay()
  const name = lang === 'zh' ? r.zh : r.en
  if (r.unattributed) return <span title={t('roi.unattributedHint')}>{name}</span>
  if (by !== 'campaign') return <>{name}</>
  return <span className="two campaign">{name || t('roi.noCampaign')}</span>
}
