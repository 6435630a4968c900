import { useMutation } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { Form, Input, Modal } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'

interface Values {
  old?: string
  password: string
  again: string
}

/** OwnPassword lets somebody who came by a link set their own password, and leads to the sign-in. */
export function OwnPassword({ onClose }: { onClose: () => void }) {
  const { t, lang } = useSay()
  const router = useRouter()
  const { href } = useLocation()
  const [form] = Form.useForm<Values>()
  const set = useMutation({
    mutationFn: (v: Values) => take(api.PUT('/api/v1/session/password', { body: { password: v.password, ...(v.old && { old: v.old }) } })),
    onSuccess: () => {
      router.options.context.queries.clear()
      void router.navigate({ to: '/sign-in', search: { next: href } })
    },
  })
  const failed = set.error ? messageOf(set.error, lang, t) : null
  const same = (_: unknown, v: string | undefined) => (v === form.getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('ownPassword.differs'))))
  return (
    <Modal open title={t('ownPassword.title')} okText={t('ownPassword.set')} cancelText={t('approvals.cancel')} confirmLoading={set.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <p className="soft" style={{ marginBottom: 12 }}>{t('ownPassword.text')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => set.mutate(v)}>
        <Form.Item name="old" label={t('ownPassword.old')}><Input.Password autoComplete="current-password" /></Form.Item>
        <Form.Item name="password" label={t('ownPassword.fresh')} rules={[{ required: true, min: 10, message: t('ownPassword.short') }]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="again" label={t('ownPassword.again')} dependencies={['password']} rules={[{ validator: same }]}><Input.Password autoComplete="new-password" /></Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
      </Form>
    </Modal>
  )
}
