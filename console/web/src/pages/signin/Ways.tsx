import { QrcodeOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Divider } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../api/client'
import { waysQuery } from '../../api/security'
import { useSay } from '../../i18n/useSay'
import { keepNext } from '../../lib/next'
import { Failed } from './Failed'

/** Ways are the buttons of who else signs people in. */
export function Ways({ workspace, next }: { workspace: string; next: string | undefined }) {
  const { t } = useTranslation()
  const { say } = useSay()
  const { data } = useQuery(waysQuery(workspace))
  const go = useMutation({
    mutationFn: (way: string) => take(api.POST('/api/v1/session/start', { body: { way } })),
    onSuccess: ({ url }) => {
      keepNext(window, next)
      window.location.assign(url)
    },
  })
  if (!data || data.items.length === 0) return null
  return (
    <div className="ways">
      <Divider plain>{t('signIn.or')}</Divider>
      {data.items.map((w) => (
        <Button key={w.way} size="large" block icon={w.kind === 'scan' ? <QrcodeOutlined /> : <SafetyCertificateOutlined />} loading={go.isPending && go.variables === w.way} onClick={() => go.mutate(w.way)}>
          {t(w.kind === 'scan' ? 'signIn.byScan' : 'signIn.by', { who: say(w.title) })}
        </Button>
      ))}
      <Failed error={go.error} />
    </div>
  )
}
