import { Link, useParams } from '@tanstack/react-router'
import { recordQuery } from '../api/queries'
import type { SourceRecord } from '../api/types'
import { useSay } from '../i18n/useSay'
import { pretty } from '../lib/pretty'
import { DataTable } from '../ui/DataTable'
import { Golden } from '../ui/Golden'
import { PageHeader } from '../ui/PageHeader'
import { Facts, Panel } from '../ui/Panel'
import { useSystem } from '../ui/Source'
import { Bones, ErrorState } from '../ui/States'
import { useMasked, useReveal } from '../ui/Reveal'
import { Tag } from '../ui/Tag'
import { Time } from '../ui/Time'
import { useMay, useWs } from '../ui/useWs'
import { Letters } from './letters/Letters'

/** RecordPage shows a source record as its system said it, and what became of it. */
export default function RecordPage() {
  const { t, word } = useSay()
  const ws = useWs()
  const may = useMay()
  const system = useSystem()
  const { connection, stream, _splat: key = '' } = useParams({ from: '/w/$workspace/records/$connection/$stream/$' })
  const reveal = useReveal()
  const { data: r, error, refetch, refused } = useMasked((personal, why) => recordQuery(ws, connection, stream, key, personal, why), reveal)
  const crumbs = may('connection.read') && r
    ? <Link to="/w/$workspace/connections/$connection" params={{ workspace: ws, connection: r.record.connection }} search={{}}>{system(r.record.connector)} · {connection}</Link>
    : `${connection}`
  if (!r) return <div className="page"><PageHeader title={key} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  return (
    <div className="page">
      <PageHeader
        name={key}
        crumbs={crumbs}
        title={<>{r.record.key}{r.op === 'delete' ? <Tag tone="warn">{t('record.deleted')}</Tag> : r.current ? <Tag tone="good" dot>{t('record.current')}</Tag> : <Tag tone="bad" dot>{t('record.notTaken')}</Tag>}</>}
        note={t('record.note', { stream, system: system(r.record.connector) })}
        actions={reveal.button}
      />
      {reveal.notice(refused)}
      <div className="stack">
        <Panel>
          <Facts
            columns
            rows={[
              [t('record.name'), <span key="n" className="mono">{r.record.name}</span>],
              [t('record.version'), <span key="v" className="mono">{r.version}</span>],
              [t('record.occurred'), <Time key="o" at={r.occurred_at} seconds />],
              [t('record.received'), <Time key="r" at={r.received_at} seconds />],
              ...(r.conflicts > 0 ? ([[t('record.conflicts'), r.conflicts]] as [string, number][]) : []),
            ]}
          />
        </Panel>
        {r.dead_letters.length > 0 && <Panel title={t('record.letters')} flush><Letters rows={r.dead_letters} /></Panel>}
        <div className="split even">
          <Panel title={t('record.payload')} note={r.masked ? t('record.masked') : undefined}>
            {r.payload_form === 'none' ? <p className="soft">{t('record.noPayload')}</p> : <pre className="payload">{pretty(r.payload)}</pre>}
          </Panel>
          <Panel title={t('record.made')} note={t('record.madeNote', { n: r.mapping_version })}>
            {r.entities.length === 0 && <p className="soft">{t('record.nothingMade')}</p>}
            <div className="stack">{r.entities.map((e) => <EntityBlock key={e.kind + e.part} of={e} />)}</div>
          </Panel>
        </div>
        <Panel title={t('record.arrivals')} flush>
          <DataTable
            tight
            label={t('record.arrivals')}
            rows={r.arrivals}
            rowKey={(a) => a.received_at + a.version}
            columns={[
              { key: 'at', title: t('record.received'), width: 180, cell: (a) => <Time at={a.received_at} seconds /> },
              { key: 'version', title: t('record.version'), clip: true, cell: (a) => <span className="mono">{a.version}</span> },
              { key: 'outcome', title: t('record.outcome'), width: 260, clip: true, cell: (a) => <>{a.outcome ? word('outcome', a.outcome) : t('outcome.waiting')}{a.reason && <span className="faint"> {word('outcomeReason', a.reason)}</span>}</> },
              { key: 'settled', title: t('record.settled'), width: 180, cell: (a) => <Time at={a.settled_at} seconds /> },
            ]}
          />
        </Panel>
      </div>
    </div>
  )
}

function EntityBlock({ of: e }: { of: SourceRecord['entities'][number] }) {
  const { t, word } = useSay()
  return (
    <div>
      <div className="row wrap" style={{ marginBottom: 6 }}>
        <Tag tone="accent">{word('entity', e.kind)}</Tag>
        {e.golden.map((g) => <span key={g.id} className="row" style={{ gap: 4 }}><span className="faint">{t('record.standsIn')}</span><Golden of={g} /></span>)}
      </div>
      <pre className="payload">{pretty(JSON.stringify(e.data))}</pre>
    </div>
  )
}
