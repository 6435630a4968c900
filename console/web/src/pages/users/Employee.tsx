import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal, Select } from 'antd'
import { useState } from 'react'
import { employeesLikeQuery } from '../../api/access'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { User } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'

/** Employee says whose account it is, and lets an administrator say so. */
export function Employee({ of: u }: { of: User }) {
  const { t } = useSay()
  const may = useMay()
  const [open, set] = useState(false)
  const text = u.employee ? u.employee.name || u.employee.number : t(u.roles.includes('seller') ? 'users.sellerAlone' : 'users.noEmployee')
  return (
    <>
      {may('people.write')
        ? <button type="button" className="link" title={u.employee?.number} onClick={() => set(true)}>{text}</button>
        : <span className={u.employee ? undefined : 'faint'}>{text}</span>}
      {open && <Whose user={u} onClose={() => set(false)} />}
    </>
  )
}

function Whose({ user, onClose }: { user: User; onClose: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [text, search] = useState('')
  const [chosen, choose] = useState(user.employee?.id)
  const { data, isFetching } = useQuery(employeesLikeQuery(ws, text))
  const link = useMutation({
    mutationFn: () => {
      const id = chosen ?? user.employee?.id ?? ''
      return take(api.PUT('/api/v1/employees/{id}/account', { params: { path: { id } }, body: { account: chosen ? user.account : '' } }))
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'members'] })
      onClose()
    },
  })
  const failed = link.error ? messageOf(link.error, lang, t) : null
  const found = (data?.items ?? []).map((e) => ({ value: e.id, label: `${e.name} · ${e.number}${e.unit_name ? ` · ${e.unit_name}` : ''}`, disabled: !!e.account && e.account !== user.account }))
  const own = user.employee
  const options = own && !found.some((o) => o.value === own.id) ? [{ value: own.id, label: `${own.name} · ${own.number}`, disabled: false }, ...found] : found
  return (
    <Modal
      open width={520} title={t('users.whose', { name: user.name || user.sign_in })} okText={t('users.save')} cancelText={t('order.cancel')} onCancel={onClose}
      okButtonProps={{ disabled: chosen === user.employee?.id }} confirmLoading={link.isPending} onOk={() => link.mutate()}
    >
      <p className="soft">{t('users.whoseNote')}</p>
      <Select
        showSearch allowClear autoFocus filterOption={false} style={{ width: '100%', margin: '10px 0' }} aria-label={t('users.employee')} placeholder={t('users.findEmployee')}
        value={chosen} options={options} loading={isFetching} onSearch={search} onChange={(v?: string) => choose(v)} notFoundContent={isFetching ? null : t('users.noSuchEmployee')}
      />
      {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
    </Modal>
  )
}
