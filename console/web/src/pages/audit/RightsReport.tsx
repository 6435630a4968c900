import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { rightsQuery } from '../../api/audit'
import type { RightsConflict, RightsKey, RightsPerson } from '../../api/audit'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'

/** RightsReport says who may do what as of a day, and which of it conflicts. */
export function RightsReport() {
  const { t, say, word } = useSay()
  const ws = useWs()
  const [asOf, setAsOf] = useState('')
  const { data: r, error, refetch } = useQuery(rightsQuery(ws, asOf))
  const table = new Map(r?.conflicts.map((c) => [c.id, c]) ?? [])
  const roles = (of: string[]) => of.map((x) => word('role', x)).join('、')
  const by = (name: string, ref: string) => name || ref.replace(/^system:/, `${word('actor', 'system')} · `).replace(/^(user|key):(.{8}).*/, (_, k: string, id: string) => `${word('actor', k)} · ${id}`)
  return (
    <div className="stack">
      <div className="bar">
        <span className="soft">{t('rights.asOf')}</span>
        <Input type="date" style={{ width: 160 }} aria-label={t('rights.asOf')} value={asOf} onChange={(e) => setAsOf(e.target.value)} />
        {r && <span className="rest">{t('rights.reckoned', { at: dateTime(r.as_of, true) })}</span>}
      </div>
      <Panel title={t('rights.persons')} flush>
        <DataTable<RightsPerson>
          label={t('rights.persons')}
          rows={r?.persons}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(p) => p.account}
          empty={<EmptyState title={t('rights.nobody')} />}
          columns={[
            { key: 'who', title: t('rights.who'), width: 210, clip: true, cell: (p) => <span title={p.account}><b className="strong">{p.name || p.account.slice(0, 8)}</b> <small className="faint">{p.sign_in}</small>{p.disabled && <Tag tone="warn">{t('rights.disabled')}</Tag>}</span> },
            { key: 'roles', title: t('rights.roles'), width: 200, clip: true, cell: (p) => <span title={roles(p.roles)}>{roles(p.roles)}</span> },
            { key: 'since', title: t('rights.since'), width: 140, cell: (p) => dateTime(p.since) },
            { key: 'by', title: t('rights.by'), width: 150, clip: true, cell: (p) => <span title={p.by}>{by(p.by_name, p.by)}</span> },
            { key: 'conflicts', title: t('rights.conflicts'), cell: (p) => <Conflicts ids={p.conflicts} table={table} /> },
          ]}
        />
      </Panel>
      <Panel title={t('rights.keys')} flush>
        <DataTable<RightsKey>
          label={t('rights.keys')}
          rows={r?.keys}
          rowKey={(k) => k.id}
          empty={<EmptyState title={t('rights.noKeys')} />}
          columns={[
            { key: 'who', title: t('rights.key'), width: 210, clip: true, cell: (k) => <span title={k.id}><b className="strong">{k.name}</b> <small className="faint mono">…{k.last4}</small></span> },
            { key: 'roles', title: t('rights.roles'), width: 200, clip: true, cell: (k) => <span title={k.scopes.join(' ')}>{roles(k.roles)}{k.scopes.length > 0 && <span className="faint"> · {t('rights.scopes', { n: k.scopes.length })}</span>}</span> },
            { key: 'since', title: t('rights.since'), width: 140, cell: (k) => dateTime(k.since) },
            { key: 'until', title: t('rights.until'), width: 150, cell: (k) => (k.expires_at ? dateTime(k.expires_at) : <span className="faint">{t('rights.noEnd')}</span>) },
            { key: 'conflicts', title: t('rights.conflicts'), cell: (k) => <Conflicts ids={k.conflicts} table={table} /> },
          ]}
        />
      </Panel>
      <Panel title={t('rights.table')} note={t('rights.tableNote')} flush>
        <DataTable<RightsConflict>
          label={t('rights.table')}
          rows={r?.conflicts}
          rowKey={(c) => c.id}
          empty={<EmptyState title={t('rights.nobody')} />}
          columns={[
            { key: 'name', title: t('rights.conflict'), width: 230, cell: (c) => <b className="strong">{say(c.name)}</b> },
            { key: 'why', title: t('rights.why'), clip: true, cell: (c) => <span title={say(c.why)}>{say(c.why)}</span> },
            { key: 'guarded', title: t('rights.guard'), width: 170, cell: (c) => <Tag tone={c.guarded ? 'good' : 'warn'}>{t(c.guarded ? 'rights.guarded' : 'rights.unguarded')}</Tag> },
          ]}
        />
      </Panel>
    </div>
  )
}

// Those that nothing else keeps apart stand first and by name, the others are counted.
function Conflicts({ ids, table }: { ids: string[]; table: Map<string, RightsConflict> }) {
  const { t, say } = useSay()
  const of = ids.flatMap((id) => table.get(id) ?? [])
  const open = of.filter((c) => !c.guarded)
  const guarded = of.length - open.length
  if (of.length === 0) return <span className="faint">–</span>
  return (
    <span className="row wrap">
      {open.map((c) => <span key={c.id} title={say(c.why)}><Tag tone="warn">{say(c.name)}</Tag></span>)}
      {guarded > 0 && <span className="faint" title={of.filter((c) => c.guarded).map((c) => say(c.name)).join('、')}>{t('rights.guardedCount', { n: guarded })}</span>}
    </span>
  )
}
