import { useInfiniteQuery } from '@tanstack/react-query'
import { trailQuery } from '../api/queries'
import type { AuditEntry } from '../api/types'
import { useSay } from '../i18n/useSay'
import { DataTable } from '../ui/DataTable'
import { PageHeader } from '../ui/PageHeader'
import { EmptyState } from '../ui/States'
import { Time } from '../ui/Time'
import { useWs } from '../ui/useWs'

/** Trail lists who changed what. */
export default function Trail() {
  const { t, word } = useSay()
  const ws = useWs()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(trailQuery(ws))
  return (
    <div className="page fill">
      <PageHeader title={t('nav.audit')} note={t('trail.note')} />
      <div className="panel table-panel">
        <DataTable<AuditEntry>
          label={t('nav.audit')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(a) => String(a.seq)}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={<EmptyState title={t('trail.empty')} />}
          columns={[
            { key: 'at', title: t('trail.at'), width: 160, cell: (a) => <Time at={a.at} seconds /> },
            { key: 'actor', title: t('trail.actor'), width: 200, clip: true, cell: (a) => <span title={a.actor_id}>{word('actor', a.actor_kind)} <span className="faint mono">{a.actor_id.slice(0, 8)}</span></span> },
            { key: 'action', title: t('trail.action'), width: 200, clip: true, cell: (a) => <span title={a.action}>{word('auditAction', a.action)}</span> },
            { key: 'object', title: t('trail.object'), clip: true, cell: (a) => <span title={a.object_id}>{word('auditObject', a.object_kind)} <span className="faint mono">{shorten(a.object_id)}</span></span> },
            { key: 'reason', title: t('trail.reason'), clip: true, cell: (a) => word('auditReason', a.reason) || <span className="faint">–</span> },
          ]}
        />
      </div>
    </div>
  )
}

// Ids are cut to their beginning; that of "no connection" is left out.
function shorten(id: string): string {
  return id
    .replaceAll('00000000-0000-0000-0000-000000000000/', '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => uuid.slice(0, 8))
    .replace(/[0-9a-f]{64}/g, (hash) => hash.slice(0, 8))
}
