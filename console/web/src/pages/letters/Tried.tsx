import type { DryRun } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { pretty } from '../../lib/pretty'
import { Notice } from '../../ui/Notice'
import { Tag } from '../../ui/Tag'

/** Tried says what a mapping makes of a record: what would be taken over, or why not. */
export function Tried({ of: d }: { of: DryRun }) {
  const { t, say, word } = useSay()
  return (
    <div className="stack" data-outcome={d.outcome}>
      {d.outcome === 'taken' && <Notice tone={d.values.length > 0 ? 'warn' : 'good'} title={t(d.values.length > 0 ? 'tried.partly' : 'tried.taken')} />}
      {d.outcome === 'left_out' && <Notice tone="warn" title={t('tried.leftOut', { reason: d.dropped })} />}
      {d.outcome === 'unknown' && <Notice tone="bad" title={t('tried.unknown')} />}
      {d.fault && <Notice tone="bad" title={say(d.fault.message)} text={[d.fault.field, d.fault.value, d.fault.detail, d.fault.code].filter(Boolean).join(' · ')} />}
      {d.values.map((v) => <Notice key={v.field + v.path + v.code} tone="warn" title={`${v.field}${t('letterJob.colon')}${say(v.message)}`} text={[v.path, v.value, v.code].filter(Boolean).join(' · ')} />)}
      {d.entities.map((e) => (
        <div key={e.kind + e.part}>
          <div className="row" style={{ marginBottom: 6 }}><Tag tone="accent">{word('entity', e.kind)}</Tag></div>
          <pre className="payload">{pretty(JSON.stringify(e.data))}</pre>
        </div>
      ))}
    </div>
  )
}
