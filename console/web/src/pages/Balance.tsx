import { useQuery } from '@tanstack/react-query'
import { balanceQuery, connectionsQuery } from '../api/queries'
import type { Refused, StreamCount } from '../api/types'
import { useSay } from '../i18n/useSay'
import { count } from '../lib/number'
import { DataTable } from '../ui/DataTable'
import { PageHeader } from '../ui/PageHeader'
import { Figures, Panel } from '../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../ui/States'
import { Tag } from '../ui/Tag'
import { useSystem } from '../ui/Source'
import { useWs } from '../ui/useWs'

/** Balance shows that every record that came in ended in exactly one place. */
export default function Balance() {
  const { t, say, word } = useSay()
  const ws = useWs()
  const system = useSystem()
  const { data: b, error, refetch } = useQuery(balanceQuery(ws))
  const { data: connections } = useQuery(connectionsQuery(ws))
  const known = (s: StreamCount) => connections?.items.find((c) => c.id === s.connection)
  const stream = (s: StreamCount) => say(known(s)?.streams.find((x) => x.name === s.stream)?.title) || s.stream
  const rows = b?.streams.toSorted((x, y) => x.connection_name.localeCompare(y.connection_name) || x.stream.localeCompare(y.stream))
  const n = (value: number) => <span className={value === 0 ? 'faint' : undefined}>{count(value)}</span>
  return (
    <div className="page">
      <PageHeader
        name={t('nav.balance')}
        title={<>{t('nav.balance')}{b && <Tag tone={b.balanced ? 'good' : 'bad'} dot>{t(b.balanced ? 'balance.yes' : 'balance.no')}</Tag>}</>}
        note={t('balance.note')}
      />
      {!b && <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div>}
      {b && (
        <div className="stack">
          <Figures
            of={[
              { label: t('balance.accepted'), value: count(b.totals.accepted) },
              { label: word('outcome', 'applied'), value: count(b.totals.settled.applied) },
              { label: word('outcome', 'duplicate'), value: count(b.totals.settled.duplicate) },
              { label: word('outcome', 'dropped'), value: count(b.totals.settled.dropped) },
              { label: word('outcome', 'quarantined'), value: count(b.totals.settled.quarantined) },
              { label: t('connections.inFlight'), value: count(b.totals.in_flight) },
            ]}
          />
          <Panel title={t('balance.streams')} note={t('balance.equation')} footer={t('balance.unchangedNote')} flush>
            <DataTable<StreamCount>
              label={t('balance.streams')}
              rows={rows}
              rowKey={(s) => s.connection + s.stream}
              empty={<EmptyState title={t('balance.empty')} />}
              columns={[
                { key: 'name', title: t('connections.connection'), clip: true, cell: (s) => <span title={s.connection_name}>{known(s)?.title || s.connection_name}</span> },
                { key: 'stream', title: t('connection.stream'), clip: true, cell: (s) => stream(s) },
                { key: 'accepted', title: t('balance.accepted'), num: true, width: 100, cell: (s) => <b>{count(s.accepted)}</b> },
                { key: 'applied', title: word('outcome', 'applied'), num: true, width: 100, cell: (s) => n(s.settled.applied) },
                { key: 'duplicate', title: word('outcome', 'duplicate'), num: true, width: 100, cell: (s) => n(s.settled.duplicate) },
                { key: 'dropped', title: word('outcome', 'dropped'), num: true, width: 100, cell: (s) => n(s.settled.dropped) },
                { key: 'quarantined', title: word('outcome', 'quarantined'), num: true, width: 100, cell: (s) => n(s.settled.quarantined) },
                { key: 'flight', title: t('connections.inFlight'), num: true, width: 100, cell: (s) => n(s.in_flight) },
                { key: 'unchanged', title: t('connection.unchanged'), num: true, width: 120, cell: (s) => n(s.unchanged) },
                { key: 'ok', title: t('balance.ok'), width: 96, cell: (s) => <Tag tone={s.balanced ? 'good' : 'bad'} dot>{t(s.balanced ? 'balance.even' : 'balance.odd')}</Tag> },
              ]}
            />
          </Panel>
          {b.refused.length > 0 && (
            <Panel title={t('balance.refused')} note={t('balance.refusedNote')} flush>
              <DataTable<Refused>
                label={t('balance.refused')}
                rows={b.refused}
                rowKey={(r) => r.connector + r.code}
                columns={[
                  { key: 'connector', title: t('connections.connection'), width: 200, cell: (r) => system(r.connector) },
                  { key: 'why', title: t('comparison.code'), clip: true, cell: (r) => say(r.message) || r.code },
                  { key: 'n', title: t('balance.refused'), num: true, width: 150, cell: (r) => count(r.requests) },
                ]}
              />
            </Panel>
          )}
        </div>
      )}
    </div>
  )
}
