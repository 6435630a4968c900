import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { approvalsQuery, waitingApprovalsQuery } from '../../api/approvals'
import type { Approval } from '../../api/types'
import { approvalBoxes, approvalsSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Ago, Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { ApprovalState } from './ApprovalState'
import { Delegations } from './Delegations'

/** Approvals is the inbox of what needs a second person. */
export default function Approvals() {
  const { t } = useSay()
  const ws = useWs()
  const may = useMay()
  const search = useSearch({ from: '/w/$workspace/approvals' })
  const navigate = useNavigate()
  const [handing, hand] = useState(false)
  const box = search.box ?? 'waiting'
  const { data: waiting } = useQuery(waitingApprovalsQuery(ws))
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(approvalsQuery(ws, box))
  const rows = data?.pages.flatMap((p) => p.items)
  return (
    <div className="page approvals">
      <PageHeader
        title={t('nav.approvals')}
        note={t('approvals.note')}
        actions={may('approval.mapping.apply') && <Button onClick={() => hand(true)}>{t('approvals.delegate')}</Button>}
      />
      <div className="bar">
        <Segmented
          value={box}
          options={approvalBoxes.map((b) => ({ value: b, label: <>{t(`approvals.box.${b}`)}{b === 'waiting' && waiting && <span className="tab-count">{count(waiting.waiting)}</span>}</> }))}
          onChange={(b) => void navigate({ to: '.', search: approvalsSearch({ box: b }) })}
        />
      </div>
      <div className="panel">
        {error && !rows ? <ErrorState error={error} onRetry={() => void refetch()} /> : rows === undefined ? <Bones /> : rows.length === 0
          ? <EmptyState title={t(`approvals.empty.${box}`)} hint={t(`approvals.emptyHint.${box}`)} />
          : <ul className="inbox" aria-label={t('nav.approvals')}>{rows.map((a) => <Row key={a.id} of={a} />)}</ul>}
        {hasNextPage && <div className="more"><Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('state.more')}</Button></div>}
      </div>
      {handing && <Delegations onClose={() => hand(false)} />}
    </div>
  )
}

function Row({ of: a }: { of: Approval }) {
  const { t, say } = useSay()
  const workspace = useWs()
  return (
    <li>
      <Link to="/w/$workspace/approvals/$approval" params={{ workspace, approval: a.id }}>
        <span className="what">
          <b className="sentence">{say(a.title)}</b>
          <small>{a.reason}</small>
        </span>
        <span className="whom"><small>{t('approvals.by')}</small>{a.proposed_by}<small><Ago at={a.proposed_at} /></small></span>
        <span className="until">{a.status === 'waiting' ? <><small>{t('approvals.until')}</small><Time at={a.expires_at} /></> : <><small>{t('approvals.closedAt')}</small><Time at={a.closed_at ?? a.expires_at} /></>}</span>
        <ApprovalState of={a} />
      </Link>
    </li>
  )
}
