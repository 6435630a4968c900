import type { Deal } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Panel } from '../../ui/Panel'
import { Time } from '../../ui/Time'

/** Stages lists how a deal went through its stages. */
export function Stages({ of }: { of: Deal['stages'] }) {
  const { t } = useSay()
  if (of.length === 0) return null
  return (
    <Panel title={t('deal.stages')}>
      <ol className="steps">
        {of.map((s) => (
          <li key={s.at + s.to} className="done">
            <b>{s.to}</b>
            <span className="faint"><Time at={s.at} /></span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
