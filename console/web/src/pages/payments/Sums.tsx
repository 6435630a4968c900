import type { PaymentSum } from '../../api/types'
import { paymentStates } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { fromMinor, group, toMinor } from '../../lib/money'
import { count, percent } from '../../lib/number'
import { Figures } from '../../ui/Panel'

/** Sums shows how much of the money is explained, in the house currency. */
export function Sums({ of }: { of: PaymentSum[] }) {
  const { t } = useSay()
  const mine = of.filter((s) => s.amount.currency === 'CNY')
  const pick = (status: string) => mine.filter((s) => s.status === status)
  const minor = (list: PaymentSum[]) => list.reduce((n, s) => n + toMinor(s.amount.amount), 0n)
  const number = (list: PaymentSum[]) => list.reduce((n, s) => n + s.count, 0)
  const matchable = minor(pick('matched')) + minor(pick('unmatched'))
  const share = matchable > 0n ? percent(String(Number((minor(pick('matched')) * 10000n) / matchable) / 10000)) : '–'
  return (
    <div style={{ marginBottom: 12 }}>
      <Figures
        of={[
          ...paymentStates.map((s) => ({
            label: t(`paymentState.${s}`),
            value: group(fromMinor(minor(pick(s)))),
            note: t('payments.count', { n: count(number(pick(s))) }),
          })),
          { label: t('payments.share'), value: share, note: t('payments.shareNote') },
        ]}
      />
    </div>
  )
}
