import type { MatrixValues } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { group } from '../../lib/money'
import { count, percent, times } from '../../lib/number'

/** Working shows how the figures of a cell come about, in its own numbers. */
export function Working({ of: v, currency, unattributed, whole }: {
  of: MatrixValues
  currency: string
  unattributed: boolean
  /** Of the totals, whose revenue holds the unattributed part while their rates leave it out. */
  whole: boolean
}) {
  const { t } = useSay()
  const cost = group(v.cost)
  const revenue = group(v.revenue)
  if (unattributed) return <p className="soft">{t('working.unattributed', { amount: revenue, currency, n: count(v.deals) })}</p>
  return (
    <dl className="working">
      <dt>{t('metric.leads')}</dt>
      <dd className="num strong">{count(v.leads)}</dd>
      <dd>{t('working.leads', { raw: count(v.leads_raw) })}</dd>
      <dt>{t('metric.cost')}</dt>
      <dd className="num strong">{cost}</dd>
      <dd>{t('working.cost')}</dd>
      <dt>{whole ? t('working.allRevenue') : t('metric.revenue')}</dt>
      <dd className="num strong">{revenue}</dd>
      <dd>{t('working.revenue', { n: count(v.deals) })}</dd>
      <dt>{t('metric.cpl')}</dt>
      <dd className="num strong">{v.cpl === 'n/a' ? '–' : group(v.cpl)}</dd>
      <dd>{v.cpl === 'n/a' ? t('working.noLeads') : `${cost} ÷ ${count(v.leads)}`}</dd>
      <dt>{t('metric.roas')}</dt>
      <dd className="num strong">{times(v.roas)}</dd>
      <dd>{v.roas === 'n/a' ? t('working.noCost') : whole ? t('working.roas') : `${revenue} ÷ ${cost}`}</dd>
      <dt>{t('metric.roi_revenue')}</dt>
      <dd className="num strong">{percent(v.roi_revenue)}</dd>
      <dd>{v.roi_revenue === 'n/a' ? t('working.noCost') : whole ? t('working.roi') : `(${revenue} − ${cost}) ÷ ${cost}`}</dd>
    </dl>
  )
}
