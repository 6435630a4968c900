import type { Matrix } from '../../api/types'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { stepsOf } from './tints'
import { edge } from './figures'

/** Legend says what the tints mean. */
export function Legend({ metric, matrix }: { metric: Metric; matrix: Matrix }) {
  const { t, lang } = useSay()
  const steps = stepsOf(matrix, metric)
  if (steps.length === 0) return null
  return (
    <span className="legend" role="img" aria-label={t('roi.legend', { metric: t(`metric.${metric}`) })}>
      {steps.map((s, i) => (
        <span key={s.tint}>
          {i > 0 && <em>{edge(metric, s.from, lang)}</em>}
          <i style={{ background: s.tint }} />
        </span>
      ))}
    </span>
  )
}
