import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '../../api/problem'

/** Failed says why something did not work, and whom to ask where the hub knows it. */
export function Failed({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation()
  if (!error) return null
  const { text, code } = messageOf(error, i18n.language, t)
  const ask = error instanceof ApiError && code === 'stranger' ? error.problem.detail : undefined
  return (
    <div className="failed" role="alert">
      {text} <code>{code}</code>
      {ask && <p>{t('signIn.ask', { who: ask })}</p>}
    </div>
  )
}
