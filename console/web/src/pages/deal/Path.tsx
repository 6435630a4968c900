import type { Deal } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'
import { Golden } from '../../ui/Golden'
import { Money } from '../../ui/Money'
import { Source } from '../../ui/Source'

/** Path lists the touches that led to a deal, and beside each what every model gives it. The sums are the deal. */
export function Path({ of: d }: { of: Deal }) {
  const { t, say } = useSay()
  return (
    <div className="table-wrap">
      <table className="data path" aria-label={t('path.title')}>
        <colgroup>
          <col />
          <col style={{ width: 84 }} />
          <col style={{ width: 78 }} />
          {d.credits.map((c) => <col key={c.model} style={{ width: 116 }} />)}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('path.touch')}</th>
            <th scope="col">{t('path.who')}</th>
            <th scope="col" className="num">{t('path.days')}</th>
            {d.credits.map((c) => <th key={c.model} scope="col" className="num">{say(c.title)}</th>)}
          </tr>
        </thead>
        <tbody>
          {d.path.map((p) => (
            <tr key={p.record.name}>
              <td>
                <div className="two">
                  <div className="clip" title={p.campaign_name || p.campaign}>
                    <span className="strong">{say(p.channel_title) || p.channel}</span>
                    <span className="soft"> {p.campaign_name || p.campaign}</span>
                  </div>
                  <small className="row"><span className="nowrap">{dateTime(p.at)}</span> <Source of={p.record} short /></small>
                </div>
              </td>
              <td className="clip"><Golden of={p.person} /></td>
              <td className="num">{t('path.daysBefore', { n: p.days_before })}</td>
              {d.credits.map((c) => {
                const s = c.shares.find((x) => x.touch === p.record.name)
                return (
                  <td key={c.model} className="num">
                    {s ? <div className="two"><Money of={s.net ?? s.gross} strong /><small>{share(s.weight, s.of)}</small></div> : <span className="faint">0</span>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>{t('path.sum')}</th>
            {d.credits.map((c) => <td key={c.model} className="num"><Money of={c.net ?? c.gross} strong /></td>)}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

// A share as people say it: all of it, or one part in so many.
function share(weight: number, of: number): string {
  return weight === of ? '100%' : `${weight}/${of}`
}
