import type { PaymentRow } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Tag } from '../../ui/Tag'
import type { Tone } from '../../ui/Tag'

const tones: Record<PaymentRow['status'], Tone> = { matched: 'good', unmatched: 'warn', not_matchable: 'plain' }

/** PaymentState says whether a payment is matched, and why not. */
export function PaymentState({ of: p, reason = true }: { of: PaymentRow; reason?: boolean }) {
  const { t, say, word } = useSay()
  const why = say(p.reason_text) || word('paymentReason', p.reason)
  return (
    <>
      <Tag tone={tones[p.status]} dot>{t(`paymentState.${p.status}`)}</Tag>
      {reason && why && <span className="soft"> {why}</span>}
    </>
  )
}
