import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { comparisonQuery } from '../../api/queries'
import type { Comparison, Job, WindowRead } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { useStream } from './Comparisons'

/** Windows lists the latest windows of a backfill with how they stand. */
export function Windows({ of, job: j, running }: { of: NonNullable<Job['windows']>; job: Job; running: boolean }) {
  const { t } = useSay()
  const title = useStream()
  return (
    <Panel title={t('jobs.windowsTitle')} note={t('jobs.windows', { windows: count(of.windows), records: count(of.records) })} footer={of.list.length >= 50 ? t('jobs.windowsLatest') : undefined} flush>
      <DataTable<WindowRead>
        tight
        label={t('jobs.windowsTitle')}
        rows={of.list}
        rowKey={(w) => w.stream + w.from}
        empty={<EmptyState title={t('jobs.noWindows')} />}
        columns={[
          { key: 'stream', title: t('connection.stream'), clip: true, cell: (w) => title({ ...j, stream: w.stream }) },
          { key: 'window', title: t('comparison.window'), width: 320, cell: (w) => <span><Time at={w.from} /> – <Time at={w.to} /></span> },
          { key: 'n', title: t('jobs.records'), num: true, width: 120, cell: (w) => count(w.records) },
          { key: 'state', title: t('jobs.state'), width: 120, cell: (w) => <Tag tone={w.done_at ? 'good' : running ? 'accent' : 'plain'} dot>{t(w.done_at ? 'jobs.window.done' : running ? 'jobs.window.reading' : 'jobs.window.open')}</Tag> },
          { key: 'at', title: t('jobs.ended'), width: 170, cell: (w) => <Time at={w.done_at} seconds /> },
        ]}
      />
    </Panel>
  )
}

/** Compared lists the comparisons that a job has made. */
export function Compared({ of }: { of: NonNullable<Job['compared']> }) {
  const { t } = useSay()
  const ws = useWs()
  const title = useStream()
  const found = useQueries({ queries: of.comparisons.map((id) => comparisonQuery(ws, id)) })
  const error = found.find((f) => f.error)?.error
  const rows = found.every((f) => f.data) ? found.map((f) => f.data as Comparison) : undefined
  return (
    <Panel title={t('jobs.comparedTitle')} note={t('jobs.compared', { equal: count(of.equal), differing: count(of.differing) })} footer={of.unable.length > 0 ? t('jobs.unable', { streams: of.unable.join('、') }) : undefined} flush>
      <DataTable<Comparison>
        tight
        label={t('jobs.comparedTitle')}
        rows={rows}
        error={error}
        onRetry={() => found.forEach((f) => void f.refetch())}
        rowKey={(c) => c.id}
        empty={<EmptyState title={t('comparison.empty')} />}
        columns={[
          { key: 'stream', title: t('jobs.where'), clip: true, cell: (c) => <Link to="/w/$workspace/comparisons" params={{ workspace: ws }} search={{ id: c.id }}>{title(c)}</Link> },
          { key: 'source', title: t('comparison.source'), num: true, width: 120, cell: (c) => count(c.source_count) },
          { key: 'hub', title: t('comparison.hub'), num: true, width: 120, cell: (c) => count(c.hub_count) },
          { key: 'n', title: t('comparison.differences'), num: true, width: 120, cell: (c) => count(c.missing_hub + c.missing_source + c.different) },
          { key: 'result', title: t('comparison.result'), width: 120, cell: (c) => <Tag tone={c.equal ? 'good' : 'bad'} dot>{t(c.equal ? 'comparison.equal' : 'comparison.differs')}</Tag> },
        ]}
      />
    </Panel>
  )
}
