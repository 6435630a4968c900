import type { Matrix } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { fromMinor, group, toMinor, whole } from '../../lib/money'
import { count, percent } from '../../lib/number'
import { Figures } from '../../ui/Panel'

/** Summary gives the totals of a matrix; rates are of the sums, never averages. */
export function Summary({ of: m }: { of: Matrix }) {
  const { t } = useSay()
  const lost = m.rows.find((r) => r.unattributed)
  const credited = fromMinor(toMinor(m.totals.revenue) - toMinor(lost?.revenue ?? '0'))
  return (
    <div style={{ marginBottom: 14 }}>
      <Figures
        of={[
          { label: t('metric.cost'), value: group(whole(m.totals.cost)), note: t('roi.afterRebate') },
          { label: t('roi.creditedRevenue'), value: group(whole(credited)), note: t('roi.ofRevenue', { amount: group(whole(m.totals.revenue)) }) },
          { label: t('metric.roi_revenue'), value: percent(m.totals.roi_revenue), note: t('roi.roiNote') },
          { label: t('roi.unattributedShare'), value: percent(m.unattributed_share), note: t('roi.unattributedNote', { n: count(lost?.deals ?? 0) }) },
          { label: t('metric.leads'), value: count(m.totals.leads), note: t('roi.rawLeads', { n: count(m.totals.leads_raw) }) },
          { label: t('metric.deals'), value: count(m.totals.deals), note: m.totals.deals_without_amount > 0 ? t('roi.withoutAmount', { n: count(m.totals.deals_without_amount) }) : t('roi.dealsNote') },
        ]}
      />
    </div>
  )
}
