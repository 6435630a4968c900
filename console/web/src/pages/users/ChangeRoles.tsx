import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { User } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { useWs } from '../../ui/useWs'
import { RoleChoice } from './RoleChoice'
import type { Granted } from './Waits'

interface Values {
  roles: string[]
  reason: string
}

/** ChangeRoles changes what somebody is; without a role their place goes. */
export function ChangeRoles({ user, onClose, onDone }: { user: User; onClose: () => void; onDone: (g: Granted) => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const chosen = Form.useWatch('roles', form) ?? user.roles
  const more = chosen.some((r) => !user.roles.includes(r))
  const change = useMutation({
    mutationFn: (v: Values) => take(api.PUT('/api/v1/members/{account}/roles', { params: { path: { account: user.account } }, body: { roles: v.roles, reason: v.reason.trim() } })),
    onSuccess: async (g) => {
      await queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'members'] })
      onClose()
      onDone(g)
    },
  })
  const failed = change.error ? messageOf(change.error, lang, t) : null
  return (
    <Modal
      open width={560} title={t('users.rolesOf', { name: user.name || user.sign_in })} okText={t(chosen.length === 0 ? 'users.takeAway' : 'users.save')} cancelText={t('order.cancel')}
      okButtonProps={{ danger: chosen.length === 0 }} confirmLoading={change.isPending} onOk={() => form.submit()} onCancel={onClose}
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ roles: user.roles }} onFinish={(v) => change.mutate(v)}>
        <Form.Item name="roles" label={t('users.roles')}><RoleChoice /></Form.Item>
        <p className="soft" style={{ margin: '0 0 14px' }}>{t(chosen.length === 0 ? 'users.noRoleNote' : more ? 'users.moreNote' : 'users.lessNote')}</p>
        <Form.Item name="reason" label={t('reading.reason')} rules={[{ required: true, whitespace: true, message: t('reading.reasonNeeded') }]}><Input maxLength={500} autoComplete="off" /></Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
      </Form>
    </Modal>
  )
}
