import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { alertQuery } from '../../api/alertQueries'
import type { AlertMessage } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Panel } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { Do, SeverityTag, Where } from './parts'
import '../../app/alerts.css'

const tones = { waiting: 'warn', sent: 'good', failed: 'bad', folded: 'plain' } as const

/** AlertPage shows one alert: what happened, who was told, who has it. */
export default function AlertPage() {
  const { t, say } = useSay()
  const ws = useWs()
  const { alert } = useParams({ from: '/w/$workspace/alerts/$alert' })
  const { data, error, refetch } = useQuery(alertQuery(ws, alert))
  if (error && !data) return <div className="page"><PageHeader title={t('alertCentre.one')} /><ErrorState error={error} onRetry={() => void refetch()} /></div>
  if (!data) return <div className="page"><PageHeader title={t('alertCentre.one')} /><Bones /></div>
  const a = data.alert
  return (
    <div className="page">
      <PageHeader
        crumbs={<Link to="/w/$workspace/alerts" params={{ workspace: ws }} search={{}}>{t('nav.alerts')}</Link>}
        name={say(a.kind_title)}
        title={<>{say(a.kind_title)} <SeverityTag of={a} /> <Tag tone={a.state === 'open' ? 'warn' : 'plain'}>{t(`alertState.${a.state}`)}</Tag></>}
        actions={<Do with={a} more />}
      />
      <div className="stack">
        {a.mute && <Notice tone="info" title={t(a.mute.whole ? 'alertCentre.mutedWhole' : 'alertCentre.mutedOne', { by: a.mute.by })} text={<>{a.mute.reason} · {t('alertCentre.until', { at: '' })}<Time at={a.mute.until} /></>} />}
        {a.state === 'open' && a.untold && !a.mute && <Notice tone={['quiet', 'gathering'].includes(a.untold) ? 'info' : 'warn'} title={t(`untold.${a.untold}`)} text={t(`untoldHint.${a.untold}`)} />}
        <div className="split">
          <Panel title={t('alertCentre.toldTo')} note={t('alertCentre.messages', { n: count(data.messages.length) })} flush>
            {data.messages.length === 0 ? <EmptyState title={t('alertCentre.noMessages')} hint={t('alertCentre.noMessagesHint')} /> : <Told messages={data.messages} />}
          </Panel>
          <Panel title={t('alertCentre.history')}>
            <p style={{ marginBottom: 12, overflowWrap: 'anywhere' }}>{say(a.text)}</p>
            <Facts rows={[
              [t('connections.connection'), <Where key="w" of={a} />],
              [t('alertCentre.stream'), a.stream],
              [t('alertCentre.firstAt'), <Time key="f" at={a.first_at} />],
              [t('alertCentre.lastAt'), <span key="l"><Time at={a.last_at} /> · {t('alerts.times', { n: count(a.count) })}</span>],
              [t('alertCentre.toldAt'), a.told_at ? <Time key="t" at={a.told_at} /> : undefined],
              [t('alertCentre.escalatedAt'), a.escalated_at ? <Time key="e" at={a.escalated_at} /> : undefined],
              [t('alertCentre.ackedAt'), a.acked_at ? <span key="a"><Time at={a.acked_at} /> {a.acked_name}</span> : undefined],
              [t('alertCentre.closedAt'), a.closed_at ? <span key="c"><Time at={a.closed_at} /> {a.closed_name || t('alertCentre.over')}</span> : undefined],
              [t('alertCentre.noteOf'), a.note],
            ]} />
          </Panel>
        </div>
      </div>
    </div>
  )
}

/** Told lists messages: to whom, by what, and what became of them. */
export function Told({ messages }: { messages: AlertMessage[] }) {
  const { t, say } = useSay()
  return (
    <ul className="told">
      {messages.map((m) => (
        <li key={m.id}>
          <span><Time at={m.made_at} />{m.escalated && <small>{t('alertCentre.escalated')}</small>}{m.test && <small>{t('alertCentre.test')}</small>}</span>
          <span>
            {m.person ? m.person_name || t('alertCentre.somebody') : t('alertCentre.group')} · {m.channel_name}
            <small>{m.title}{m.alerts > 1 && ` · ${t('alertCentre.tellsOf', { n: count(m.alerts) })}`}</small>
            {m.message && m.state !== 'sent' && <small className="bad">{say(m.message)}</small>}
          </span>
          <span>
            <Tag tone={tones[m.state]} dot>{t(`messageState.${m.state}`)}</Tag>
            {m.sent_at && <small><Time at={m.sent_at} seconds /></small>}
            {m.state === 'waiting' && m.tries > 0 && m.next_at && <small>{t('alertCentre.again')} <Time at={m.next_at} /></small>}
          </span>
        </li>
      ))}
    </ul>
  )
}
