import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { paymentsQuery } from '../../api/queries'
import type { PaymentRow } from '../../api/types'
import { paymentReasons, paymentStates } from '../../app/search'
import type { PaymentsSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Golden } from '../../ui/Golden'
import { Money } from '../../ui/Money'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { PaymentState } from './state'
import { Sums } from './Sums'

/** Payments lists payments with what each one pays, or why nobody knows. */
export default function Payments() {
  const { t } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/payments' })
  const navigate = useNavigate()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(paymentsQuery(ws, search))
  const { data: all } = useInfiniteQuery(paymentsQuery(ws, {}))
  const set = (change: Partial<PaymentsSearch>) => {
    const n = { ...search, ...change }
    void navigate({ to: '.', search: { ...(n.status && { status: n.status }), ...(n.reason && { reason: n.reason }), ...(n.q && { q: n.q }) } })
  }
  const narrowed = search.status !== undefined || search.reason !== undefined || search.q !== undefined
  return (
    <div className="page fill">
      <PageHeader title={t('nav.payments')} note={t('payments.note')} />
      {all && (all.pages[0]?.items.length ?? 0) > 0 && <Sums of={all.pages[0]?.sums ?? []} />}
      <div className="bar">
        <Segmented
          value={search.status ?? ''}
          options={[{ value: '', label: t('payments.all') }, ...paymentStates.map((s) => ({ value: s, label: t(`paymentState.${s}`) }))]}
          onChange={(s) => set({ status: (s || undefined) as PaymentsSearch['status'], ...(s !== 'unmatched' && { reason: undefined }) })}
        />
        <Select
          allowClear
          style={{ width: 220 }}
          aria-label={t('payments.reason')}
          placeholder={t('payments.reason')}
          value={search.reason}
          options={paymentReasons.map((r) => ({ value: r, label: t(`paymentReason.${r}`) }))}
          onChange={(r: PaymentsSearch['reason']) => set({ reason: r, ...(r && { status: 'unmatched' }) })}
        />
        <Input.Search key={search.q ?? ''} allowClear defaultValue={search.q} placeholder={t('payments.search')} style={{ width: 260 }} onSearch={(q) => set({ q: q.trim() || undefined })} />
      </div>
      <div className="panel table-panel">
        <DataTable<PaymentRow>
          label={t('nav.payments')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(p) => p.id}
          onOpen={(p) => void navigate({ to: '/w/$workspace/payments/$payment', params: { workspace: ws, payment: p.id } })}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={narrowed
            ? <EmptyState title={t('payments.noneFound')} hint={t('payments.noneFoundHint')} action={<Button size="small" onClick={() => set({ status: undefined, reason: undefined, q: undefined })}>{t('state.clear')}</Button>} />
            : <EmptyState title={t('payments.empty')} hint={t('payments.emptyHint')} action={<Link to="/w/$workspace/connections" params={{ workspace: ws }}><Button size="small" type="primary">{t('customers.emptyAction')}</Button></Link>} />}
          columns={[
            { key: 'date', title: t('payments.date'), width: 112, cell: (p) => p.value_date },
            { key: 'number', title: t('payments.number'), width: 140, clip: true, cell: (p) => <Link className="strong" to="/w/$workspace/payments/$payment" params={{ workspace: ws, payment: p.id }}>{p.number || p.record.key}</Link> },
            {
              key: 'payer', title: t('payments.payerAndMemo'), clip: true,
              cell: (p) => (
                <div className="two">
                  {p.payer ? <Golden of={p.payer} /> : <span className="soft" title={p.payer_name}>{p.payer_name || t('payment.noPayer')}</span>}
                  <small className="clip" title={p.memo}>{[p.contract_no, p.memo].filter(Boolean).join(' · ') || '–'}</small>
                </div>
              ),
            },
            { key: 'amount', title: t('payments.amount'), num: true, width: 124, cell: (p) => <Money of={p.amount} strong /> },
            { key: 'matched', title: t('payments.matched'), num: true, width: 124, cell: (p) => <Money of={p.matched} /> },
            { key: 'state', title: t('payments.state'), width: 232, clip: true, cell: (p) => <PaymentState of={p} /> },
            { key: 'deals', title: t('payments.deals'), width: 150, clip: true, cell: (p) => (p.deals.length > 0 ? <span title={p.deals.join('、')}>{p.deals.join('、')}</span> : <span className="faint">–</span>) },
          ]}
        />
      </div>
    </div>
  )
}
