import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { connectionsQuery, deadLettersQuery } from '../api/queries'
import type { DeadLettersSearch } from '../app/search'
import { useSay } from '../i18n/useSay'
import { PageHeader } from '../ui/PageHeader'
import { EmptyState } from '../ui/States'
import { useWs } from '../ui/useWs'
import { Letters } from './Letters'

/** DeadLetters lists records and values that could not be taken in; nothing beside them was lost. */
export default function DeadLetters() {
  const { t } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/dead-letters' })
  const navigate = useNavigate()
  const { data: connections } = useQuery(connectionsQuery(ws))
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deadLettersQuery(ws, search))
  const set = (change: Partial<DeadLettersSearch>) => {
    const n = { ...search, ...change }
    void navigate({ to: '.', search: { ...(n.connection && { connection: n.connection }), ...(n.kind && { kind: n.kind }) } })
  }
  return (
    <div className="page fill">
      <PageHeader title={t('nav.deadLetters')} note={t('letters.note')} />
      <div className="bar">
        <Select
          allowClear
          style={{ width: 240 }}
          aria-label={t('connections.connection')}
          placeholder={t('letters.allConnections')}
          value={search.connection}
          options={(connections?.items ?? []).map((c) => ({ value: c.id, label: c.title || c.name }))}
          onChange={(connection?: string) => set({ connection })}
        />
        <Segmented
          value={search.kind ?? ''}
          options={[{ value: '', label: t('letters.all') }, { value: 'record', label: t('letters.record') }, { value: 'value', label: t('letters.value') }]}
          onChange={(k) => set({ kind: (k || undefined) as DeadLettersSearch['kind'] })}
        />
      </div>
      <div className="panel table-panel">
        <Letters
          rows={data?.pages.flatMap((p) => p.items)}
          table={{
            error,
            onRetry: () => void refetch(),
            more: hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined,
            empty: <EmptyState title={t('letters.empty')} hint={t('letters.emptyHint')} />,
          }}
        />
      </div>
    </div>
  )
}
