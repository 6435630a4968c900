import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { paymentQuery } from '../../api/queries'
import { useSay } from '../../i18n/useSay'
import { fromMinor, toMinor } from '../../lib/money'
import { Golden } from '../../ui/Golden'
import { Matches } from '../../ui/Matches'
import { Money } from '../../ui/Money'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Figures, Panel } from '../../ui/Panel'
import { Source } from '../../ui/Source'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { Candidates } from './Candidates'
import { PaymentState } from './state'

/** PaymentPage shows one payment: what it pays and why, or why it stays open. */
export default function PaymentPage() {
  const { t, say, word } = useSay()
  const ws = useWs()
  const { payment: id } = useParams({ from: '/w/$workspace/payments/$payment' })
  const { data: p, error, refetch } = useQuery(paymentQuery(ws, id))
  const crumbs = <Link to="/w/$workspace/payments" params={{ workspace: ws }} search={{}}>{t('nav.payments')}</Link>
  if (!p) return <div className="page"><PageHeader title={t('nav.payments')} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const rest = { amount: fromMinor(toMinor(p.amount.amount) - toMinor(p.matched.amount)), currency: p.amount.currency }
  return (
    <div className="page">
      <PageHeader name={p.number} crumbs={crumbs} title={<>{p.number || p.record.key}<PaymentState of={p} reason={false} /></>} note={t('payment.note', { kind: word('paymentKind', p.kind), date: p.value_date })} />
      <div className="split">
        <div className="stack">
          {p.status !== 'matched' && <Notice tone={p.status === 'unmatched' ? 'warn' : 'info'} title={say(p.reason_text) || t(`paymentState.${p.status}`)} text={say(p.why)} />}
          <Figures
            of={[
              { label: t('payments.amount'), value: <Money of={p.amount} /> },
              { label: t('payments.matched'), value: <Money of={p.matched} /> },
              { label: t('payment.rest'), value: <Money of={rest} /> },
            ]}
          />
          {p.matches.length > 0 && <Panel title={t('payment.matches')} note={t('payment.matchesNote')} flush><Matches of={p.matches} from="payment" /></Panel>}
          {p.candidates.length > 0 && <Candidates of={p} />}
        </div>
        <Panel title={t('payment.about')}>
          <Facts
            rows={[
              [t('payments.payer'), <Golden key="g" of={p.payer} none={t('payment.noPayer')} />],
              [t('payment.payerName'), p.payer_name],
              [t('payment.payerAccount'), p.payer_account && <span key="a" className="mono">{p.payer_account}</span>],
              [t('payments.memo'), p.memo],
              [t('deal.contract'), p.contract_no],
              [t('payment.ourAccount'), p.our_account && <span key="o" className="mono">{p.our_account}</span>],
              [t('payment.bankReference'), p.bank_reference && <span key="b" className="mono">{p.bank_reference}</span>],
              [t('payments.date'), p.value_date],
              [t('profile.source'), <Source key="s" of={p.record} />],
            ]}
          />
        </Panel>
      </div>
    </div>
  )
}
