import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { providersQuery } from '../../api/security'
import type { Provider } from '../../api/security'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'
import { ProviderForm } from './ProviderForm'

/** Providers lists who may vouch for people of the workspace. */
export function Providers() {
  const { t, say } = useSay()
  const { data, error, refetch } = useQuery(providersQuery(useWs()))
  const [edited, edit] = useState<Provider | 'new' | null>(null)
  const add = <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => edit('new')}>{t('provider.add')}</Button>
  return (
    <>
      <Panel title={t('provider.title')} note={data && data.items.length > 0 ? add : undefined} flush>
        <DataTable<Provider>
          label={t('provider.title')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(p) => p.name}
          empty={<EmptyState title={t('provider.none')} hint={t('provider.noneHint')} action={add} />}
          columns={[
            { key: 'title', title: t('provider.name'), cell: (p) => <div className="two"><b>{say(titleOf(p))}</b><small>{p.name}</small></div> },
            { key: 'kind', title: t('provider.kind'), width: 130, cell: (p) => t(`provider.kinds.${p.kind}`) },
            { key: 'issuer', title: t('provider.issuer'), clip: true, cell: (p) => p.issuer ?? <span className="faint">–</span> },
            { key: 'state', title: t('provider.state'), width: 130, cell: (p) => <Tag tone={p.enabled ? 'good' : 'plain'} dot>{t(p.enabled ? 'provider.on' : 'provider.off')}</Tag> },
            { key: 'do', title: '', width: 250, cell: (p) => <Do with={p} edit={() => edit(p)} /> },
          ]}
        />
      </Panel>
      {edited && <ProviderForm of={edited === 'new' ? null : edited} close={() => edit(null)} />}
    </>
  )
}

/** titleOf gives a title in both languages, the one for the other where it is missing. */
function titleOf(p: Provider) {
  return { zh: p.title.zh || p.title.en, en: p.title.en || p.title.zh }
}

function Do({ with: p, edit }: { with: Provider; edit: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const onError = (e: Error) => void message.error(messageOf(e, lang, t).text)
  const params = { path: { name: p.name } }
  const check = useMutation({
    mutationFn: () => take(api.POST('/api/v1/identity-providers/{name}/check', { params })),
    onSuccess: () => void message.success(t('provider.answers')),
    onError,
  })
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/identity-providers/{name}', { params })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'security'] }),
    onError,
  })
  return (
    <div className="row-actions">
      <Button size="small" onClick={edit}>{t('provider.edit')}</Button>
      <Button size="small" loading={check.isPending} onClick={() => check.mutate()}>{t('provider.check')}</Button>
      <Popconfirm title={t('provider.askRemove')} okText={t('provider.remove')} cancelText={t('security.cancel')} onConfirm={() => remove.mutateAsync().catch(() => undefined)}>
        <Button size="small" danger>{t('provider.remove')}</Button>
      </Popconfirm>
    </div>
  )
}
