import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { membersQuery } from '../../api/access'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { User } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Ago, Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { AddUser } from './AddUser'
import { ChangeRoles } from './ChangeRoles'
import { Employee } from './Employee'
import { OneTimeLink } from './OneTimeLink'
import { Waits } from './Waits'
import type { Granted } from './Waits'

/** Members lists who has a place in the workspace, and what can be done with them. */
export function Members() {
  const { t } = useSay()
  const ws = useWs()
  const may = useMay()
  const [adding, add] = useState(false)
  const [changing, change] = useState<User>()
  const [linked, link] = useState<{ user: User; token: string; until: string }>()
  const [granted, grant] = useState<Granted & { name: string }>()
  const { data, error, refetch } = useQuery(membersQuery(ws))
  const write = may('member.write')
  return (
    <>
      {granted && <Waits granted={granted} onClose={() => grant(undefined)} />}
      <div className="panel table-panel">
        <div className="panel-bar">
          <span className="soft">{data ? t('users.total', { n: count(data.items.length) }) : ''}</span>
          {write && <Button type="primary" size="small" onClick={() => add(true)}>{t('users.add')}</Button>}
        </div>
        <DataTable<User>
          label={t('nav.users')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(u) => u.account}
          empty={<EmptyState title={t('users.empty')} hint={t('users.emptyHint')} />}
          columns={[
            {
              key: 'name', title: t('users.name'),
              cell: (u) => (
                <div className="two">
                  <b>{u.name || u.sign_in}</b>{u.self && <small style={{ display: 'inline' }}> · {t('users.self')}</small>}
                  <small className="mono">{u.sign_in}</small>
                </div>
              ),
            },
            { key: 'roles', title: t('users.roles'), cell: (u) => <span className="row wrap">{u.roles.map((r) => <Tag key={r} tone={r === 'admin' ? 'accent' : 'plain'}>{t(`role.${r}`)}</Tag>)}</span> },
            { key: 'employee', title: t('users.employee'), width: 200, clip: true, cell: (u) => <Employee of={u} /> },
            { key: 'seen', title: t('users.signedIn'), width: 130, cell: (u) => <Ago at={u.signed_in_at} /> },
            { key: 'since', title: t('users.since'), width: 140, cell: (u) => <Time at={u.created_at} /> },
            { key: 'state', title: t('users.state'), width: 92, cell: (u) => u.disabled ? <Tag tone="bad" dot>{t('users.disabled')}</Tag> : <Tag tone="good" dot>{t('users.active')}</Tag> },
            { key: 'do', title: '', width: 96, cell: (u) => write && !u.self ? <Do user={u} onRoles={() => change(u)} onLink={link} /> : null },
          ]}
        />
      </div>
      {adding && <AddUser onClose={() => add(false)} onDone={(g, name) => grant({ ...g, name })} />}
      {changing && <ChangeRoles user={changing} onClose={() => change(undefined)} onDone={(g) => grant({ ...g, name: changing.name || changing.sign_in })} />}
      {linked && <OneTimeLink name={linked.user.name || linked.user.sign_in} token={linked.token} until={linked.until} onClose={() => link(undefined)} />}
    </>
  )
}

function Do({ user, onRoles, onLink }: { user: User; onRoles: () => void; onLink: (l: { user: User; token: string; until: string }) => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const params = { params: { path: { account: user.account } } }
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'members'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  }
  const disable = useMutation({ mutationFn: () => take(api.POST('/api/v1/members/{account}/disable', params)), ...options })
  const enable = useMutation({ mutationFn: () => take(api.POST('/api/v1/members/{account}/enable', params)), ...options })
  const link = useMutation({
    mutationFn: () => take(api.POST('/api/v1/members/{account}/links', params)),
    onSuccess: (l) => onLink({ user, token: l.token, until: l.expires_at }),
    onError: options.onError,
  })
  const askDisable = () => void modal.confirm({
    title: t('users.askDisable', { name: user.name || user.sign_in }), content: t('users.disableNote'), okText: t('users.disable'), okButtonProps: { danger: true }, cancelText: t('order.cancel'),
    onOk: () => disable.mutateAsync().catch(() => undefined),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'roles', label: t('users.changeRoles'), onClick: onRoles },
          { key: 'link', label: t('users.makeLink'), disabled: user.disabled, onClick: () => link.mutate() },
          { type: 'divider' },
          user.disabled ? { key: 'enable', label: t('users.enable'), onClick: () => enable.mutate() } : { key: 'disable', label: t('users.disable'), danger: true, onClick: askDisable },
        ],
      }}
    >
      <Button size="small" loading={disable.isPending || enable.isPending || link.isPending}>{t('users.manage')}</Button>
    </Dropdown>
  )
}
