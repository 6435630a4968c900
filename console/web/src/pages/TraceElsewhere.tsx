import { Link } from '@tanstack/react-router'
import type { SimilarNumber, Trace, TracePlace, TraceRefusal } from '../api/types'
import { useSay } from '../i18n/useSay'
import { DataTable } from '../ui/DataTable'
import { Panel } from '../ui/Panel'
import { Source } from '../ui/Source'
import { Ago, Time } from '../ui/Time'
import { useMay, useWs } from '../ui/useWs'
import { Health } from './connections/health'

/** Refused lists requests that named the number and were not taken. */
export function Refused({ rows }: { rows: TraceRefusal[] }) {
  const { t, say } = useSay()
  return (
    <Panel title={t('trace.refusals')} note={t('trace.refusalsNote')} flush>
      <DataTable<TraceRefusal>
        label={t('trace.refusals')}
        rows={rows}
        rowKey={(r) => `${r.connection}${r.code}${r.number}`}
        columns={[
          { key: 'place', title: t('trace.place'), width: 220, clip: true, cell: (r) => <ToConnection id={r.connection} name={r.title || r.name} /> },
          { key: 'number', title: t('record.name'), width: 200, clip: true, cell: (r) => <span className="mono">{r.number}</span> },
          { key: 'why', title: t('letters.why'), cell: (r) => <div className="two"><span className="bad">{say(r.message)}</span><small>{r.code}</small></div> },
          { key: 'times', title: t('letters.count'), width: 90, cell: (r) => t('trace.times', { n: r.count }) },
          { key: 'at', title: t('letters.at'), width: 150, cell: (r) => <Time at={r.last_at} seconds /> },
        ]}
      />
    </Panel>
  )
}

/** Similar lists documents whose number contains what was looked for. */
export function Similar({ rows }: { rows: SimilarNumber[] }) {
  const { t, word } = useSay()
  const ws = useWs()
  return (
    <Panel title={t('trace.similar')} flush>
      <DataTable<SimilarNumber>
        label={t('trace.similar')}
        rows={rows}
        rowKey={(s) => s.kind + s.record.name + s.number}
        columns={[
          { key: 'number', title: t('record.name'), width: 260, cell: (s) => <Link to="/w/$workspace/trace" params={{ workspace: ws }} search={{ number: s.number }} className="strong">{s.number}</Link> },
          { key: 'kind', title: t('trace.kind'), width: 140, cell: (s) => word('entity', s.kind) },
          { key: 'source', title: t('profile.source'), clip: true, cell: (s) => <Source of={s.record} /> },
        ]}
      />
    </Panel>
  )
}

/** Places lists where a number that never came could come from, and how these stand. */
export function Places({ of: x }: { of: Trace }) {
  const { t, say } = useSay()
  const looked = [
    x.looked.records > 0 && t(x.looked.since ? 'trace.lookedSince' : 'trace.looked', { n: x.looked.records }),
    x.looked.waiting > 0 && t('trace.lookedWaiting', { n: x.looked.waiting }),
  ].filter(Boolean).join('')
  return (
    <Panel title={t('trace.places')} note={t('trace.placesNote')} footer={looked || undefined} flush>
      <DataTable<TracePlace>
        label={t('trace.places')}
        rows={x.places}
        rowKey={(p) => p.connection}
        columns={[
          { key: 'place', title: t('trace.place'), width: 240, clip: true, cell: (p) => <ToConnection id={p.connection} name={p.title || p.name} /> },
          { key: 'health', title: t('connections.health'), width: 104, cell: (p) => <Health of={p.health} /> },
          { key: 'streams', title: t('trace.placeStreams'), width: 220, clip: true, cell: (p) => p.streams.map(say).join('、') },
          { key: 'moved', title: t('trace.placeMoved'), width: 120, cell: (p) => <Ago at={p.last_moved_at} /> },
          { key: 'hint', title: t('trace.placeHint'), cell: (p) => <span className={p.suspect ? 'bad' : undefined}>{say(p.hint)}</span> },
        ]}
      />
    </Panel>
  )
}

function ToConnection({ id, name }: { id: string; name: string }) {
  const ws = useWs()
  const may = useMay()
  if (!may('connection.read')) return <>{name}</>
  return <Link to="/w/$workspace/connections/$connection" params={{ workspace: ws, connection: id }} search={{}} className="strong">{name}</Link>
}
