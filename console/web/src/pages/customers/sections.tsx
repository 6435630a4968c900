import { Link } from '@tanstack/react-router'
import type { Activity, Contact, DealRow, PaymentRow, Relation, Sections, Touch } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { day } from '../../lib/time'
import { DataTable } from '../../ui/DataTable'
import { Documents } from '../../ui/Documents'
import { Golden } from '../../ui/Golden'
import { Money } from '../../ui/Money'
import { Panel } from '../../ui/Panel'
import { Source } from '../../ui/Source'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { PaymentState } from '../payments/state'

/** Touches lists how a customer came: each says whether it counts, and why not. */
export function Touches({ of: s }: { of: Sections }) {
  const { t, say } = useSay()
  return (
    <Panel title={t('customer.tab.touches')} note={t('touches.note')} flush>
      <DataTable<Touch>
        label={t('customer.tab.touches')}
        rows={s.touches}
        rowKey={(x) => x.record.name}
        empty={<EmptyState title={t('touches.empty')} hint={t('touches.emptyHint')} />}
        columns={[
          { key: 'at', title: t('touches.at'), width: 140, cell: (x) => <Time at={x.at} /> },
          { key: 'channel', title: t('dimension.channel'), width: 120, cell: (x) => say(x.channel_title) || x.channel },
          { key: 'campaign', title: t('dimension.campaign'), clip: true, cell: (x) => x.campaign_name || x.campaign || <span className="faint">–</span> },
          { key: 'person', title: t('touches.person'), width: 130, clip: true, cell: (x) => <Golden of={x.person} /> },
          { key: 'counted', title: t('touches.counted'), clip: true, width: 260, cell: (x) => (x.counted ? <Tag tone="good">{t('touches.yes')}</Tag> : <><Tag>{t('touches.no')}</Tag> <span className="soft">{say(x.why) || x.reason}</span></>) },
          { key: 'record', title: t('profile.source'), width: 190, clip: true, cell: (x) => <Source of={x.record} short /> },
        ]}
      />
    </Panel>
  )
}

/** Deals lists a customer's deals. */
export function Deals({ of: s }: { of: Sections }) {
  const { t, word } = useSay()
  const ws = useWs()
  return (
    <Panel title={t('customer.tab.deals')} flush>
      <DataTable<DealRow>
        label={t('customer.tab.deals')}
        rows={s.deals}
        rowKey={(d) => d.id}
        empty={<EmptyState title={t('deals.empty')} />}
        columns={[
          {
            key: 'deal', title: t('deal.deal'), clip: true,
            cell: (d) => (
              <div className="two">
                <Link className="strong" to="/w/$workspace/deals/$deal" params={{ workspace: ws, deal: d.id }}>{d.number || d.record.key}</Link>
                <small className="clip">{d.name}</small>
              </div>
            ),
          },
          { key: 'status', title: t('deal.status'), width: 110, cell: (d) => <Tag tone={d.status === 'won' ? 'good' : 'plain'}>{word('dealStatus', d.status)}</Tag> },
          { key: 'contract', title: t('deal.contract'), width: 160, cell: (d) => d.contract_no || <span className="faint">–</span> },
          { key: 'signed', title: t('deal.signed'), width: 100, cell: (d) => day(d.signed_at) },
          { key: 'gross', title: t('deal.gross'), num: true, width: 140, cell: (d) => <Money of={d.gross} /> },
          { key: 'net', title: t('deal.net'), num: true, width: 140, cell: (d) => <Money of={d.net} /> },
          { key: 'path', title: t('deal.touches'), num: true, width: 90, cell: (d) => (d.won ? d.path_length : <span className="faint">–</span>) },
        ]}
      />
    </Panel>
  )
}

/** MoneyTab lists orders, receivables and payments. */
export function MoneyTab({ of: s }: { of: Sections }) {
  const { t } = useSay()
  const ws = useWs()
  if (s.hidden.length > 0) return <Panel><EmptyState title={t('state.hidden')} hint={t('state.hiddenHint')} /></Panel>
  return (
    <div className="stack">
      <Documents title={t('documents.orders')} of={s.orders} />
      <Documents title={t('documents.receivables')} of={s.receivables} open />
      <Panel title={t('nav.payments')} flush>
        <DataTable<PaymentRow>
          label={t('nav.payments')}
          rows={s.payments}
          rowKey={(p) => p.id}
          empty={<EmptyState title={t('payments.none')} />}
          columns={[
            { key: 'number', title: t('payments.number'), clip: true, cell: (p) => <Link className="strong" to="/w/$workspace/payments/$payment" params={{ workspace: ws, payment: p.id }}>{p.number || p.record.key}</Link> },
            { key: 'date', title: t('payments.date'), width: 110, cell: (p) => p.value_date },
            { key: 'amount', title: t('payments.amount'), num: true, width: 150, cell: (p) => <Money of={p.amount} /> },
            { key: 'state', title: t('payments.state'), width: 200, cell: (p) => <PaymentState of={p} /> },
            { key: 'deals', title: t('payments.deals'), clip: true, cell: (p) => p.deals.join('、') || <span className="faint">–</span> },
          ]}
        />
      </Panel>
    </div>
  )
}

/** Contacts lists the persons of an organisation. */
export function Contacts({ of: s }: { of: Sections }) {
  const { t, word } = useSay()
  return (
    <Panel title={t('customer.tab.contacts')} flush>
      <DataTable<Contact>
        label={t('customer.tab.contacts')}
        rows={s.contacts}
        rowKey={(c) => c.golden.id + c.via}
        empty={<EmptyState title={t('contacts.empty')} />}
        columns={[
          { key: 'name', title: t('contacts.name'), clip: true, cell: (c) => <Golden of={c.golden} /> },
          { key: 'title', title: t('contacts.title'), clip: true, cell: (c) => [c.department, c.title].filter(Boolean).join(' · ') || <span className="faint">–</span> },
          { key: 'mobile', title: t('contacts.mobile'), width: 150, cell: (c) => c.mobile || <span className="faint">–</span> },
          { key: 'email', title: t('contacts.email'), clip: true, cell: (c) => c.email || <span className="faint">–</span> },
          { key: 'via', title: t('contacts.via'), width: 120, cell: (c) => word('entity', c.via) },
        ]}
      />
    </Panel>
  )
}

/** Activities lists what sellers did. */
export function Activities({ of: s }: { of: Sections }) {
  const { t, word } = useSay()
  return (
    <Panel title={t('customer.tab.activities')} flush>
      <DataTable<Activity>
        label={t('customer.tab.activities')}
        rows={s.activities}
        rowKey={(a) => a.record.name}
        empty={<EmptyState title={t('activities.empty')} />}
        columns={[
          { key: 'at', title: t('activities.at'), width: 140, cell: (a) => <Time at={a.at} /> },
          { key: 'kind', title: t('activities.kind'), width: 90, cell: (a) => word('activity', a.kind) },
          { key: 'text', title: t('activities.text'), clip: true, cell: (a) => <span title={a.text}>{a.text}</span> },
          { key: 'on', title: t('activities.on'), width: 160, cell: (a) => a.on || <span className="faint">{t('activities.customer')}</span> },
          { key: 'record', title: t('profile.source'), width: 190, clip: true, cell: (a) => <Source of={a.record} short /> },
        ]}
      />
    </Panel>
  )
}

/** Relations lists ties to other organisations. */
export function Relations({ of: s }: { of: Sections }) {
  const { t, say } = useSay()
  const me = <span className="soft">{t('relations.me')}</span>
  const other = (r: Relation) => <Golden of={r.other} none={t('relations.missing')} />
  return (
    <Panel title={t('customer.tab.relations')} note={t('relations.note')} flush>
      <DataTable<Relation>
        label={t('customer.tab.relations')}
        rows={s.relations}
        rowKey={(r) => r.record.name + r.kind + r.direction + (r.other?.id ?? '')}
        empty={<EmptyState title={t('relations.empty')} />}
        columns={[
          { key: 'subject', title: t('relations.subject'), clip: true, cell: (r) => (r.direction === 'to' ? me : other(r)) },
          { key: 'kind', title: t('relations.kind'), width: 220, cell: (r) => say(r.title) },
          { key: 'object', title: t('relations.object'), clip: true, cell: (r) => (r.direction === 'to' ? other(r) : me) },
          { key: 'since', title: t('relations.since'), width: 180, cell: (r) => (r.since || r.until ? `${r.since || '…'} ~ ${r.until || '…'}` : <span className="faint">–</span>) },
          { key: 'record', title: t('profile.source'), width: 190, clip: true, cell: (r) => <Source of={r.record} short /> },
        ]}
      />
    </Panel>
  )
}
