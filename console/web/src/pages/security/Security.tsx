import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mySecurityQuery } from '../../api/security'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, ErrorState } from '../../ui/States'
import { useMay, useWs } from '../../ui/useWs'
import { Identities } from './Identities'
import { Policy } from './Policy'
import { Providers } from './Providers'
import { Second } from './Second'

/** Security is how somebody signs in and, for administrators, how everybody may. */
export default function Security() {
  const { t } = useTranslation()
  const ws = useWs()
  const may = useMay()
  const { data, error, refetch } = useQuery(mySecurityQuery(ws))
  return (
    <div className="page security-page">
      <PageHeader title={t('nav.security')} note={t('security.note')} actions={<Link to="/w/$workspace/sessions" params={{ workspace: ws }}>{t('sessions.title')}</Link>} />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <Bones />}
      {data && (
        <div className="security">
          <Second of={data} />
          <Identities of={data} />
        </div>
      )}
      {may('member.write') && (
        <>
          <Providers />
          <Policy />
        </>
      )}
    </div>
  )
}
