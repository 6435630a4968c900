import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { keysQuery } from '../../api/access'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { ApiKey } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Ago, Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { IssueKey } from './IssueKey'
import { NewKey } from './NewKey'

const tones = { live: 'good', expired: 'plain', revoked: 'plain' } as const

/** Keys lists the API keys without their text; revoking one ends it at once. */
export function Keys() {
  const { t } = useSay()
  const ws = useWs()
  const write = useMay()('key.write')
  const [issuing, issue] = useState(false)
  const [made, show] = useState<{ name: string; text: string }>()
  const { data, error, refetch } = useQuery(keysQuery(ws))
  return (
    <>
      <div className="panel table-panel">
        <div className="panel-bar">
          <span className="soft">{t('keys.note')}</span>
          {write && <Button type="primary" size="small" onClick={() => issue(true)}>{t('keys.issue')}</Button>}
        </div>
        <DataTable<ApiKey>
          label={t('users.tab.keys')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(k) => k.id}
          empty={<EmptyState title={t('keys.empty')} hint={t('keys.emptyHint')} />}
          columns={[
            { key: 'name', title: t('keys.name'), cell: (k) => <div className="two"><b>{k.name}</b><small className="mono">heliu_live_…{k.last4}</small></div> },
            {
              key: 'may', title: t('keys.may'),
              cell: (k) => (
                <div className="two">
                  <span className="row wrap">{k.roles.map((r) => <Tag key={r}>{t(`role.${r}`)}</Tag>)}</span>
                  {k.scopes.length > 0 && <small title={k.scopes.join('、')}>{t('keys.only', { n: k.scopes.length })}</small>}
                </div>
              ),
            },
            { key: 'by', title: t('keys.by'), width: 150, clip: true, cell: (k) => k.created_by || <span className="soft">{t('keys.hub')}</span> },
            { key: 'used', title: t('keys.used'), width: 120, cell: (k) => <Ago at={k.used_at} /> },
            { key: 'until', title: t('keys.until'), width: 150, cell: (k) => k.expires_at ? <Time at={k.expires_at} /> : t('keys.forever') },
            { key: 'state', title: t('users.state'), width: 92, cell: (k) => <Tag tone={tones[k.state]} dot={k.state === 'live'}>{t(`keys.state.${k.state}`)}</Tag> },
            { key: 'do', title: '', width: 84, cell: (k) => write && k.state === 'live' ? <Revoke of={k} /> : null },
          ]}
        />
      </div>
      {issuing && <IssueKey onClose={() => issue(false)} onDone={show} />}
      {made && <NewKey name={made.name} text={made.text} onClose={() => show(undefined)} />}
    </>
  )
}

function Revoke({ of: k }: { of: ApiKey }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/keys/{key}', { params: { path: { key: k.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'keys'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  })
  const ask = () => void modal.confirm({
    title: t('keys.askRevoke', { name: k.name }), content: t('keys.revokeNote'), okText: t('keys.revoke'), okButtonProps: { danger: true }, cancelText: t('order.cancel'),
    onOk: () => revoke.mutateAsync().catch(() => undefined),
  })
  return <Button size="small" danger loading={revoke.isPending} onClick={ask}>{t('keys.revoke')}</Button>
}
