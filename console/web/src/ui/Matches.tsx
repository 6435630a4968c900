import { Link } from '@tanstack/react-router'
import type { MatchRow } from '../api/types'
import { useSay } from '../i18n/useSay'
import { DataTable } from './DataTable'
import type { Column } from './DataTable'
import { Golden } from './Golden'
import { Money } from './Money'
import { EmptyState } from './States'
import { Tag } from './Tag'
import { useWs } from './useWs'

/** Matches lists which part of a payment pays which part of a receivable, and why. `from` is the page they stand on. */
export function Matches({ of, from }: { of: MatchRow[]; from: 'payment' | 'deal' }) {
  const { t, say, word } = useSay()
  const workspace = useWs()
  const other: Column<MatchRow> = from === 'deal'
    ? {
        key: 'payment', title: t('match.payment'), width: 150, clip: true,
        cell: (m) => (
          <div className="two">
            <Link className="strong" to="/w/$workspace/payments/$payment" params={{ workspace, payment: m.payment_id }}>{m.payment.key}</Link>
            <small>{m.value_date}</small>
          </div>
        ),
      }
    : {
        key: 'deal', title: t('match.deal'), width: 150, clip: true,
        cell: (m) => (
          <div className="two">
            {m.deal_id ? <Link className="strong" to="/w/$workspace/deals/$deal" params={{ workspace, deal: m.deal_id }}>{m.deal}</Link> : <span className="faint">{t('match.noDeal')}</span>}
            <small className="clip"><Golden of={m.customer} /></small>
          </div>
        ),
      }
  return (
    <DataTable<MatchRow>
      top
      label={t('payment.matches')}
      rows={of}
      rowKey={(m) => m.payment_id + m.item.record.name}
      empty={<EmptyState title={t('match.none')} hint={t('match.noneHint')} />}
      columns={[
        other,
        {
          key: 'item', title: t('match.item'), width: 160, clip: true,
          cell: (m) => (
            <div className="two">
              <Link
                className="strong"
                to="/w/$workspace/records/$connection/$stream/$"
                params={{ workspace, connection: m.item.record.connection_name, stream: m.item.record.stream, _splat: m.item.record.key }}
              >
                {m.item.number || m.item.record.key}
              </Link>
              <small className="clip">{m.item.contract_no}</small>
            </div>
          ),
        },
        { key: 'amount', title: t('match.amount'), num: true, width: 124, cell: (m) => <Money of={m.amount} strong /> },
        {
          key: 'why', title: t('match.why'),
          cell: (m) => (
            <div className="why">
              <Tag tone="accent">{word('matchRule', m.rule.split('@')[0] ?? m.rule)}</Tag> {say(m.why)}
            </div>
          ),
        },
      ]}
    />
  )
}
