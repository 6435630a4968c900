import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { facetsQuery, trailQuery } from '../../api/audit'
import type { AuditEntry } from '../../api/types'
import type { AuditSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { EntryDrawer } from './EntryDrawer'
import { actorName, shorten } from './words'

/** Entries lists the trail, narrowed by who, what, on what and when. */
export function Entries() {
  const { t, word } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/audit' })
  const navigate = useNavigate()
  const { data: facets } = useQuery(facetsQuery(ws))
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(trailQuery(ws, search))
  const set = (change: Partial<AuditSearch>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, v]) => v !== undefined && v !== ''))
    void navigate({ to: '.', search: next })
  }
  const narrowed = [search.actor, search.action, search.object, search.id, search.from, search.to].some((v) => v !== undefined)
  return (
    <>
      <div className="bar wrap">
        <Select
          allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: 210 }} placeholder={t('audit.anyActor')} value={search.actor ?? null} aria-label={t('trail.actor')}
          options={facets?.actors.map((a) => ({ value: a.id, label: actorName(a.kind, a.id, a.name, word) })) ?? []} onChange={(actor) => set({ actor: actor ?? undefined })}
        />
        <Select
          allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: 200 }} placeholder={t('audit.anyAction')} value={search.action ?? null} aria-label={t('trail.action')}
          options={facets?.actions.map((a) => ({ value: a, label: word('auditAction', a) })) ?? []} onChange={(action) => set({ action: action ?? undefined })}
        />
        <Select
          allowClear style={{ width: 150 }} placeholder={t('audit.anyObject')} value={search.object ?? null} aria-label={t('trail.object')}
          options={facets?.object_kinds.map((o) => ({ value: o, label: word('auditObject', o) })) ?? []} onChange={(object) => set({ object: object ?? undefined })}
        />
        <Input type="date" style={{ width: 150 }} aria-label={t('audit.from')} value={search.from ?? ''} onChange={(e) => set({ from: e.target.value })} />
        <span className="faint">–</span>
        <Input type="date" style={{ width: 150 }} aria-label={t('audit.to')} value={search.to ?? ''} onChange={(e) => set({ to: e.target.value })} />
        {narrowed && <Button type="link" onClick={() => void navigate({ to: '.', search: {} })}>{t('state.clear')}</Button>}
      </div>
      <div className="panel table-panel">
        <DataTable<AuditEntry>
          label={t('nav.audit')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(a) => String(a.seq)}
          onOpen={(a) => set({ entry: a.seq })}
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={<EmptyState title={t(narrowed ? 'audit.none' : 'trail.empty')} />}
          columns={[
            { key: 'at', title: t('trail.at'), width: 160, cell: (a) => <button type="button" className="link" onClick={() => set({ entry: a.seq })}><Time at={a.at} seconds /></button> },
            { key: 'actor', title: t('trail.actor'), width: 190, clip: true, cell: (a) => <span title={a.actor_id}>{actorName(a.actor_kind, a.actor_id, a.actor_name, word)}</span> },
            { key: 'action', title: t('trail.action'), width: 200, clip: true, cell: (a) => <span title={a.action}>{word('auditAction', a.action)}</span> },
            { key: 'object', title: t('trail.object'), clip: true, cell: (a) => <span title={a.object_id}>{word('auditObject', a.object_kind)} <span className="faint mono">{shorten(a.object_id)}</span></span> },
            { key: 'reason', title: t('trail.reason'), clip: true, cell: (a) => word('auditReason', a.reason) || <span className="faint">–</span> },
          ]}
        />
      </div>
      {search.entry !== undefined && <EntryDrawer seq={search.entry} onClose={() => set({ entry: undefined })} />}
    </>
  )
}
