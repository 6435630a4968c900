import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { dealQuery } from '../../api/queries'
import { useSay } from '../../i18n/useSay'
import { day } from '../../lib/time'
import { Documents } from '../../ui/Documents'
import { Golden } from '../../ui/Golden'
import { Matches } from '../../ui/Matches'
import { Money } from '../../ui/Money'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Figures, Panel } from '../../ui/Panel'
import { Source } from '../../ui/Source'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'
import { Path } from './Path'
import { Stages } from './Stages'

/** DealPage shows one deal: how the customer came, what each model gives to each touch, and the money that arrived. */
export default function DealPage() {
  const { t, say, word } = useSay()
  const ws = useWs()
  const { deal: id } = useParams({ from: '/w/$workspace/deals/$deal' })
  const { data: d, error, refetch } = useQuery(dealQuery(ws, id))
  const crumbs = <Link to="/w/$workspace/roi" params={{ workspace: ws }} search={{}}>{t('nav.roi')}</Link>
  if (!d) return <div className="page"><PageHeader title={t('deal.deal')} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const mayMoney = !d.hidden.includes('payments')
  const mayPath = !d.hidden.includes('path')
  return (
    <div className="page">
      <PageHeader
        name={d.number}
        crumbs={crumbs}
        title={<>{d.number || d.record.key}<Tag tone={d.status === 'won' ? 'good' : 'plain'} dot>{word('dealStatus', d.status)}</Tag></>}
        note={d.name}
      />
      <div className="split">
        <div className="stack">
          <Figures
            of={[
              { label: t('deal.net'), value: <Money of={d.net} /> },
              { label: t('deal.gross'), value: <Money of={d.gross} /> },
              ...(mayMoney ? [{ label: t('deal.paid'), value: <Money of={d.paid} /> }] : []),
              ...(mayPath ? [{ label: t('deal.touches'), value: d.path_length }] : []),
            ]}
          />
          {d.unattributed && <Notice tone="warn" title={t('deal.unattributed')} text={say(d.unattributed)} />}
          {mayPath && d.won && (
            <Panel title={t('path.title')} note={t('path.note')} flush>
              {d.path.length === 0 ? <EmptyState title={t('path.empty')} hint={t('path.emptyHint')} /> : <Path of={d} />}
            </Panel>
          )}
          {mayMoney && <Panel title={t('deal.payments')} flush><Matches of={d.payments} from="deal" /></Panel>}
          {mayMoney && <Documents title={t('documents.receivables')} of={d.receivables} open narrow />}
          {d.orders.length > 0 && <Documents title={t('documents.orders')} of={d.orders} narrow />}
        </div>
        <div className="stack">
          <Panel title={t('deal.about')}>
            <Facts
              rows={[
                [t('deal.account'), <Golden key="a" of={d.account} none={t('deal.noAccount')} />],
                [t('deal.buyer'), <Golden key="b" of={d.buyer} />],
                [t('deal.endCustomer'), <Golden key="e" of={d.end_customer} />],
                [t('deal.contract'), d.contract_no],
                [t('deal.signed'), day(d.signed_at)],
                [t('deal.stage'), d.stage],
                [t('profile.source'), <Source key="s" of={d.record} />],
              ]}
            />
          </Panel>
          <Stages of={d.stages} />
        </div>
      </div>
    </div>
  )
}
