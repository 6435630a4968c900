import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Input, Segmented, Select } from 'antd'
import { useRef } from 'react'
import { api, take } from '../api/client'
import { messageOf } from '../api/problem'
import { alertsQuery } from '../api/queries'
import type { Alert } from '../api/types'
import { alertKinds, alertsSearch } from '../app/search'
import type { AlertsSearch } from '../app/search'
import { useSay } from '../i18n/useSay'
import { count } from '../lib/number'
import { DataTable } from '../ui/DataTable'
import { PageHeader } from '../ui/PageHeader'
import { EmptyState } from '../ui/States'
import { Tag } from '../ui/Tag'
import { Time } from '../ui/Time'
import { useMay, useWs } from '../ui/useWs'

const tones = { critical: 'bad', warning: 'warn', info: 'plain' } as const

/** Alerts lists what a person has to know, open ones first. */
export default function Alerts() {
  const { t, say } = useSay()
  const ws = useWs()
  const search = useSearch({ from: '/w/$workspace/alerts' })
  const navigate = useNavigate()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(alertsQuery(ws, search))
  const set = (change: Partial<AlertsSearch>) => void navigate({ to: '.', search: alertsSearch({ ...search, ...change }) })
  const open = data?.pages[0]?.open ?? 0
  return (
    <div className="page fill">
      <PageHeader title={t('nav.alerts')} note={t('alerts.note')} />
      <div className="bar">
        <Segmented
          value={search.state ?? ''}
          options={[{ value: '', label: t('letters.all') }, { value: 'open', label: <>{t('alerts.open')}<span className="tab-count">{count(open)}</span></> }, { value: 'closed', label: t('alerts.closed') }]}
          onChange={(s) => set({ state: (s || undefined) as AlertsSearch['state'] })}
        />
        <Select
          allowClear
          style={{ width: 200 }}
          aria-label={t('alerts.kind')}
          placeholder={t('alerts.kind')}
          value={search.kind}
          options={alertKinds.map((k) => ({ value: k, label: t(`alertKind.${k}`) }))}
          onChange={(kind: AlertsSearch['kind']) => set({ kind })}
        />
      </div>
      <div className="panel table-panel">
        <DataTable<Alert>
          label={t('nav.alerts')}
          rows={data?.pages.flatMap((p) => p.items)}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(a) => a.id}
          top
          more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
          empty={search.kind || search.state === 'closed'
            ? <EmptyState title={t('alerts.none')} action={<Button size="small" onClick={() => set({ state: undefined, kind: undefined })}>{t('state.clear')}</Button>} />
            : <EmptyState title={t('alerts.empty')} hint={t('alerts.emptyHint')} />}
          columns={[
            { key: 'severity', title: t('alerts.severity'), width: 96, cell: (a) => <Tag tone={a.state === 'closed' ? 'plain' : tones[a.severity]} dot={a.state !== 'closed'}>{t(`alertSeverity.${a.severity}`)}</Tag> },
            {
              key: 'text', title: t('alerts.what'),
              cell: (a) => (
                <div className="two">
                  <span className="why">{say(a.text)}</span>
                  <small>{say(a.kind_title)}{a.note && ` · ${a.note}`}</small>
                </div>
              ),
            },
            { key: 'where', title: t('connections.connection'), width: 150, clip: true, cell: (a) => <Where of={a} /> },
            { key: 'at', title: t('alerts.since'), width: 150, cell: (a) => <div className="two"><Time at={a.first_at} /><small>{t('alerts.times', { n: count(a.count) })}</small></div> },
            { key: 'state', title: t('alerts.state'), width: 110, cell: (a) => t(`alertState.${a.state}`) },
            { key: 'do', title: '', width: 150, cell: (a) => <Do with={a} /> },
          ]}
        />
      </div>
    </div>
  )
}

function Where({ of: a }: { of: Alert }) {
  const { t } = useSay()
  const workspace = useWs()
  const may = useMay()
  if (!a.connection) return <span className="faint">{t('alerts.hub')}</span>
  const name = a.connection_name ?? a.connection
  if (a.kind === 'dead_letters' && may('pipeline.read')) {
    const code = typeof a.detail?.code === 'string' ? { code: a.detail.code } : {}
    return <Link to="/w/$workspace/dead-letters" params={{ workspace }} search={{ connection: a.connection, ...code }}>{name}</Link>
  }
  return may('connection.read') ? <Link to="/w/$workspace/connections/$connection" params={{ workspace, connection: a.connection }} search={{}}>{name}</Link> : <span>{name}</span>
}

function Do({ with: a }: { with: Alert }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const mayWrite = useMay()('alert.write')
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const text = useRef('')
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'connections', 'alerts'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  }
  const ack = useMutation({ mutationFn: () => take(api.POST('/api/v1/alerts/{id}/acknowledge', { params: { path: { id: a.id } }, body: {} })), ...options })
  const close = useMutation({ mutationFn: (reason: string) => take(api.POST('/api/v1/alerts/{id}/close', { params: { path: { id: a.id } }, body: { reason } })), ...options })
  if (!mayWrite || a.state === 'closed') return null
  const askClose = () => {
    text.current = ''
    void modal.confirm({
      title: t('alerts.askClose'),
      content: <Input autoFocus maxLength={500} aria-label={t('letters.reason')} placeholder={t('letters.reason')} onChange={(e) => (text.current = e.target.value.trim())} />,
      okText: t('alerts.close'),
      cancelText: t('letters.cancel'),
      onOk: async () => {
        if (!text.current) {
          void message.warning(t('letters.reasonNeeded'))
          throw new Error('no reason')
        }
        await close.mutateAsync(text.current).catch(() => undefined)
      },
    })
  }
  return (
    <span className="row">
      {a.state === 'open' && <Button size="small" loading={ack.isPending} onClick={() => ack.mutate()}>{t('alerts.acknowledge')}</Button>}
      <Button size="small" onClick={askClose}>{t('alerts.close')}</Button>
    </span>
  )
}
