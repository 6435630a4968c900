import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { customerQuery, sectionsQuery } from '../../api/queries'
import type { CustomerSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { useMasked, useReveal } from '../../ui/Reveal'
import { Bones, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'
import { Overview } from './Overview'
import { Profile } from './Profile'
import { Records } from './Records'
import { Activities, Contacts, Deals, MoneyTab, Relations, Touches } from './sections'

/** CustomerPage shows one golden record: what is known, who said it, and what happened. */
export default function CustomerPage() {
  const { t, word } = useSay()
  const ws = useWs()
  const { customer: id } = useParams({ from: '/w/$workspace/customers/$customer' })
  const { tab = 'profile' } = useSearch({ from: '/w/$workspace/customers/$customer' })
  const navigate = useNavigate()
  const reveal = useReveal()
  const { data: c, error, refetch, refused } = useMasked((personal, why) => customerQuery(ws, id, personal, why), reveal)
  const { data: s } = useMasked((personal, why) => sectionsQuery(ws, id, personal, why), reveal)
  const crumbs = <Link to="/w/$workspace/customers" params={{ workspace: ws }} search={{}}>{t('nav.customers')}</Link>
  if (!c) return <div className="page"><PageHeader title={t('nav.customers')} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const label = (key: string, n: number | undefined) => <>{t(`customer.tab.${key}`)}{n !== undefined && <span className="tab-count">{count(n)}</span>}</>
  const n = s?.counts
  const items = [
    { key: 'profile', label: label('profile', undefined), children: <div className="stack">{s && <Overview of={s} />}<Profile of={c} /></div> },
    { key: 'touches', label: label('touches', n?.touches), children: s ? <Touches of={s} /> : <Bones /> },
    { key: 'deals', label: label('deals', n?.deals), children: s ? <Deals of={s} /> : <Bones /> },
    { key: 'money', label: label('money', n && n.orders + n.receivables + n.payments), children: s ? <MoneyTab of={s} /> : <Bones /> },
    { key: 'contacts', label: label('contacts', n?.contacts), children: s ? <Contacts of={s} /> : <Bones /> },
    { key: 'activities', label: label('activities', n?.activities), children: s ? <Activities of={s} /> : <Bones /> },
    { key: 'relations', label: label('relations', n?.relations), children: s ? <Relations of={s} /> : <Bones /> },
    { key: 'records', label: label('records', c.member_count), children: <Records of={c} /> },
  ]
  return (
    <div className="page">
      <PageHeader
        name={c.name}
        crumbs={crumbs}
        title={<>{c.name || c.id.slice(0, 8)}<Tag tone={c.customer ? 'accent' : 'plain'}>{word('golden', c.kind)} · {t(c.customer ? 'customers.customer' : 'customers.lead')}</Tag></>}
        note={
          <>
            {c.tax_id && <><span className="mono">{c.tax_id}</span> · </>}
            {t('customer.made', { n: count(c.member_count), systems: new Set(c.members.map((m) => m.record.connection)).size, at: dateTime(c.updated_at) })}
          </>
        }
        actions={reveal.button}
      />
      {reveal.notice(refused)}
      {c.redirected && <Notice tone="info" title={t('customer.redirected', { id: c.asked_for.slice(0, 8) })} />}
      <Tabs
        destroyOnHidden
        activeKey={tab}
        items={items}
        onChange={(key) => void navigate({ to: '.', search: key === 'profile' ? {} : { tab: key as NonNullable<CustomerSearch['tab']> } })}
      />
    </div>
  )
}
