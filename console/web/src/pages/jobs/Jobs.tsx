import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, take } from '../../api/client'
import { jobsQuery } from '../../api/queries'
import type { Job } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { useStream } from './Comparisons'
import { useReason } from './useReason'

const tones = { waiting: 'plain', running: 'accent', done: 'good', failed: 'bad', cancelled: 'warn' } as const

/** Jobs lists replays, backfills and comparisons with how they stand. */
export default function Jobs() {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const queries = useQueryClient()
  const ask = useReason()
  const title = useStream()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(jobsQuery(ws))
  const again = () => queries.invalidateQueries({ queryKey: [ws, 'connections', 'jobs'] })
  const cancel = (j: Job) =>
    ask(t('jobs.cancel'), t('jobs.cancelAsk'), async (reason) => {
      await take(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id: j.id } }, body: { reason } }))
      await again()
    })
  const apply = (j: Job) =>
    ask(t('jobs.apply'), t('jobs.applyAsk'), async (reason) => {
      await take(api.POST('/api/v1/replays/{id}/apply', { params: { path: { id: j.id } }, body: { reason } }))
      await again()
    })
  const result = (j: Job) => {
    if (j.message && j.status !== 'done') return <span title={j.detail}>{say(j.message)}</span>
    if (j.again) return t('jobs.again', { looked: count(j.again.looked), changed: count(j.again.changed), new: count(j.again.new), dropped: count(j.again.dropped), failed: count(j.again.failed) })
    if (j.windows) return t('jobs.windows', { windows: count(j.windows.windows), records: count(j.windows.records) })
    if (j.compared) return t('jobs.compared', { equal: count(j.compared.equal), differing: count(j.compared.differing) })
    return null
  }
  const buttons = (j: Job) => {
    if (!may('pipeline.write')) return null
    if (j.status === 'waiting' || j.status === 'running') return <Button size="small" disabled={j.stopping} onClick={() => cancel(j)}>{t(j.stopping ? 'jobs.stopping' : 'jobs.cancel')}</Button>
    const changes = j.again && j.again.changed + j.again.new + j.again.dropped + j.again.failed > 0
    return j.kind === 'shadow' && j.status === 'done' && changes ? <Button size="small" onClick={() => apply(j)}>{t('jobs.apply')}</Button> : null
  }
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
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={<EmptyState title={t('jobs.empty')} hint={t('jobs.emptyHint')} />}
          columns={[
            { key: 'kind', title: t('jobs.what'), width: 110, cell: (j) => t(`jobs.kind.${j.kind}`) },
            { key: 'where', title: t('jobs.where'), width: 220, clip: true, cell: (j) => title(j) },
            { key: 'range', title: t('jobs.range'), width: 290, cell: (j) => (j.from || j.to) ? <span>{j.from && <Time at={j.from} />} – {j.to && <Time at={j.to} />}</span> : <span className="faint">–</span> },
            { key: 'status', title: t('jobs.state'), width: 100, cell: (j) => <Tag tone={tones[j.status]} dot>{t(`jobs.status.${j.status}`)}</Tag> },
            { key: 'done', title: t('jobs.progress'), num: true, width: 110, cell: (j) => `${count(j.done)} / ${count(j.total)}` },
            { key: 'result', title: t('jobs.result'), clip: true, cell: (j) => result(j) },
            { key: 'at', title: t('jobs.ordered'), width: 150, cell: (j) => <Time at={j.created_at} /> },
            { key: 'do', title: '', width: 90, cell: (j) => buttons(j) },
          ]}
        />
      </div>
    </div>
  )
}
