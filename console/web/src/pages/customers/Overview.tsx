import type { Document, Sections } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { group, sum } from '../../lib/money'
import type { Amount } from '../../lib/money'
import { count } from '../../lib/number'
import { Figures } from '../../ui/Panel'

// Amounts of the house currency, added up exactly; the lists hold the newest 200.
function added(amounts: (Amount | null | undefined)[]): string {
  return group(sum(amounts.flatMap((a) => (a && a.currency === 'CNY' ? [a.amount] : []))))
}

/** Overview sums up what there is around a customer. */
export function Overview({ of: s }: { of: Sections }) {
  const { t } = useSay()
  const won = s.deals.filter((d) => d.won)
  const money = !s.hidden.includes('payments')
  const of = (pick: (d: Document) => Amount | undefined) => added(s.receivables.map(pick))
  return (
    <Figures
      of={[
        { label: t('customer.tab.touches'), value: count(s.counts.touches), note: t('overview.counted', { n: count(s.touches.filter((x) => x.counted).length) }) },
        { label: t('overview.won'), value: added(won.map((d) => d.net)), note: t('overview.deals', { n: count(won.length), all: count(s.counts.deals) }) },
        ...(money
          ? [
              { label: t('overview.billed'), value: of((d) => d.amount), note: t('overview.documents', { n: count(s.counts.receivables) }) },
              { label: t('overview.open'), value: of((d) => d.open), note: t('overview.openNote') },
              { label: t('overview.paid'), value: added(s.payments.map((p) => p.amount)), note: t('payments.count', { n: count(s.counts.payments) }) },
            ]
          : []),
      ]}
    />
  )
}
