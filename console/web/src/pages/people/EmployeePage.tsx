import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { api, take } from '../../api/client'
import { employeeQuery } from '../../api/people'
import type { HandoverRow, Period } from '../../api/people'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { HandoverDialog } from './HandoverDialog'
import { Owned } from './Owned'
import { AccountState, EmployeeState, codesOf } from './state'

type Asking = 'handover' | 'close' | 'reopen' | { undo: HandoverRow }

/** EmployeePage shows one employee, what they own, and lets them go. */
export default function EmployeePage() {
  const { t } = useSay()
  const ws = useWs()
  const may = useMay()('people.write')
  const { employee: id } = useParams({ from: '/w/$workspace/employees/$employee' })
  const { data, error, refetch } = useQuery(employeeQuery(ws, id))
  const [asking, ask] = useState<Asking>()
  if (error && !data) return <div className="page"><ErrorState error={error} onRetry={() => void refetch()} /></div>
  if (!data) return <div className="page"><Bones /></div>
  const { employee: e, access } = data
  const path = { params: { path: { id: e.id } } }
  const close = () => ask(undefined)
  const open = data.owned.filter((c) => c.given).reduce((n, c) => n + c.open, 0)
  return (
    <div className="page">
      <PageHeader
        title={<span className="row">{e.name || e.number} <EmployeeState of={e} /></span>}
        name={e.name || e.number}
        crumbs={<Link to="/w/$workspace/employees" params={{ workspace: ws }}>{t('nav.employees')}</Link>}
        note={[e.number, e.unit_name, e.left_on && t('people.leftOn', { day: e.left_on })].filter(Boolean).join(' · ')}
        actions={may && (
          <>
            {access.linked && (access.open
              ? <Button danger disabled={access.last_admin} title={access.last_admin ? t('people.lastAdmin') : undefined} onClick={() => ask('close')}>{t('people.closeAccess')}</Button>
              : <Button onClick={() => ask('reopen')}>{t('people.reopenAccess')}</Button>)}
            <Button type="primary" onClick={() => ask('handover')}>{t('people.handOver')}</Button>
          </>
        )}
      />
      <div className="stack">
        {e.status === 'left' && open > 0 && <Notice tone="warn" title={t('people.leftWithOpen', { n: count(open) })} text={t('people.leftWithOpenNote')} />}
        <div className="split even">
          <Panel title={t('people.who')}>
            <Facts rows={[
              [t('people.number'), <span key="n" className="mono">{e.number}</span>],
              [t('people.unit'), e.unit_name],
              [t('people.manager'), e.manager ? <Link key="m" to="/w/$workspace/employees/$employee" params={{ workspace: ws, employee: e.manager }}>{e.manager_name}</Link> : ''],
              [t('people.mobile'), e.mobile],
              [t('people.email'), e.email],
              [t('people.codes'), <span key="c" className="mono">{codesOf(e)}</span>],
            ]} />
          </Panel>
          <Panel title={t('people.access')}>
            <Facts rows={[
              [t('people.account'), <AccountState key="a" of={e} />],
              [t('people.letIn'), access.linked ? <Tag key="l" tone={access.open ? 'good' : 'plain'} dot>{t(access.open ? 'people.isOpen' : 'people.isClosed')}</Tag> : ''],
              [t('people.sessions'), access.linked ? count(access.sessions) : ''],
              [t('people.keys'), access.linked ? count(access.keys) : ''],
              [t('people.closedAt'), access.closed_at ? <Time key="t" at={access.closed_at} seconds /> : ''],
            ]} />
          </Panel>
        </div>
        <Owned id={e.id} />
        {data.handovers.length > 0 && (
          <Panel title={t('people.handovers')} note={t('people.handoversNote')}>
            <div className="stack">{data.handovers.map((h) => <Handed key={h.id} of={h} undo={may && !h.undone_at ? () => ask({ undo: h }) : undefined} />)}</div>
          </Panel>
        )}
        {data.history.length > 0 && (
          <Panel title={t('people.history')} note={t('people.historyNote')}>
            <Facts rows={[...data.history].reverse().map((p) => [<Time key="f" at={p.from} />, <Stood key="s" of={p} />])} />
          </Panel>
        )}
      </div>
      {asking === 'handover' && <HandoverDialog of={e} columns={data.owned} onClose={close} />}
      {asking === 'close' && (
        <ReasonDialog title={t('people.closeAccess')} ok={t('people.closeAccess')} danger text={<p>{t('people.closeNote')}</p>} onClose={close}
          work={(reason) => take(api.POST('/api/v1/employees/{id}/access/close', { ...path, body: { reason } }))} />
      )}
      {asking === 'reopen' && (
        <ReasonDialog title={t('people.reopenAccess')} ok={t('people.reopenAccess')} text={<p>{t('people.reopenNote')}</p>} onClose={close}
          work={(reason) => take(api.POST('/api/v1/employees/{id}/access/reopen', { ...path, body: { reason } }))} />
      )}
      {typeof asking === 'object' && (
        <ReasonDialog title={t('people.undo')} ok={t('people.undo')} danger text={<p>{t('people.undoNote', { n: count(asking.undo.items), name: asking.undo.gets_name })}</p>} onClose={close}
          work={(reason) => take(api.POST('/api/v1/handovers/{id}/undo', { params: { path: { id: asking.undo.id } }, body: { reason } }))} />
      )}
    </div>
  )
}

function Handed({ of: h, undo }: { of: HandoverRow; undo: (() => void) | undefined }) {
  const { t } = useSay()
  return (
    <div className="stack" data-handover={h.id}>
      <div className="row wrap">
        <Time at={h.at} />
        <b>{t('people.gave', { n: count(h.items), name: h.gets_name })}</b>
        <span className="soft">{h.reason}</span>
        {undo && <Button size="small" onClick={undo}>{t('people.undo')}</Button>}
      </div>
      {h.undone_at && <Undone of={h} at={<Time at={h.undone_at} />} />}
    </div>
  )
}

function Undone({ of: h, at }: { of: HandoverRow; at: ReactNode }) {
  const { t } = useSay()
  return (
    <>
      <div className="row wrap"><Tag>{t('people.undone')}</Tag>{at}<span>{t('people.restored', { n: count(h.restored) })}</span><span className="soft">{h.undo_reason}</span></div>
      {h.left.length > 0 && (
        <Notice tone="warn" title={t('people.leftAsIs', { n: count(h.left.length) })} text={h.left.slice(0, 20).map((i) => `${i.label}（${t(`people.why.${i.why === 'gone' ? 'gone' : 'changed'}`)}）`).join('  ')} />
      )}
    </>
  )
}

function Stood({ of: p }: { of: Period }) {
  const { t } = useSay()
  return <span>{[p.unit_name, p.manager_name && t('people.under', { name: p.manager_name }), t(`people.status.${p.status}`)].filter(Boolean).join(' · ')}</span>
}
