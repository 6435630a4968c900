import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { alertKindsQuery, alertMessagesQuery, alertRoutesQuery } from '../../api/alertQueries'
import { api, take } from '../../api/client'
import { connectionsQuery } from '../../api/queries'
import type { AlertChannel, AlertRoute } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Panel } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useMay, useWs } from '../../ui/useWs'
import { Told } from './AlertPage'
import { AlertRooms } from './AlertRooms'
import { RouteDialog } from './RouteDialog'
import { useSaved } from './useSaved'

/** Routes says who is told what by which channel, and what became of the messages. */
export default function Routes() {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const write = may('alert.write')
  const { data, error, refetch } = useQuery(alertRoutesQuery(ws))
  const { data: messages } = useQuery(alertMessagesQuery(ws))
  const { data: kinds } = useQuery(alertKindsQuery(ws))
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: may('connection.read') })
  const [editing, edit] = useState<{ route?: AlertRoute; at: number }>()
  const [testing, test] = useState<AlertChannel>()
  const save = useSaved([ws, 'alert-routes'], (v: { routes: AlertRoute[]; not_default: string[] }) => take(api.PUT('/api/v1/alert-routes', { body: { ...v, version: data?.made.version ?? 0 } })))
  const setOwner = useSaved([ws, 'alert-routes'], (v: { connection: string; owner: string }) => take(api.PUT('/api/v1/connections/{id}/owner', { params: { path: { id: v.connection } }, body: { owner: v.owner } })))
  if (error && !data) return <div className="page"><PageHeader title={t('alertCentre.routes')} /><ErrorState error={error} onRetry={() => void refetch()} /></div>
  if (!data) return <div className="page"><PageHeader title={t('alertCentre.routes')} /><Bones /></div>
  const put = (change: Partial<{ routes: AlertRoute[]; not_default: string[] }>) => save.mutate({ routes: data.routes, not_default: data.not_default, ...change })
  const channel = new Map(data.channels.map((c) => [c.id, c.title || c.name]))
  const person = new Map(data.people.map((p) => [p.id, p.name]))
  const kind = new Map((kinds?.items ?? []).map((k) => [k.kind, say(k.title)]))
  const connection = new Map((connections?.items ?? []).map((c) => [c.id, c.title || c.name]))
  const replaced = (at: number, r?: AlertRoute) => {
    const routes = [...data.routes]
    if (r) routes.splice(at, at < routes.length ? 1 : 0, r)
    else routes.splice(at, 1)
    put({ routes })
    edit(undefined)
  }
  return (
    <div className="page">
      <PageHeader title={t('alertCentre.routes')} note={t('alertRoutes.note')} actions={write && <Button type="primary" icon={<PlusOutlined />} onClick={() => edit({ at: data.routes.length })}>{t('alertRoutes.add')}</Button>} />
      <AlertRooms />
      <div className="stack">
        <Panel title={t('alertRoutes.channels')} note={t('alertRoutes.channelsNote')} flush>
          <DataTable<AlertChannel>
            label={t('alertRoutes.channels')}
            rows={data.channels}
            rowKey={(c) => c.id}
            empty={<EmptyState title={t('alertRoutes.noChannel')} hint={t('alertRoutes.noChannelHint')} action={may('connection.write') && <Link to="/w/$workspace/connect" params={{ workspace: ws }}>{t('alertRoutes.connect')}</Link>} />}
            columns={[
              { key: 'name', title: t('alertRoutes.channel'), cell: (c) => <Link to="/w/$workspace/connections/$connection" params={{ workspace: ws, connection: c.id }} search={{}}>{c.title || c.name}</Link> },
              { key: 'to', title: t('alertRoutes.reaches'), width: 190, cell: (c) => (c.group ? t('alertCentre.group') : t(`via.${c.via ?? 'email'}`)) },
              { key: 'waiting', title: t('alertRoutes.waiting'), num: true, width: 110, cell: (c) => count(c.waiting) },
              { key: 'on', title: t('alerts.state'), width: 110, cell: (c) => <Tag tone={c.on ? 'good' : 'warn'} dot>{t(c.on ? 'alertRoutes.isOn' : 'alertRoutes.isOff')}</Tag> },
              { key: 'default', title: t('alertRoutes.default'), width: 110, cell: (c) => <Switch size="small" checked={c.default} disabled={!write} aria-label={`${t('alertRoutes.default')} ${c.name}`} onChange={(on) => put({ not_default: on ? data.not_default.filter((x) => x !== c.id) : [...data.not_default, c.id] })} /> },
              { key: 'do', title: '', width: 130, cell: (c) => write && <Button size="small" disabled={!c.on} onClick={() => test(c)}>{t('alertRoutes.test')}</Button> },
            ]}
          />
        </Panel>
        <Panel title={t('alertRoutes.routes')} note={t('alertRoutes.routesNote')} flush>
          <DataTable<AlertRoute>
            label={t('alertRoutes.routes')}
            rows={data.routes}
            rowKey={(r) => String(data.routes.indexOf(r))}
            empty={<EmptyState title={t('alertRoutes.none')} hint={t('alertRoutes.noneHint')} />}
            columns={[
              { key: 'who', title: t('alertRoutes.who'), width: 180, cell: (r) => (r.person ? person.get(r.person) ?? t('alertCentre.somebody') : r.role ? t(`role.${r.role as 'it'}`) : t('alertCentre.group')) },
              { key: 'severity', title: t('alertRoutes.from'), width: 120, cell: (r) => (r.severity ? t('alertRoutes.atLeast', { severity: t(`alertSeverity.${r.severity}`) }) : t('alertRoutes.any')) },
              { key: 'kinds', title: t('alertRoutes.kinds'), cell: (r) => (r.kinds?.length ? r.kinds.map((k) => kind.get(k) ?? k).join(t('alertRoutes.comma')) : t('alertRoutes.any')) },
              { key: 'connection', title: t('connections.connection'), width: 160, clip: true, cell: (r) => (r.connection ? connection.get(r.connection) ?? r.connection : t('alertRoutes.any')) },
              { key: 'channel', title: t('alertRoutes.by'), width: 160, clip: true, cell: (r) => (r.channel ? channel.get(r.channel) ?? r.channel : t('alertRoutes.defaults')) },
              { key: 'do', title: '', width: 90, cell: (r) => write && <Button size="small" onClick={() => edit({ route: r, at: data.routes.indexOf(r) })}>{t('alertRules.edit')}</Button> },
            ]}
          />
        </Panel>
        <Panel title={t('alertRoutes.owners')} note={t('alertRoutes.ownersNote')} flush>
          <DataTable
            label={t('alertRoutes.owners')}
            rows={data.owners.filter((o) => !channel.has(o.connection))}
            rowKey={(o) => o.connection}
            empty={<EmptyState title={t('alertRoutes.noConnection')} />}
            columns={[
              { key: 'name', title: t('connections.connection'), cell: (o) => o.name },
              {
                key: 'owner', title: t('alertRoutes.owner'), width: 260,
                cell: (o) => (
                  <Select
                    allowClear size="small" style={{ width: 220 }} disabled={!may('connection.write')} aria-label={`${t('alertRoutes.owner')} ${o.name}`} placeholder={t('alertRoutes.nobody')}
                    value={o.owner} options={data.people.filter((p) => p.id.startsWith('user:')).map((p) => ({ value: p.id, label: p.name }))}
                    onChange={(owner?: string) => setOwner.mutate({ connection: o.connection, owner: owner?.slice('user:'.length) ?? '' })}
                  />
                ),
              },
            ]}
          />
        </Panel>
        <Panel title={t('alertRoutes.sent')} note={t('alertRoutes.sentNote')} flush>
          {!messages ? <Bones rows={3} /> : messages.items.length === 0 ? <EmptyState title={t('alertRoutes.noneSent')} hint={t('alertRoutes.noneSentHint')} /> : <Told messages={messages.items.slice(0, 30)} />}
        </Panel>
      </div>
      {editing && <RouteDialog key={editing.at} route={editing.route} page={data} onClose={() => edit(undefined)} onSave={(r) => replaced(editing.at, r)} onRemove={editing.route ? () => replaced(editing.at) : undefined} />}
      {testing && <TestDialog channel={testing} people={data.people.filter((p) => p.via.includes(testing.via ?? 'email'))} onClose={() => test(undefined)} />}
    </div>
  )
}

function TestDialog({ channel: c, people, onClose }: { channel: AlertChannel; people: { id: string; name: string }[]; onClose: () => void }) {
  const { t } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [person, choose] = useState<string>()
  const send = useSaved([ws, 'alert-messages'], () => take(api.POST('/api/v1/alert-messages', { body: { channel: c.id, ...(person ? { person } : {}) } })))
  return (
    <Modal
      open title={t('alertRoutes.testTitle', { name: c.title || c.name })} onCancel={onClose} okText={t('alertRoutes.send')} cancelText={t('letters.cancel')}
      okButtonProps={{ disabled: !c.group && !person, loading: send.isPending }}
      onOk={() => send.mutate(undefined, { onSuccess: () => { onClose(); void queries.invalidateQueries({ queryKey: [ws, 'alert-messages'] }) } })}
    >
      <div className="stack" style={{ gap: 10 }}>
        <p className="soft">{t(c.group ? 'alertRoutes.testGroup' : 'alertRoutes.testPerson')}</p>
        {!c.group && <Select showSearch optionFilterProp="label" aria-label={t('alertRoutes.who')} placeholder={people.length === 0 ? t('alertRoutes.nobodyThere') : t('alertRoutes.who')} options={people.map((p) => ({ value: p.id, label: p.name }))} onChange={choose} />}
      </div>
    </Modal>
  )
}
