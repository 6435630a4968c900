import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { Alert } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'
import { Tag } from '../../ui/Tag'
import { useMay, useWs } from '../../ui/useWs'
import { useAlertWork } from './useAlertWork'

const tones = { critical: 'bad', warning: 'warn', info: 'plain' } as const

/** SeverityTag says how soon somebody should look. */
export function SeverityTag({ of: a }: { of: Alert }) {
  const { t } = useSay()
  return <Tag tone={a.state === 'closed' ? 'plain' : tones[a.severity]} dot={a.state !== 'closed'}>{t(`alertSeverity.${a.severity}`)}</Tag>
}

/** AlertState says where an alert stands, and who has it. */
export function AlertState({ of: a }: { of: Alert }) {
  const { t } = useSay()
  if (a.mute && a.state !== 'closed') return <div className="two"><Tag>{t('alertCentre.muted')}</Tag><small>{t('alertCentre.until', { at: dateTime(a.mute.until).slice(5) })}</small></div>
  return (
    <div className="two">
      <span>{t(`alertState.${a.state}`)}</span>
      <small>
        {a.state === 'acknowledged' ? a.acked_name : a.state === 'closed' ? (a.closed_name || t('alertCentre.over')) : a.escalated_at ? t('alertCentre.escalated') : a.untold ? t(`untold.${a.untold}`) : a.told_at ? t('alertCentre.told') : ''}
      </small>
    </div>
  )
}

/** Where leads to what an alert is about. */
export function Where({ of: a }: { of: Alert }) {
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

/** Do has the buttons of an alert; more adds those of its own page. */
export function Do({ with: a, more }: { with: Alert; more?: boolean }) {
  const { t } = useSay()
  const work = useAlertWork(a)
  if (!work.canAck && !work.canWrite) return null
  return (
    <span className="row">
      {work.canAck && <Button size={more ? 'middle' : 'small'} type={more ? 'primary' : 'default'} loading={work.acking} onClick={work.ack}>{t('alerts.acknowledge')}</Button>}
      {work.canWrite && more && (a.mute ? <Button loading={work.unmuting} onClick={work.unmute}>{t('alertCentre.unmute')}</Button> : <Button onClick={work.askMute}>{t('alertCentre.mute')}</Button>)}
      {work.canWrite && <Button size={more ? 'middle' : 'small'} onClick={work.askClose}>{t('alerts.close')}</Button>}
    </span>
  )
}
