import { Link } from '@tanstack/react-router'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'
import '../../app/alerts.css'

/** AlertRooms leads between the pages of the alert centre. */
export function AlertRooms() {
  const { t } = useSay()
  const workspace = useWs()
  const all = useMay()('alert.read')
  const exact = { exact: true, includeSearch: false }
  return (
    <nav className="rooms" aria-label={t('alertCentre.rooms')}>
      <Link to="/w/$workspace/alerts" params={{ workspace }} search={{}} activeOptions={exact}>{t('alertCentre.list')}</Link>
      {all && <Link to="/w/$workspace/alerts/rules" params={{ workspace }} activeOptions={exact}>{t('alertCentre.rules')}</Link>}
      {all && <Link to="/w/$workspace/alerts/routes" params={{ workspace }} activeOptions={exact}>{t('alertCentre.routes')}</Link>}
      <Link to="/w/$workspace/alerts/calendar" params={{ workspace }} search={{}} activeOptions={exact}>{t('alertCentre.calendar')}</Link>
      <Link to="/w/$workspace/alerts/mine" params={{ workspace }} activeOptions={exact}>{t('alertCentre.mine')}</Link>
    </nav>
  )
}
