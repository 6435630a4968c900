import type { ConnectionStream } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { moment } from '../../lib/time'

/** Next says when a stream is read next, and how often it was tried where that fails. */
export function Next({ of: s, running }: { of: ConnectionStream; running: boolean }) {
  const { t, say } = useSay()
  if (s.halted) return <span className="bad">{t('reading.lostShort')}</span>
  if (s.retry) {
    return (
      <div className="two" title={say(s.retry.message)}>
        <span className="warn clip">{t('reading.tries', { n: count(s.retry.failures), since: moment(s.retry.since) })}</span>
        <small className="clip">{running && s.retry.next_at ? t('reading.nextAt', { at: moment(s.retry.next_at) }) : say(s.retry.message)}</small>
      </div>
    )
  }
  if (!running || s.push || !s.next_at || Date.parse(s.next_at) < Date.now() + 60_000) return <span className="faint">{t(running && !s.push ? 'reading.soon' : 'connection.none')}</span>
  return <span>{moment(s.next_at)}</span>
}
