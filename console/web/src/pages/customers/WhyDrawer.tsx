import { Drawer } from 'antd'
import type { Field, Said } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'
import { Source } from '../../ui/Source'

/** WhyDrawer answers "why this value": who said it, the rule, and what the others said. */
export function WhyDrawer({ of: f, onClose }: { of: Field; onClose: () => void }) {
  const { t, say } = useSay()
  const kept: Said[] = f.values.length > 0 ? f.values : [{ value: f.value, source: f.source, system: f.system, at: f.at }]
  return (
    <Drawer open size={520} title={t('why.title', { field: say(f.title) })} onClose={onClose} destroyOnHidden>
      <p className="why-rule">
        <b>{say(f.why)}</b>
      </p>
      <h3 className="why-head">{t('why.kept')}</h3>
      <ul className="said">{kept.map((s) => <Line key={s.value + s.at + s.source?.name} of={s} />)}</ul>
      <h3 className="why-head">{t('why.others')}</h3>
      {f.losers.length === 0 ? <p className="soft">{t('why.none')}</p> : <ul className="said lost">{f.losers.map((s) => <Line key={s.value + s.at + s.source?.name} of={s} />)}</ul>}
    </Drawer>
  )
}

function Line({ of: s }: { of: Said }) {
  return (
    <li>
      <b>{s.value}</b>
      <span className="row wrap">
        <Source of={s.source} />
        <span className="faint">{dateTime(s.at)}</span>
      </span>
    </li>
  )
}
