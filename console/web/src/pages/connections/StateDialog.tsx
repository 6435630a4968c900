import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { stateQuery } from '../../api/queries'
import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

/** StateChange says from where a stream shall be read on. */
export interface StateChange {
  stream: string
  to: 'start' | 'given'
}

interface Values {
  state?: string
  reason: string
  name: string
}

/** StateDialog has a person confirm, by the connection's name and with a reason, from where a stream is read on. */
export function StateDialog({ of: c, change, onClose }: { of: Connection; change: StateChange; onClose: () => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const { data, error, refetch } = useQuery(stateQuery(ws, c.id, change.stream))
  const start = change.to === 'start'
  const save = useMutation({
    mutationFn: async (v: Values) => {
      const path = { id: c.id, stream: change.stream }
      const header = { 'If-Match': `"${data?.tag ?? ''}"` }
      if (start) return take(api.DELETE('/api/v1/connections/{id}/streams/{stream}/state', { params: { path, header, query: { reason: v.reason } } }))
      // The text goes as it was typed: its numbers may be longer than a browser reads.
      const text = `{"state":${v.state ?? ''},"reason":${JSON.stringify(v.reason)}}`
      return take(api.PUT('/api/v1/connections/{id}/streams/{stream}/state', { params: { path, header }, body: { state: null, reason: v.reason }, bodySerializer: () => text }))
    },
    onSuccess: async () => {
      void message.success(t('reading.decided'))
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
      onClose()
    },
    onError: () => void refetch(),
  })
  const failed = save.error ? messageOf(save.error, lang, t) : null
  const stream = say(c.streams.find((s) => s.name === change.stream)?.title) || change.stream
  return (
    <Modal
      open
      width={620}
      title={t(start ? 'reading.fromStartTitle' : 'reading.setTitle', { stream })}
      okText={t(start ? 'reading.fromStart' : 'reading.setPosition')}
      okButtonProps={{ danger: start, disabled: !data }}
      cancelText={t('reading.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(start ? 'reading.fromStartNote' : 'reading.setNote')}</p>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />)}
      {data && (
        <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ state: data.text === 'null' ? '' : data.text }} onFinish={(v) => save.mutate(v)}>
          {start ? (
            <Form.Item label={t('reading.now')}><pre className="payload">{data.text === 'null' ? t('reading.noPosition') : data.text}</pre></Form.Item>
          ) : (
            <Form.Item name="state" label={t('reading.position')} rules={[{ validator: (_, v: string) => (isJSON(v) ? Promise.resolve() : Promise.reject(new Error(t('reading.notJSON')))) }]}>
              <Input.TextArea className="mono" autoSize={{ minRows: 3, maxRows: 10 }} maxLength={65536} />
            </Form.Item>
          )}
          <Form.Item name="reason" label={t('reading.reason')} rules={[{ required: true, whitespace: true, message: t('reading.reasonNeeded') }]}>
            <Input maxLength={500} autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={t('reading.confirm', { name: c.name })} rules={[{ validator: (_, v: string) => (v === c.name ? Promise.resolve() : Promise.reject(new Error(t('reading.confirmNeeded', { name: c.name })))) }]}>
            <Input placeholder={c.name} autoComplete="off" />
          </Form.Item>
          {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
        </Form>
      )}
    </Modal>
  )
}

function isJSON(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? '')
    return true
  } catch {
    return false
  }
}
