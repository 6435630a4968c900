import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { connectionsQuery, jobQuery, replaysQuery } from '../../api/queries'
import type { Job } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { Again } from './Again'
import { useStream } from './Comparisons'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { changes, isOpen, JobState, Range } from './state'
import { Compared, Windows } from './Windows'

/** JobPage shows one job: how far it is, what it found, who ordered it and why, and what can be done. */
export default function JobPage() {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const title = useStream()
  const { job: id } = useParams({ from: '/w/$workspace/jobs/$job' })
  const [asking, setAsking] = useState<'apply' | 'cancel' | null>(null)
  const { data: j, error, refetch } = useQuery(jobQuery(ws, id))
  const { data: connections } = useQuery(connectionsQuery(ws))
  const { data: replays } = useQuery({ ...replaysQuery(ws, j?.connection ?? ''), enabled: j?.kind === 'shadow' })
  const crumbs = <Link to="/w/$workspace/jobs" params={{ workspace: ws }}>{t('nav.jobs')}</Link>
  if (!j) return <div className="page"><PageHeader title={t('nav.jobs')} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const open = (to: Job) => void navigate({ to: '/w/$workspace/jobs/$job', params: { workspace: ws, job: to.id } })
  const there = connections?.items.some((c) => c.id === j.connection)
  const applied = replays?.items.find((r) => r.shadow === j.id && r.status !== 'cancelled' && r.status !== 'failed')
  const again = async () => {
    setAsking(null)
    try {
      const next = await take(api.POST('/api/v1/replays', { body: { connection: j.connection, ...(j.stream && { stream: j.stream }), ...(j.from && { from: j.from }), ...(j.to && { to: j.to }), reason: j.reason } }))
      await queries.invalidateQueries({ queryKey: [ws, 'connections', 'jobs'] })
      open(next)
    } catch (e) {
      void message.error(messageOf(e, lang, t).text)
    }
  }
  const name = `${t(`jobs.kind.${j.kind}`)} · ${title(j)}`
  return (
    <div className="page">
      <PageHeader
        name={name}
        crumbs={crumbs}
        title={<>{name} <JobState of={j} /></>}
        note={t(`jobs.about.${j.kind}`)}
        actions={may('pipeline.write') && (
          <>
            {isOpen(j) && <Button disabled={j.stopping} onClick={() => setAsking('cancel')}>{t('jobs.cancelDots')}</Button>}
            {j.kind === 'shadow' && !isOpen(j) && there && <Button onClick={() => void again()}>{t('jobs.previewAgain')}</Button>}
            {j.kind === 'shadow' && j.status === 'done' && changes(j) > 0 && !applied && <Button type="primary" onClick={() => setAsking('apply')}>{t('jobs.applyDots')}</Button>}
          </>
        )}
      />
      <div className="stack">
        <Told of={j} applied={applied} onOpen={open} />
        <Panel>
          <Progress of={j} />
          <Facts
            columns
            rows={[
              [t('jobs.where'), there ? <Link key="c" to="/w/$workspace/connections/$connection" params={{ workspace: ws, connection: j.connection }}>{title(j)}</Link> : title(j)],
              [t('jobs.ordered'), <span key="o"><Time at={j.created_at} /> <Who of={j.created_by} /></span>],
              [t(j.kind === 'shadow' || j.kind === 'replay' ? 'jobs.received' : 'jobs.range'), <Range key="r" from={j.from} to={j.to} />],
              [t('reading.reason'), j.reason || (j.scheduled ? t('jobs.scheduled') : '')],
              [t('jobs.started'), <Time key="s" at={j.started_at} seconds />],
              [t('jobs.ended'), <Time key="e" at={j.ended_at} seconds />],
              ...(j.kind === 'backfill' ? [
                [t('order.window'), j.window_seconds ? t('jobs.hours', { n: count(j.window_seconds / 3600) }) : ''],
                [t('order.past'), t(j.history ? 'order.yes' : 'order.no')],
              ] as [string, string][] : []),
              ...(j.shadow ? [[t('jobs.kind.shadow'), <Link key="p" to="/w/$workspace/jobs/$job" params={{ workspace: ws, job: j.shadow }}>{t('jobs.see')}</Link>]] as [string, React.ReactNode][] : []),
            ]}
          />
        </Panel>
        {j.again && <Again of={j} again={j.again} />}
        {j.windows && <Windows of={j.windows} job={j} running={isOpen(j)} />}
        {j.compared && <Compared of={j.compared} />}
      </div>
      {asking === 'cancel' && (
        <ReasonDialog
          title={t('jobs.cancelTitle')} ok={t('jobs.cancel')} danger text={<p>{t(`jobs.cancelAsk.${j.kind}`)}</p>}
          work={(reason) => take(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } }, body: { reason } }))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'apply' && (
        <ReasonDialog
          title={t('jobs.applyTitle')} ok={t('jobs.apply')} text={<><p>{t('jobs.applyAsk', { n: count(changes(j)) })}</p><p className="faint">{t('jobs.applyNote')}</p></>}
          work={(reason) => take(api.POST('/api/v1/replays/{id}/apply', { params: { path: { id } }, body: { reason } }))}
          done={open}
          wayOn={(code) => code === 'mapping_changed' && <Button type="primary" style={{ marginTop: 8 }} onClick={() => void again()}>{t('jobs.previewAgain')}</Button>}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

// Who names the one that ordered a job.
function Who({ of }: { of: string }) {
  const { word } = useSay()
  const [kind = '', who = ''] = of.split(':')
  return <span title={of}>{word('actor', kind)} <span className="faint mono">{who.slice(0, 8)}</span></span>
}

// Progress tells how far a job has come.
function Progress({ of: j }: { of: Job }) {
  const { t } = useSay()
  if (!isOpen(j) || j.total === 0) return null
  return (
    <div className="row" style={{ marginBottom: 12 }}>
      <progress max={j.total} value={j.done} aria-label={t('jobs.progress')} />
      <span className="faint">{count(j.done)} / {count(j.total)}</span>
    </div>
  )
}

// Told says what a person should know first.
function Told({ of: j, applied, onOpen }: { of: Job; applied: Job | undefined; onOpen: (j: Job) => void }) {
  const { t, say } = useSay()
  if (j.message) return <Notice tone={j.status === 'failed' ? 'bad' : 'warn'} title={say(j.message)} text={<>{j.detail} <code>{j.code}</code></>} />
  if (j.status === 'waiting' && (j.kind === 'backfill' || j.kind === 'compare')) return <Notice tone="info" title={t('jobs.waits')} />
  if (applied) return <Notice tone="info" title={t(applied.status === 'done' ? 'jobs.applied' : 'jobs.applying')} action={<Button size="small" onClick={() => onOpen(applied)}>{t('jobs.seeReplay')}</Button>} />
  if (j.kind !== 'shadow' || j.status !== 'done') return null
  if (changes(j) === 0) return <Notice tone="good" title={t('jobs.nothing')} />
  return <Notice tone="info" title={t('jobs.written', { n: count(changes(j)) })} text={t('jobs.writtenNote')} />
}
