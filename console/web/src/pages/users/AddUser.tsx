import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { useWs } from '../../ui/useWs'
import { RoleChoice } from './RoleChoice'
import type { Granted } from './Waits'

interface Values {
  sign_in: string
  name: string
  roles: string[]
  reason: string
}

/** AddUser gives somebody a place; a second person agrees where there is one. */
export function AddUser({ onClose, onDone }: { onClose: () => void; onDone: (g: Granted, name: string) => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const add = useMutation({
    mutationFn: (v: Values) => take(api.POST('/api/v1/members', { body: { ...v, sign_in: v.sign_in.trim(), name: v.name.trim(), reason: v.reason.trim() } })),
    onSuccess: async (g, v) => {
      await queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'members'] })
      onClose()
      onDone(g, v.name.trim())
    },
  })
  const failed = add.error ? messageOf(add.error, lang, t) : null
  return (
    <Modal open width={560} title={t('users.add')} okText={t('users.addOk')} cancelText={t('order.cancel')} confirmLoading={add.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ roles: [] }} onFinish={(v) => add.mutate(v)}>
        <p className="soft" style={{ margin: '0 0 14px' }}>{t('users.addNote')}</p>
        <Form.Item name="name" label={t('users.name')} rules={[{ required: true, whitespace: true, message: t('users.nameNeeded') }]}><Input autoFocus maxLength={60} autoComplete="off" /></Form.Item>
        <Form.Item name="sign_in" label={t('users.signIn')} extra={t('users.signInNote')} rules={[{ required: true, whitespace: true, message: t('users.signInNeeded') }]}><Input maxLength={64} autoComplete="off" /></Form.Item>
        <Form.Item name="roles" label={t('users.roles')} rules={[{ required: true, type: 'array', min: 1, message: t('users.roleNeeded') }]}><RoleChoice /></Form.Item>
        <Form.Item name="reason" label={t('reading.reason')} rules={[{ required: true, whitespace: true, message: t('reading.reasonNeeded') }]}><Input maxLength={500} autoComplete="off" /></Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
      </Form>
    </Modal>
  )
}
