import type { MatrixHeader } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'

/** Basis says by what definitions the numbers of a matrix are made. */
export function Basis({ of: h }: { of: MatrixHeader }) {
  const { t, say } = useSay()
  const items: [string, string][] = [
    [t('basis.revenue'), t(`basis.${h.basis}`)],
    [t('basis.model'), `${say(h.model_title)} ${h.model}`],
    [t('basis.vat'), `${t(`vat.${h.vat}`)} · ${h.currency}`],
    [t('basis.window'), t('basis.days', { n: h.window_days })],
    [t('basis.period'), h.from || h.to ? `${h.from || '…'} ~ ${h.to || '…'}` : t('basis.allMonths')],
    [t('basis.asOf'), dateTime(h.as_of, true)],
  ]
  return (
    <span className="basis">
      {items.map(([name, value]) => (
        <span key={name}>
          <i>{name}</i>
          {value}
        </span>
      ))}
    </span>
  )
}
