import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { jobsQuery } from '../../api/queries'
import type { Job } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { useStream } from './Comparisons'
import { JobState, Range, useResult } from './state'

/** Jobs lists replays, backfills and comparisons with how they stand. */
export default function Jobs() {
  const { t } = useSay()
  const ws = useWs()
  const title = useStream()
  const result = useResult()
  const navigate = useNavigate()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(jobsQuery(ws))
  return (
    <div className="page fill">
      <PageHeader title={t('nav.jobs')} note={t('jobs.note')} />
      <div className="panel table-panel">
        <DataTable<Job>
          label={t('nav.jobs')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(j) => j.id}
          onOpen={(j) => void navigate({ to: '/w/$workspace/jobs/$job', params: { workspace: ws, job: j.id } })}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={<EmptyState title={t('jobs.empty')} hint={t('jobs.emptyHint')} action={<Link to="/w/$workspace/connections" params={{ workspace: ws }}>{t('nav.connections')}</Link>} />}
          columns={[
            { key: 'kind', title: t('jobs.what'), width: 110, cell: (j) => <Link className="strong" to="/w/$workspace/jobs/$job" params={{ workspace: ws, job: j.id }}>{t(`jobs.kind.${j.kind}`)}</Link> },
            { key: 'where', title: t('jobs.where'), width: 210, clip: true, cell: (j) => <span title={title(j)}>{title(j)}</span> },
            { key: 'range', title: t('jobs.range'), width: 262, clip: true, cell: (j) => <Range from={j.from} to={j.to} /> },
            { key: 'status', title: t('jobs.state'), width: 100, cell: (j) => <JobState of={j} /> },
            { key: 'done', title: t('jobs.progress'), num: true, width: 120, cell: (j) => (j.total > 0 ? `${count(j.done)} / ${count(j.total)}` : <span className="faint">–</span>) },
            { key: 'result', title: t('jobs.result'), clip: true, cell: (j) => <span title={result(j)}>{result(j)}</span> },
            { key: 'at', title: t('jobs.ordered'), width: 140, cell: (j) => <Time at={j.created_at} /> },
          ]}
        />
      </div>
    </div>
  )
}
