import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { comparisonQuery, comparisonsQuery, connectionsQuery } from '../../api/queries'
import type { Comparison, Difference } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Figures } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { ReasonDialog } from '../../ui/ReasonDialog'

/** Comparisons shows what sources held against what the hub held. */
export default function Comparisons() {
  const { t } = useSay()
  const ws = useWs()
  const { show, id: open = '' } = useSearch({ from: '/w/$workspace/comparisons' })
  const navigate = useNavigate()
  const differing = show === 'differing'
  const go = (differing: boolean, id = '') => void navigate({ to: '.', search: { ...(differing && { show: 'differing' as const }), ...(id && { id }) } })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(comparisonsQuery(ws, differing))
  const title = useStream()
  return (
    <div className="page fill">
      <PageHeader
        title={t('nav.comparison')}
        note={t('comparison.note')}
        actions={<Segmented value={differing} onChange={(v) => go(v)} options={[{ value: false, label: t('comparison.all') }, { value: true, label: t('comparison.only') }]} />}
      />
      <div className="panel table-panel">
        <DataTable<Comparison>
          label={t('nav.comparison')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(c) => c.id}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={<EmptyState title={t('comparison.empty')} hint={t('comparison.emptyHint')} />}
          columns={[
            { key: 'stream', title: t('jobs.where'), clip: true, cell: (c) => <button type="button" className="link" onClick={() => go(differing, c.id)}>{title(c)}</button> },
            { key: 'window', title: t('comparison.window'), width: 310, cell: (c) => <span><Time at={c.from} /> – <Time at={c.to} /></span> },
            { key: 'source', title: t('comparison.source'), num: true, width: 110, cell: (c) => count(c.source_count) },
            { key: 'hub', title: t('comparison.hub'), num: true, width: 110, cell: (c) => count(c.hub_count) },
            { key: 'n', title: t('comparison.differences'), num: true, width: 110, cell: (c) => count(c.missing_hub + c.missing_source + c.different) },
            { key: 'result', title: t('comparison.result'), width: 110, cell: (c) => <Tag tone={c.equal ? 'good' : 'bad'} dot>{t(c.equal ? 'comparison.equal' : 'comparison.differs')}</Tag> },
            { key: 'at', title: t('comparison.at'), width: 150, cell: (c) => <Time at={c.at} /> },
          ]}
        />
      </div>
      <Drawer destroyOnHidden open={open !== ''} onClose={() => go(differing)} size={760} title={t('nav.comparison')}>
        {open && <One id={open} />}
      </Drawer>
    </div>
  )
}

/** useStream names connection and stream of a comparison or job as pages do. */
export function useStream() {
  const { say } = useSay()
  const ws = useWs()
  const { data } = useQuery(connectionsQuery(ws))
  return (x: { connection: string; connection_name: string; stream: string }) => {
    const c = data?.items.find((y) => y.id === x.connection)
    const stream = say(c?.streams.find((s) => s.name === x.stream)?.title) || x.stream
    return [c?.title || x.connection_name, stream].filter(Boolean).join(' · ')
  }
}

/** One is a comparison with its differences. */
function One({ id }: { id: string }) {
  const { t } = useSay()
  const ws = useWs()
  const may = useMay()
  const [repairing, repair] = useState(false)
  const navigate = useNavigate()
  const title = useStream()
  const { data: c, error, refetch } = useQuery(comparisonQuery(ws, id))
  if (!c) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />
  const kinds = ['missing_hub', 'missing_source', 'different', 'dead', 'left_out'] as const
  return (
    <div className="stack">
      <Facts
        rows={[
          [t('jobs.where'), title(c)],
          [t('comparison.window'), <span key="w"><Time at={c.from} /> – <Time at={c.to} /></span>],
          [t('comparison.source'), <span key="s">{count(c.source_count)} <span className="faint mono">{c.source_hash}</span></span>],
          [t('comparison.hub'), <span key="h">{count(c.hub_count)} <span className="faint mono">{c.hub_hash}</span></span>],
        ]}
      />
      <Figures of={kinds.map((k) => ({ label: t(`comparison.${k}`), value: count(c[k]) }))} />
      {c.checked_again > 0 && <p className="faint">{t('comparison.checkedAgain', { n: count(c.checked_again) })}</p>}
      {!c.equal && may('pipeline.write') && <div><Button onClick={() => repair(true)}>{t('comparison.repair')}</Button></div>}
      <DataTable<Difference>
        label={t('comparison.differences')}
        rows={c.differences ?? []}
        rowKey={(d) => d.what + d.key}
        empty={<EmptyState title={t('comparison.none')} />}
        columns={[
          { key: 'what', title: t('comparison.what'), width: 120, cell: (d) => t(`comparison.${d.what}`) },
          { key: 'key', title: t('comparison.key'), clip: true, cell: (d) => <Link to="/w/$workspace/records/$connection/$stream/$" params={{ workspace: ws, connection: c.connection_name, stream: c.stream, _splat: d.key }}>{d.key}</Link> },
          { key: 'versions', title: t('comparison.versions'), clip: true, cell: (d) => <span className="mono faint" title={`${d.source_version} / ${d.hub_version}`}>{d.source_version || '–'} / {d.hub_version || '–'}</span> },
          { key: 'code', title: t('comparison.code'), width: 140, clip: true, cell: (d) => <code>{d.code}</code> },
        ]}
      />
      {repairing && (
        <ReasonDialog
          title={t('comparison.repair')}
          ok={t('comparison.repair')}
          text={<p>{t('comparison.repairAsk')}</p>}
          work={(reason) => take(api.POST('/api/v1/comparisons/{id}/repair', { params: { path: { id } }, body: { reason } }))}
          done={(j) => void navigate({ to: '/w/$workspace/jobs/$job', params: { workspace: ws, job: j.id } })}
          onClose={() => repair(false)}
        />
      )}
    </div>
  )
}
