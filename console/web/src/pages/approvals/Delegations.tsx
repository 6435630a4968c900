import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { delegationsQuery } from '../../api/approvals'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { dateTime, fromField, inField } from '../../lib/time'
import { useWs } from '../../ui/useWs'

interface Values {
  kind: string
  to: string
  from: string
  until: string
  reason?: string
}

/** Delegations lists whose turn was handed to whom, and hands on the caller's own. */
export function Delegations({ onClose }: { onClose: () => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const { data } = useQuery(delegationsQuery(ws))
  const kind = Form.useWatch('kind', form)
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'connections', 'approvals'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text, 8),
  }
  const hand = useMutation({
    mutationFn: (v: Values) => {
      const [from, until] = [fromField(v.from), fromField(v.until)]
      return take(api.POST('/api/v1/delegations', { body: { kind: v.kind, to: v.to, to_at: until ?? '', ...(from && { from_at: from }), ...(v.reason && { reason: v.reason }) } }))
    },
    ...options,
    onSuccess: () => {
      void message.success(t('approvals.handed'))
      form.resetFields()
      return options.onSuccess()
    },
  })
  const back = useMutation({ mutationFn: (id: string) => take(api.DELETE('/api/v1/delegations/{delegation}', { params: { path: { delegation: id } } })), ...options })
  const needed = [{ required: true, message: t('approvals.fill') }]
  const members = data?.deputies.find((d) => d.kind === kind)?.members ?? []
  const now = new Date()
  return (
    <Modal open title={t('approvals.delegate')} okText={t('approvals.hand')} cancelText={t('approvals.cancel')} confirmLoading={hand.isPending} okButtonProps={{ disabled: data?.deputies.length === 0 }} onOk={() => form.submit()} onCancel={onClose}>
      <p className="soft">{t('approvals.delegateText')}</p>
      <ul className="handed">
        {data?.items.map((d) => (
          <li key={d.id} className="row between">
            <span><b>{say(d.kind_name)}</b> {t(d.mine ? 'approvals.byMe' : 'approvals.toMe', { name: d.mine ? d.to : d.from, until: dateTime(d.to_at) })}</span>
            {d.mine && <Button size="small" loading={back.isPending && back.variables === d.id} onClick={() => back.mutate(d.id)}>{t('approvals.takeBack')}</Button>}
          </li>
        ))}
      </ul>
      {data?.deputies.length === 0 ? <p className="soft">{t('approvals.noDeputy')}</p> : (
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ from: inField(now), until: inField(new Date(now.getTime() + 7 * 86_400_000)) }} onFinish={(v) => hand.mutate(v)}>
          <div className="pair">
            <Form.Item name="kind" label={t('approvals.kind')} rules={needed}>
              <Select options={data?.deputies.map((d) => ({ value: d.kind, label: say(d.kind_name) })) ?? []} onChange={() => form.setFieldValue('to', undefined)} />
            </Form.Item>
            <Form.Item name="to" label={t('approvals.deputy')} rules={needed}>
              <Select disabled={!kind} options={members.map((m) => ({ value: m.account, label: m.name }))} />
            </Form.Item>
            <Form.Item name="from" label={t('approvals.start')} rules={needed}><Input type="datetime-local" /></Form.Item>
            <Form.Item name="until" label={t('approvals.end')} rules={needed}><Input type="datetime-local" /></Form.Item>
          </div>
          <Form.Item name="reason" label={t('approvals.why')}><Input maxLength={500} /></Form.Item>
        </Form>
      )}
    </Modal>
  )
}
