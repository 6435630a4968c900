import { Alert } from 'antd'
import type { CheckResult } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'

/** Checked says how a check of a connection went and what to mend. */
export function Checked({ result, onClose }: { result: CheckResult; onClose: () => void }) {
  const { t, say } = useSay()
  return (
    <Alert
      style={{ marginBottom: 12 }}
      type={result.ok ? 'success' : 'error'}
      showIcon
      closable={{ onClose }}
      title={result.ok ? t('connection.checkOk', { ms: count(result.took_ms) }) : say(result.message) || t('connection.checkFailed')}
      description={result.ok ? undefined : [result.detail, result.code].filter(Boolean).join(' · ')}
    />
  )
}
