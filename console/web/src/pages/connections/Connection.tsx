import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { connectionQuery, connectorsQuery } from '../../api/queries'
import type { CheckResult } from '../../api/types'
import type { ConnectionSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, ErrorState } from '../../ui/States'
import { useMay, useWs } from '../../ui/useWs'
import type { Order } from '../jobs/order'
import { OrderDialog } from '../jobs/OrderDialog'
import { Checked } from './Checked'
import { Files } from './Files'
import { Health } from './health'
import { Positions } from './Positions'
import { Progress } from './Progress'
import { Settings } from './Settings'
import { Strips } from './Strips'
import { TestMessage } from './TestMessage'

const verbs = ['replay', 'backfill', 'compare'] as const

/** ConnectionPage shows one connection: how it moves, its files, its settings. */
export default function ConnectionPage() {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const { connection: id } = useParams({ from: '/w/$workspace/connections/$connection' })
  const { tab = 'progress' } = useSearch({ from: '/w/$workspace/connections/$connection' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: c, error, refetch } = useQuery(connectionQuery(ws, id))
  const { data: connectors } = useQuery(connectorsQuery(ws))
  const [order, setOrder] = useState<Order | null>(null)
  const [checked, setChecked] = useState<CheckResult | null>(null)
  const [testing, setTesting] = useState(false)
  const failed = (e: unknown) => void message.error(messageOf(e, lang, t).text)
  const check = useMutation({
    mutationFn: () => take(api.POST('/api/v1/connections/{id}/check', { params: { path: { id } } })),
    onSuccess: setChecked,
    onError: failed,
  })
  const turn = useMutation({
    mutationFn: (verb: 'pause' | 'resume') =>
      take(verb === 'pause' ? api.POST('/api/v1/connections/{id}/pause', { params: { path: { id } } }) : api.POST('/api/v1/connections/{id}/resume', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'connections'] }),
    onError: failed,
  })
  if (!c) return <div className="page"><PageHeader title={t('nav.connections')} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const kind = connectors?.items.find((x) => x.name === c.connector)
  const running = c.status === 'enabled'
  const streams = c.streams.length > 0
  const tabs = [
    ...(streams ? [{ key: 'progress', label: t('connection.progress'), children: <Progress of={c} /> }] : []),
    ...(kind?.takes_files ? [{ key: 'files', label: t('connection.files'), children: <Files of={c} kind={kind} /> }] : []),
    ...(c.streams.some((s) => !s.push) && may('pipeline.read') ? [{ key: 'position', label: t('reading.positions'), children: <Positions of={c} /> }] : []),
    { key: 'settings', label: t('connection.settings'), children: kind ? <Settings of={c} kind={kind} /> : <Bones /> },
  ]
  return (
    <div className="page">
      <PageHeader
        name={c.title || c.name}
        title={<>{c.title || c.name}<Health of={c.health} /></>}
        crumbs={<Link to="/w/$workspace/connections" params={{ workspace: ws }}>{t('nav.connections')}</Link>}
        note={`${kind ? say(kind.title) : c.connector} · ${c.name}${kind ? ' · ' + say(kind.summary) : ''}`}
        actions={<>
          {streams && may('pipeline.write') && verbs.map((verb) => <Button key={verb} onClick={() => setOrder({ verb })}>{t(`order.verb.${verb}`)}</Button>)}
          {kind?.notifies && may('alert.write') && <Button disabled={!running} onClick={() => setTesting(true)}>{t('testMessage.open')}</Button>}
          {may('connection.write') && (<>
            <Button loading={check.isPending} onClick={() => check.mutate()}>{t('connection.check')}</Button>
            <Button type={running ? 'default' : 'primary'} loading={turn.isPending} onClick={() => turn.mutate(running ? 'pause' : 'resume')}>
              {running ? t('connection.pause') : t('connection.resume')}
            </Button>
          </>)}
        </>}
      />
      {testing && <TestMessage of={c} onClose={() => setTesting(false)} />}
      {checked && <Checked result={checked} onClose={() => setChecked(null)} />}
      <Strips of={c} order={may('pipeline.write') ? setOrder : undefined} />
      {order && <OrderDialog of={c} order={order} onClose={() => setOrder(null)} />}
      <Tabs
        destroyOnHidden
        activeKey={tabs.some((x) => x.key === tab) ? tab : tabs[0]?.key ?? 'settings'}
        items={tabs}
        onChange={(key) => void navigate({ to: '.', search: key === 'progress' ? {} : { tab: key as NonNullable<ConnectionSearch['tab']> } })}
      />
    </div>
  )
}
