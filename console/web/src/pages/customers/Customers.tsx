import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented } from 'antd'
import { customersQuery } from '../../api/queries'
import type { CustomerRow } from '../../api/types'
import type { CustomersSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Export } from './Export'
import { RevealValue } from '../../ui/Reveal'
import { EmptyState } from '../../ui/States'
import { useSystem } from '../../ui/Source'
import { Tag } from '../../ui/Tag'
import { Ago } from '../../ui/Time'
import { useWs } from '../../ui/useWs'

/** Customers lists golden records: organisations, and persons who stand alone. */
export default function Customers() {
  const { t, word } = useSay()
  const ws = useWs()
  const system = useSystem()
  const search = useSearch({ from: '/w/$workspace/customers' })
  const navigate = useNavigate()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(customersQuery(ws, search))
  const set = (change: Partial<CustomersSearch>) => {
    const next = { ...search, ...change }
    void navigate({ to: '.', search: { ...(next.kind && { kind: next.kind }), ...(next.q && { q: next.q }) } })
  }
  const narrowed = search.q !== undefined || search.kind !== undefined
  return (
    <div className="page fill">
      <PageHeader title={t('nav.customers')} note={t('customers.note')} actions={<Export search={search} />} />
      <div className="bar">
        <Input.Search key={search.q ?? ''} allowClear defaultValue={search.q} placeholder={t('customers.search')} style={{ width: 340 }} onSearch={(q) => set({ q: q.trim() || undefined })} />
        <Segmented
          value={search.kind ?? ''}
          options={[{ value: '', label: t('customers.all') }, { value: 'organisation', label: t('golden.organisation') }, { value: 'person', label: t('golden.person') }]}
          onChange={(k) => set({ kind: (k || undefined) as CustomersSearch['kind'] })}
        />
        {data?.pages[0]?.masked && <span className="rest">{t('customers.masked')}</span>}
      </div>
      <div className="panel table-panel">
        <DataTable<CustomerRow>
          label={t('nav.customers')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(c) => c.id}
          onOpen={(c) => void navigate({ to: '/w/$workspace/customers/$customer', params: { workspace: ws, customer: c.id }, search: {} })}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={narrowed
            ? <EmptyState title={t('customers.none')} hint={t('customers.noneHint')} action={<Button size="small" onClick={() => set({ q: undefined, kind: undefined })}>{t('state.clear')}</Button>} />
            : <EmptyState title={t('customers.empty')} hint={t('customers.emptyHint')} action={<Link to="/w/$workspace/connections" params={{ workspace: ws }}><Button size="small" type="primary">{t('customers.emptyAction')}</Button></Link>} />}
          columns={[
            {
              key: 'name', title: t('customers.name'), clip: true,
              cell: (c) => <Link className="strong" to="/w/$workspace/customers/$customer" params={{ workspace: ws, customer: c.id }} search={{}} title={c.name}>{c.name || c.id.slice(0, 8)}</Link>,
            },
            { key: 'kind', title: t('customers.kind'), width: 132, cell: (c) => <Tag tone={c.customer ? 'accent' : 'plain'}>{word('golden', c.kind)} · {t(c.customer ? 'customers.customer' : 'customers.lead')}</Tag> },
            { key: 'id', title: t('customers.identity'), width: 190, cell: (c) => c.tax_id || c.kind !== 'person' ? <span className="mono">{c.tax_id || '–'}</span> : <RevealValue id={c.id} field={c.mobile ? 'mobiles' : 'emails'} masked={c.mobile || c.email} /> },
            { key: 'systems', title: t('customers.systems'), clip: true, width: 220, cell: (c) => <span className="soft" title={c.systems.map(system).join('、')}>{c.systems.map(system).join(' · ')}</span> },
            { key: 'members', title: t('customers.members'), num: true, width: 86, cell: (c) => count(c.members) },
            { key: 'touches', title: t('customers.touches'), num: true, width: 70, cell: (c) => count(c.touches) },
            { key: 'deals', title: t('customers.deals'), num: true, width: 70, cell: (c) => count(c.deals) },
            { key: 'at', title: t('customers.updated'), width: 112, cell: (c) => <Ago at={c.updated_at} /> },
          ]}
        />
      </div>
    </div>
  )
}
