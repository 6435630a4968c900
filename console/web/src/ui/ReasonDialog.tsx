import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { messageOf } from '../api/problem'
import { useSay } from '../i18n/useSay'
import { useWs } from './useWs'

/** ReasonDialog asks for a reason and then does something with it; what went wrong is told in it, with a way on where there is one. */
export function ReasonDialog<T>({ title, ok, text, danger, work, done, wayOn, onClose }: {
  title: string
  ok: string
  text: ReactNode
  danger?: boolean
  work: (reason: string) => Promise<T>
  done?: (result: T) => void
  /** What a person can do instead when it was refused with a code. */
  wayOn?: (code: string) => ReactNode
  onClose: () => void
}) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ reason: string }>()
  const run = useMutation({
    mutationFn: (v: { reason: string }) => work(v.reason.trim()),
    onSuccess: async (result) => {
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
      onClose()
      done?.(result)
    },
  })
  const failed = run.error ? messageOf(run.error, lang, t) : null
  const way = failed && wayOn?.(failed.code)
  return (
    <Modal open width={520} title={title} okText={ok} cancelText={t('order.cancel')} okButtonProps={{ danger: !!danger, disabled: !!way }} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => run.mutate(v)}>
        <div className="stack" style={{ marginBottom: 14 }}>{text}</div>
        <Form.Item name="reason" label={t('reading.reason')} rules={[{ required: true, whitespace: true, message: t('reading.reasonNeeded') }]}>
          <Input autoFocus maxLength={500} autoComplete="off" />
        </Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
        {way}
      </Form>
    </Modal>
  )
}
