import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import { messageOf } from '../api/problem'

/** EmptyState says what belongs here and offers one next step. */
export function EmptyState({ title, hint, action }: { title: ReactNode; hint?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state" data-state="empty">
      <b>{title}</b>
      {hint !== undefined && <p>{hint}</p>}
      {action}
    </div>
  )
}

/** ErrorState shows a fault in the user's language and lets them try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t, i18n } = useTranslation()
  const m = messageOf(error, i18n.language, t)
  return (
    <div className="state" role="alert" data-state="error">
      <b>{m.text}</b>
      {m.detail && <p>{m.detail}</p>}
      <code>{m.code}</code>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t('state.retry')}
        </Button>
      )}
    </div>
  )
}

/** Bones stands in for rows that are on their way. */
export function Bones({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="bones" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  )
}
