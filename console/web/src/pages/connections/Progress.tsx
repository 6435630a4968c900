import { Link } from '@tanstack/react-router'
import type { Connection, ConnectionStream } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Notice } from '../../ui/Notice'
import { Facts, Figures, Panel } from '../../ui/Panel'
import { Ago, Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { Next } from './Next'
import { OutcomeBar, OutcomeLegend, total } from './Outcomes'
import { tried } from './Strips'
import { VolumeBars } from './VolumeBars'

/** Progress shows what a connection brought and what became of it. */
export function Progress({ of: c }: { of: Connection }) {
  const { t, say, word } = useSay()
  const ws = useWs()
  const told = c.health === 'failing' && (tried(c) !== null || c.streams.some((s) => s.halted)) // by the strips above
  return (
    <div className="stack">
      {c.next_step && !told && (
        <Notice tone={c.health === 'stopped' || c.health === 'silent' ? 'bad' : c.health === 'failing' ? 'warn' : 'info'} title={say(c.next_step)} text={c.last_error && c.health !== 'ok' ? `${say(c.last_error.message)}（${c.last_error.code}）` : undefined} />
      )}
      <Figures
        of={[
          { label: word('outcome', 'applied'), value: count(c.settled.applied), note: t('connection.appliedNote') },
          { label: word('outcome', 'duplicate'), value: count(c.settled.duplicate), note: t('connection.duplicateNote') },
          { label: word('outcome', 'dropped'), value: count(c.settled.dropped), note: t('connection.droppedNote') },
          {
            label: word('outcome', 'quarantined'), value: count(c.settled.quarantined),
            note: c.dead_letters > 0 ? <Link to="/w/$workspace/dead-letters" params={{ workspace: ws }} search={{ connection: c.id }}>{t('connection.seeLetters', { n: count(c.dead_letters) })}</Link> : t('connection.noLetters'),
          },
          { label: t('connections.inFlight'), value: count(c.in_flight), note: t('connection.perMinute', { n: count(c.per_minute) }) },
        ]}
      />
      <Panel title={t('connection.streams')} note={<OutcomeLegend />} flush>
        <DataTable<ConnectionStream>
          label={t('connection.streams')}
          rows={c.streams}
          rowKey={(s) => s.name}
          columns={[
            { key: 'name', title: t('connection.stream'), cell: (s) => <div className="two">{say(s.title)}<small className="mono">{s.name}</small></div> },
            { key: 'way', title: t('connection.way'), width: 84, cell: (s) => (s.push ? t('connection.pushed') : t('connection.pulled')) },
            { key: 'total', title: t('connections.settled'), num: true, width: 96, cell: (s) => count(total(s.settled)) },
            { key: 'bar', title: t('connections.became'), width: 110, cell: (s) => <OutcomeBar of={s.settled} inFlight={s.in_flight} /> },
            { key: 'dead', title: word('outcome', 'quarantined'), num: true, width: 112, cell: (s) => count(s.settled.quarantined) },
            { key: 'volume', title: t('connections.volume'), width: 148, cell: (s) => <VolumeBars of={s.volume} silent={s.silent_since !== undefined} /> },
            { key: 'unchanged', title: t('connection.unchanged'), num: true, width: 116, cell: (s) => count(s.unchanged) },
            { key: 'read', title: t('connection.lastRead'), width: 96, cell: (s) => (s.push ? <span className="faint">–</span> : <Ago at={s.last_read_at} />) },
            { key: 'moved', title: t('connections.moved'), width: 100, cell: (s) => <Ago at={s.last_moved_at} /> },
            { key: 'next', title: t('reading.next'), clip: true, cell: (s) => <Next of={s} running={c.status === 'enabled'} /> },
          ]}
        />
      </Panel>
      <Panel title={t('connection.about')}>
        <Facts
          columns
          rows={[
            [t('connection.created'), <Time at={c.created_at} key="c" />],
            [t('connection.statusSince'), <Time at={c.status_since} key="s" />],
            [t('connection.poll'), c.schedule ? <code className="mono" key="s">{c.schedule}</code> : c.poll_seconds > 0 ? t('connection.everySeconds', { n: c.poll_seconds }) : t('connection.pushOnly')],
            [t('reading.quiet'), c.quiet.map((q) => `${q.days?.length ? q.days.map((d) => word('weekday', d)).join('、') : t('reading.everyDay')} ${q.from}–${q.to}`).join('；')],
            [t('connection.door'), c.door ? <code className="mono" key="d">{c.door}</code> : ''],
          ]}
        />
      </Panel>
    </div>
  )
}
