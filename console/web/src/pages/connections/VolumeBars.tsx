import type { Volume } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'

/** VolumeBars shows how much came within each of the last 24 hours, and today against what is usual. */
export function VolumeBars({ of: v, silent }: { of: Volume | undefined; silent?: boolean }) {
  const { t } = useSay()
  if (!v) return <span className="faint">–</span>
  const most = Math.max(1, ...v.hours)
  const known = v.usual_today !== undefined && v.usual_hour !== undefined
  const title = known
    ? t('connections.volumeTitle', { today: count(v.today), usual: count(v.usual_today), hour: count(v.this_hour), usualHour: count(v.usual_hour) })
    : t('connections.volumeUnknown', { today: count(v.today) })
  return (
    <div className={silent ? 'volume silent' : 'volume'} title={title}>
      <svg viewBox="0 0 96 20" width="96" height="20" role="img" aria-label={title}>
        {v.hours.map((n, i) => {
          const h = n === 0 ? 1 : Math.max(2, Math.round((n / most) * 20))
          return <rect key={i} x={i * 4} y={20 - h} width="3" height={h} className={n === 0 ? 'none' : undefined} />
        })}
      </svg>
      <small>{count(v.today)}{v.usual_today !== undefined && ` / ${count(v.usual_today)}`}</small>
    </div>
  )
}
