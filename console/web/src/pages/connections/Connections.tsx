import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { connectionsQuery } from '../../api/queries'
import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Figures } from '../../ui/Panel'
import { PageHeader } from '../../ui/PageHeader'
import { useSystem } from '../../ui/Source'
import { EmptyState } from '../../ui/States'
import { Ago } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { Health } from './health'
import { OutcomeBar, OutcomeLegend, total } from './Outcomes'
import { VolumeBars } from './VolumeBars'

const dash = <span className="faint">–</span> // of a connection that reads nothing

/** Connections shows what is connected and how it moves, live. */
export default function Connections() {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const system = useSystem()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(connectionsQuery(ws))
  const add = may('connection.write') && (
    <Link to="/w/$workspace/connect" params={{ workspace: ws }}>
      <Button type="primary" icon={<PlusOutlined />}>{t('connections.add')}</Button>
    </Link>
  )
  const sum = (of: (c: Connection) => number) => count(data?.items.reduce((n, c) => n + of(c), 0))
  return (
    <div className="page">
      <PageHeader title={t('nav.connections')} note={t('connections.note')} actions={add} />
      {data && data.items.length > 0 && (
        <div style={{ marginBottom: 14 }}>
          <Figures
            of={[
              { label: t('connections.running'), value: `${data.items.filter((c) => c.health === 'ok').length} / ${data.items.length}` },
              { label: t('connections.settled'), value: sum((c) => total(c.settled)) },
              { label: t('connections.perMinute'), value: sum((c) => c.per_minute) },
              { label: t('connections.inFlight'), value: sum((c) => c.in_flight) },
              { label: t('connections.deadLetters'), value: sum((c) => c.dead_letters) },
            ]}
          />
        </div>
      )}
      <div className="panel table-panel">
        <DataTable<Connection>
          label={t('nav.connections')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(c) => c.id}
          onOpen={(c) => void navigate({ to: '/w/$workspace/connections/$connection', params: { workspace: ws, connection: c.id }, search: {} })}
          empty={<EmptyState title={t('connections.empty')} hint={t('connections.emptyHint')} action={add || undefined} />}
          columns={[
            {
              key: 'name', title: t('connections.connection'), width: 232, clip: true,
              cell: (c) => (
                <div className="two">
                  <Link to="/w/$workspace/connections/$connection" params={{ workspace: ws, connection: c.id }} search={{}} className="strong">{c.title || c.name}</Link>
                  <small className="clip">{system(c.connector)} · {c.name}</small>
                </div>
              ),
            },
            { key: 'health', title: t('connections.health'), width: 92, cell: (c) => <Health of={c.health} /> },
            { key: 'settled', title: t('connections.settled'), num: true, width: 92, cell: (c) => (c.streams.length ? count(total(c.settled)) : dash) },
            { key: 'bar', title: t('connections.became'), width: 116, cell: (c) => (c.streams.length ? <OutcomeBar of={c.settled} inFlight={c.in_flight} /> : dash) },
            { key: 'volume', title: t('connections.volume'), width: 176, cell: (c) => (c.streams.length ? <VolumeBars of={c.volume} silent={c.health === 'silent'} /> : dash) },
            { key: 'flight', title: t('connections.inFlight'), num: true, width: 96, cell: (c) => (c.streams.length ? count(c.in_flight) : dash) },
            {
              key: 'dead', title: t('connections.deadLetters'), num: true, width: 108,
              cell: (c) => !c.streams.length ? dash : c.dead_letters === 0 ? count(0) : (
                <Link to="/w/$workspace/dead-letters" params={{ workspace: ws }} search={{ connection: c.id }}>{count(c.dead_letters)}</Link>
              ),
            },
            { key: 'moved', title: t('connections.moved'), width: 104, cell: (c) => (c.streams.length ? <Ago at={c.last_moved_at} /> : dash) },
            {
              key: 'next', title: t('connections.next'), clip: true,
              cell: (c) => {
                if (!c.next_step) return <span className="faint">{t('connections.nothingToDo')}</span>
                const text = <span className="sentence" title={say(c.next_step)}>{say(c.next_step)}</span>
                return c.health === 'ok' && c.dead_letters > 0 ? <Link to="/w/$workspace/dead-letters" params={{ workspace: ws }} search={{ connection: c.id }}>{text}</Link> : text
              },
            },
          ]}
        />
        {data && data.items.length > 0 && <footer><OutcomeLegend /></footer>}
      </div>
    </div>
  )
}
