import type { CheckResult } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'

/** Checked says how a check of a connection went and what to mend. */
export function Checked({ result, onClose }: { result: CheckResult; onClose: () => void }) {
  const { t, say } = useSay()
  return (
    <div style={{ marginBottom: 12 }}>
      <Notice
        tone={result.ok ? 'good' : 'bad'}
        title={result.ok ? t('connection.checkOk', { ms: count(result.took_ms) }) : say(result.message) || t('connection.checkFailed')}
        text={result.ok ? undefined : [result.detail, result.code].filter(Boolean).join(' · ')}
        onClose={onClose}
      />
    </div>
  )
}
