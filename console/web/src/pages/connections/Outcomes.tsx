import type { Outcomes as Counts } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'

const kinds = ['applied', 'duplicate', 'dropped', 'quarantined'] as const

/** total adds up what became of records. */
export function total(of: Counts): number {
  return kinds.reduce((n, k) => n + of[k], 0)
}

/** OutcomeLegend names the colours of the bars. */
export function OutcomeLegend() {
  const { word, t } = useSay()
  return (
    <span className="outcome-legend">
      {kinds.map((k) => <span key={k}><i className={k} />{word('outcome', k)}</span>)}
      <span><i className="waiting" />{t('outcome.waiting')}</span>
    </span>
  )
}

/** OutcomeBar shows in what parts records were settled; its text says the same. */
export function OutcomeBar({ of, inFlight }: { of: Counts; inFlight: number }) {
  const { word, t } = useSay()
  const parts = [...kinds.map((k) => ({ k, n: of[k] })), { k: 'waiting' as const, n: inFlight }].filter((p) => p.n > 0)
  const text = parts.map((p) => `${p.k === 'waiting' ? t('outcome.waiting') : word('outcome', p.k)} ${count(p.n)}`).join(' · ')
  return (
    <div className="outcomes" title={text} role="img" aria-label={text}>
      {parts.map((p) => (
        <i key={p.k} className={p.k} style={{ flexGrow: p.n }} />
      ))}
    </div>
  )
}
