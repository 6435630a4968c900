import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { conflictsQuery, employeesQuery, unitsQuery } from '../../api/people'
import type { EmployeeRow, OrgUnit, PeopleConflict } from '../../api/people'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'
import { AccountState, EmployeeState, codesOf } from './state'

/** Employees lists who works here, the organisation, and what contradicts itself. */
export default function Employees() {
  const { t } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/employees' })
  const navigate = useNavigate()
  const { data: conflicts } = useQuery(conflictsQuery(ws))
  const open = conflicts?.items.length ?? 0
  const tab = search.tab ?? 'list'
  const go = (tab: 'list' | 'units' | 'conflicts') => void navigate({ to: '.', search: tab === 'list' ? {} : { tab } })
  return (
    <div className="page fill">
      <PageHeader title={t('nav.employees')} note={t('people.note')} />
      {open > 0 && tab !== 'conflicts' && (
        <Notice tone="warn" title={t('people.conflicts', { n: open })} text={t('people.conflictsNote')} action={<Button size="small" onClick={() => go('conflicts')}>{t('people.look')}</Button>} />
      )}
      <div className="bar">
        <Segmented
          value={tab}
          options={(['list', 'units', 'conflicts'] as const).map((value) => ({ value, label: t(`people.tab.${value}`) }))}
          onChange={go}
        />
      </div>
      {tab === 'list' ? <List /> : tab === 'units' ? <Units /> : <Conflicts rows={conflicts?.items} />}
    </div>
  )
}

function List() {
  const { t } = useSay()
  const ws = useWs()
  const { text, status, unit } = useSearch({ from: '/w/$workspace/employees' })
  const navigate = useNavigate()
  const { data: units } = useQuery(unitsQuery(ws))
  const filter = { ...(text && { text }), ...(status && { status }), ...(unit && { unit }) }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(employeesQuery(ws, filter))
  const set = (change: { text?: string; status?: EmployeeRow['status'] | undefined; unit?: string | undefined }) => {
    const next = { ...filter, ...change }
    void navigate({ to: '.', search: Object.fromEntries(Object.entries(next).filter(([, v]) => v)) })
  }
  return (
    <div className="panel table-panel">
      <div className="panel-bar">
        <div className="row wrap">
          <Input.Search key={text} defaultValue={text} allowClear style={{ width: 240 }} placeholder={t('people.search')} onSearch={(v) => set({ text: v.trim() })} />
          <Select
            allowClear style={{ width: 130 }} value={status ?? null} placeholder={t('people.anyStatus')} onChange={(v) => set({ status: v ?? undefined })}
            options={(['active', 'on_leave', 'left'] as const).map((value) => ({ value, label: t(`people.status.${value}`) }))}
          />
          <Select
            allowClear showSearch optionFilterProp="label" style={{ width: 200 }} value={unit ?? null} placeholder={t('people.anyUnit')} onChange={(v) => set({ unit: v ?? undefined })}
            options={(units?.items ?? []).map((u) => ({ value: u.id, label: u.name }))}
          />
        </div>
      </div>
      <DataTable<EmployeeRow>
        label={t('nav.employees')}
        rows={data?.pages.flatMap((p) => p.items)}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(e) => e.id}
        onOpen={(e) => void navigate({ to: '/w/$workspace/employees/$employee', params: { workspace: ws, employee: e.id } })}
        more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
        empty={<EmptyState title={t('people.empty')} hint={t('people.emptyHint')} action={<Link to="/w/$workspace/connections" params={{ workspace: ws }}>{t('nav.connections')}</Link>} />}
        columns={[
          {
            key: 'name', title: t('people.name'), width: 170, clip: true,
            cell: (e) => (
              <div className="two">
                <Link className="strong" to="/w/$workspace/employees/$employee" params={{ workspace: ws, employee: e.id }}>{e.name || e.number}</Link>
                <small className="mono">{e.number}</small>
              </div>
            ),
          },
          { key: 'unit', title: t('people.unit'), width: 150, clip: true, cell: (e) => e.unit_name || <span className="faint">–</span> },
          { key: 'manager', title: t('people.manager'), width: 110, clip: true, cell: (e) => e.manager_name || <span className="faint">–</span> },
          { key: 'status', title: t('people.state'), width: 100, cell: (e) => <EmployeeState of={e} /> },
          { key: 'account', title: t('people.account'), width: 190, clip: true, cell: (e) => <AccountState of={e} /> },
          { key: 'codes', title: t('people.codes'), clip: true, cell: (e) => <span className="mono" title={codesOf(e)}>{codesOf(e) || '–'}</span> },
        ]}
      />
    </div>
  )
}

function Units() {
  const { t } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(unitsQuery(ws))
  return (
    <div className="panel table-panel">
      <DataTable<OrgUnit>
        label={t('people.tab.units')}
        rows={data && nested(data.items)}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(u) => u.id}
        empty={<EmptyState title={t('people.noUnits')} hint={t('people.emptyHint')} />}
        columns={[
          {
            key: 'name', title: t('people.unit'),
            cell: (u) => <Link className="strong" style={{ paddingLeft: u.depth * 22 }} to="/w/$workspace/employees" params={{ workspace: ws }} search={{ unit: u.id }}>{u.name || u.code}</Link>,
          },
          { key: 'kind', title: t('people.kind'), width: 160, cell: (u) => u.kind ? <Tag>{t(`people.unitKind.${u.kind}`)}</Tag> : <span className="faint">–</span> },
          { key: 'code', title: t('people.code'), width: 200, cell: (u) => <span className="mono">{u.code}</span> },
        ]}
      />
    </div>
  )
}

/** nested puts every unit right behind the one above it. */
function nested(all: OrgUnit[], parent = ''): OrgUnit[] {
  return all.filter((u) => (u.parent ?? '') === parent).flatMap((u) => [u, ...nested(all, u.id)])
}

function Conflicts({ rows }: { rows: PeopleConflict[] | undefined }) {
  const { t } = useSay()
  return (
    <div className="panel table-panel">
      <DataTable<PeopleConflict>
        label={t('people.tab.conflicts')}
        rows={rows}
        rowKey={(c) => `${c.reason} ${c.identifier} ${c.records.join(' ')}`}
        empty={<EmptyState title={t('people.noConflicts')} hint={t('people.noConflictsHint')} />}
        columns={[
          { key: 'what', title: t('people.what'), width: 380, cell: (c) => t(`people.reason.${c.reason}`) },
          { key: 'id', title: t('people.identifier'), width: 220, clip: true, cell: (c) => <span className="mono" title={c.identifier}>{c.identifier}</span> },
          { key: 'records', title: t('people.records'), clip: true, cell: (c) => <span className="mono" title={c.records.join('\n')}>{c.records.join('  ')}</span> },
        ]}
      />
    </div>
  )
}
