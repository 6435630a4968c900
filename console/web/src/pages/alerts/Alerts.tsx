import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Segmented, Select } from 'antd'
import { alertKindsQuery } from '../../api/alertQueries'
import { alertsQuery, connectionsQuery } from '../../api/queries'
import type { Alert } from '../../api/types'
import { alertsSearch, severities } from '../../app/search'
import type { AlertsSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useNarrow } from '../../ui/useNarrow'
import { useMay, useWs } from '../../ui/useWs'
import { AlertRooms } from './AlertRooms'
import { AlertState, Do, SeverityTag, Where } from './parts'

/** Alerts lists what a person has to know, open ones first. */
export default function Alerts() {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const narrow = useNarrow()
  const search = useSearch({ from: '/w/$workspace/alerts' })
  const navigate = useNavigate()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(alertsQuery(ws, search))
  const { data: kinds } = useQuery(alertKindsQuery(ws))
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: may('connection.read') })
  const set = (change: Partial<{ [K in keyof AlertsSearch]: AlertsSearch[K] | undefined }>) => void navigate({ to: '.', search: alertsSearch({ ...search, ...change }) })
  const first = data?.pages[0]
  const rows = data?.pages.flatMap((p) => p.items)
  const filtered = !!(search.kind || search.severity || search.connection || search.mine || search.state)
  const more = hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined
  const empty = filtered
    ? <EmptyState title={t('alerts.none')} action={<Button size="small" onClick={() => void navigate({ to: '.', search: {} })}>{t('state.clear')}</Button>} />
    : <EmptyState title={t('alerts.empty')} hint={t('alerts.emptyHint')} />
  return (
    <div className={narrow ? 'page' : 'page fill'}>
      <PageHeader title={t('nav.alerts')} note={t('alerts.note')} />
      <AlertRooms />
      <div className="bar">
        <Segmented
          value={search.state ?? ''}
          options={[
            { value: '', label: t('letters.all') },
            { value: 'unseen', label: <>{t('alertCentre.unseen')}<span className="tab-count">{count(first?.unseen ?? 0)}</span></> },
            { value: 'open', label: <>{t('alerts.open')}<span className="tab-count">{count(first?.open ?? 0)}</span></> },
            { value: 'muted', label: t('alertCentre.muted') },
            { value: 'closed', label: t('alerts.closed') },
          ]}
          onChange={(s) => set({ state: (s || undefined) as AlertsSearch['state'] })}
        />
        <Select allowClear style={{ width: 170 }} aria-label={t('alerts.kind')} placeholder={t('alerts.kind')} value={search.kind} options={kinds?.items.map((k) => ({ value: k.kind, label: say(k.title) })) ?? []} onChange={(kind?: string) => set({ kind })} />
        <Select allowClear style={{ width: 120 }} aria-label={t('alerts.severity')} placeholder={t('alerts.severity')} value={search.severity} options={severities.map((s) => ({ value: s, label: t(`alertSeverity.${s}`) }))} onChange={(severity?: AlertsSearch['severity']) => set({ severity })} />
        {may('connection.read') && (
          <Select allowClear showSearch optionFilterProp="label" style={{ width: 190 }} aria-label={t('connections.connection')} placeholder={t('connections.connection')} value={search.connection} options={(connections?.items ?? []).map((c) => ({ value: c.id, label: c.title || c.name }))} onChange={(connection?: string) => set({ connection })} />
        )}
        {may('alert.read') && <Checkbox checked={!!search.mine} onChange={(e) => set({ mine: e.target.checked ? true : undefined })}>{t('alertCentre.onlyMine')}</Checkbox>}
      </div>
      {narrow ? <Cards rows={rows} error={error} retry={() => void refetch()} empty={empty} more={more} /> : (
        <div className="panel table-panel">
          <DataTable<Alert>
            label={t('nav.alerts')}
            rows={rows}
            error={error}
            onRetry={() => void refetch()}
            rowKey={(a) => a.id}
            top
            more={more}
            empty={empty}
            onOpen={(a) => void navigate({ to: '/w/$workspace/alerts/$alert', params: { workspace: ws, alert: a.id } })}
            columns={[
              { key: 'severity', title: t('alerts.severity'), width: 90, cell: (a) => <SeverityTag of={a} /> },
              {
                key: 'text', title: t('alerts.what'),
                cell: (a) => (
                  <div className="two">
                    <Link className="why" to="/w/$workspace/alerts/$alert" params={{ workspace: ws, alert: a.id }}>{say(a.text)}</Link>
                    <small>{say(a.kind_title)}{a.note && ` · ${a.note}`}</small>
                  </div>
                ),
              },
              { key: 'where', title: t('connections.connection'), width: 140, clip: true, cell: (a) => <Where of={a} /> },
              { key: 'at', title: t('alerts.since'), width: 145, cell: (a) => <div className="two"><Time at={a.first_at} /><small>{t('alerts.times', { n: count(a.count) })}</small></div> },
              { key: 'state', title: t('alerts.state'), width: 150, cell: (a) => <AlertState of={a} /> },
              { key: 'do', title: '', width: 170, cell: (a) => <Do with={a} /> },
            ]}
          />
        </div>
      )}
    </div>
  )
}

// On a phone an alert is a card, with buttons that a thumb finds.
function Cards({ rows, error, retry, empty, more }: { rows: Alert[] | undefined; error: unknown; retry: () => void; empty: React.ReactNode; more: { load: () => void; loading: boolean } | undefined }) {
  const { t, say } = useSay()
  const workspace = useWs()
  if (error && !rows) return <ErrorState error={error} onRetry={retry} />
  if (!rows) return <Bones />
  if (rows.length === 0) return <>{empty}</>
  return (
    <ul className="alert-cards">
      {rows.map((a) => (
        <li key={a.id}>
          <div className="row between"><SeverityTag of={a} /><span className="faint">{say(a.kind_title)}</span></div>
          <Link className="said" to="/w/$workspace/alerts/$alert" params={{ workspace, alert: a.id }}>{say(a.text)}</Link>
          <div className="row between"><small className="faint"><Time at={a.first_at} /> · {t('alerts.times', { n: count(a.count) })}</small><AlertState of={a} /></div>
          <Do with={a} />
        </li>
      ))}
      {more && <Button loading={more.loading} onClick={more.load}>{t('state.more')}</Button>}
    </ul>
  )
}
