import { LinkOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { MySecurity } from '../../api/security'
import { useSay } from '../../i18n/useSay'
import { keepNext } from '../../lib/next'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'

/** Identities are who the caller is at providers. */
export function Identities({ of: s }: { of: MySecurity }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const onError = (e: Error) => void message.error(messageOf(e, lang, t).text)
  const link = useMutation({
    mutationFn: (way: string) => take(api.POST('/api/v1/me/identities', { body: { way } })),
    onSuccess: ({ url }) => {
      keepNext(window, undefined)
      window.location.assign(url)
    },
    onError,
  })
  const unlink = useMutation({
    mutationFn: (provider: string) => take(api.DELETE('/api/v1/me/identities/{provider}', { params: { path: { provider } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'security'] }),
    onError,
  })
  return (
    <Panel title={t('security.identities')}>
      {s.identities.length === 0 && s.ways.length === 0 && <EmptyState title={t('security.noIdentities')} hint={t('security.noIdentitiesHint')} />}
      {(s.identities.length > 0 || s.ways.length > 0) && <p className="soft">{t('security.identitiesText')}</p>}
      <ul className="identities">
        {s.identities.map((i) => (
          <li key={i.of.way}>
            <div className="two grow">
              <b>{say(i.of.title)}</b>
              <small>{t('security.linkedAt')} <Time at={i.linked_at} /> · <code>{i.external}</code></small>
            </div>
            {i.mine && (
              <Popconfirm title={t('security.askUnlink')} okText={t('security.unlink')} cancelText={t('security.cancel')} onConfirm={() => unlink.mutateAsync(i.provider).catch(() => undefined)}>
                <Button size="small">{t('security.unlink')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      <div className="two-buttons">
        {s.ways.map((w) => (
          <Button key={w.way} icon={<LinkOutlined />} loading={link.isPending && link.variables === w.way} onClick={() => link.mutate(w.way)}>{t('security.link', { who: say(w.title) })}</Button>
        ))}
      </div>
    </Panel>
  )
}
