import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { approvalQuery } from '../../api/approvals'
import type { Approval } from '../../api/types'
import { deadLettersSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { ApprovalState } from './ApprovalState'
import { Change } from './Change'
import { Decide } from './Decide'

/** ApprovalPage shows what would change, who wants it and why, and lets a second person decide. */
export default function ApprovalPage() {
  const { t, say } = useSay()
  const ws = useWs()
  const { approval } = useParams({ from: '/w/$workspace/approvals/$approval' })
  const { data: a, error, refetch } = useQuery(approvalQuery(ws, approval))
  const crumbs = <Link to="/w/$workspace/approvals" params={{ workspace: ws }}>{t('nav.approvals')}</Link>
  if (!a) {
    return (
      <div className="page">
        <PageHeader title={t('nav.approvals')} crumbs={crumbs} />
        <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div>
      </div>
    )
  }
  return (
    <div className="page">
      <PageHeader title={<><span className="sentence">{say(a.title)}</span><ApprovalState of={a} /></>} name={say(a.title)} crumbs={crumbs} />
      <div className="split approval">
        <div className="stack">
          <Panel title={t('approvals.change')} note={<Look at={a} />}><Change diff={a.diff} /></Panel>
        </div>
        <div className="stack">
          <Decide of={a} />
          <Panel title={t('approvals.facts')}>
            <Facts rows={[
              ...(a.object_name ? [[t('approvals.object'), a.object_name] as [string, React.ReactNode]] : []),
              [t('approvals.by'), a.proposed_by],
              [t('approvals.reason'), a.reason],
              [t('approvals.kind'), say(a.kind_name)],
              [t('approvals.proposedAt'), <Time key="at" at={a.proposed_at} />],
              ...(a.status === 'waiting' ? [[t('approvals.until'), <Time key="until" at={a.expires_at} />] as [string, React.ReactNode]] : []),
            ]}
            />
          </Panel>
          {a.decided_by && <Decision of={a} />}
        </div>
      </div>
    </div>
  )
}

function Decision({ of: a }: { of: Approval }) {
  const { t, say } = useSay()
  const by = a.decided_by ?? ''
  return (
    <Panel title={t('approvals.decision')}>
      <Facts rows={[
        [t('approvals.decidedBy'), a.for ? t('approvals.forWhom', { by, other: a.for }) : by],
        [t('approvals.because'), a.because],
        [t('approvals.closedAt'), <Time key="closed" at={a.closed_at} />],
        ...(a.applied_at ? [[t('approvals.appliedAt'), <Time key="applied" at={a.applied_at} />] as [string, React.ReactNode]] : []),
        ...(a.message ? [[t('approvals.failedWhy'), say(a.message)] as [string, React.ReactNode]] : []),
      ]}
      />
    </Panel>
  )
}

/** Look leads to what the proposal is about, where there is a page for it. */
function Look({ at: a }: { at: Approval }) {
  const { t } = useSay()
  const workspace = useWs()
  const may = useMay()
  if (a.kind !== 'dlq.discard' || a.status !== 'waiting' || !may('pipeline.read')) return null
  const of = (name: string) => {
    const to = (a.diff[name] as { to?: unknown } | undefined)?.to
    return typeof to === 'string' ? to : ''
  }
  const search = deadLettersSearch({ connection: of('connection'), stream: of('stream'), code: of('code'), kind: of('letter_kind') })
  return <Link to="/w/$workspace/dead-letters" params={{ workspace }} search={search}>{t('approvals.lookLetters')}</Link>
}
