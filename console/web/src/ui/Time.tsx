import { useTranslation } from 'react-i18next'
import { ago, dateTime } from '../lib/time'
import { useNow } from './useNow'

/** Time shows a moment on the clock of Asia/Shanghai. */
export function Time({ at, seconds }: { at: string | null | undefined; seconds?: boolean }) {
  if (!at) return <span className="faint">–</span>
  return (
    <time dateTime={at} className="nowrap">
      {dateTime(at, seconds)}
    </time>
  )
}

/** Ago shows how long ago a moment was; the moment itself is its title. */
export function Ago({ at }: { at: string | null | undefined }) {
  const { t } = useTranslation()
  const since = ago(at, useNow())
  if (!at || !since) return <span className="faint">{t('time.never')}</span>
  return (
    <time dateTime={at} title={dateTime(at, true)} className="nowrap">
      {t(`time.${since.unit}`, { n: since.n })}
    </time>
  )
}
