import { Link, useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState } from '../ui/States'
import { PageHeader } from '../ui/PageHeader'

/** Fault stands where a page could not be shown. */
export function Fault({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter()
  const { t } = useTranslation()
  const again = () => {
    reset?.()
    void router.invalidate()
  }
  return (
    <div className="page">
      <PageHeader title={t('fault.title')} />
      <div className="panel">
        <ErrorState error={error} onRetry={again} />
      </div>
    </div>
  )
}

/** Missing stands where there is nothing, or nothing that the caller may see. */
export function Missing() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageHeader title={t('missing.title')} />
      <div className="panel">
        <EmptyState title={t('missing.what')} hint={t('missing.hint')} action={<Link to="/"><Button size="small">{t('missing.home')}</Button></Link>} />
      </div>
    </div>
  )
}
