import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Modal, Segmented, Select } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { connectorsQuery } from '../../api/queries'
import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { fromField, inField, startOfDay } from '../../lib/time'
import { useWs } from '../../ui/useWs'
import { choices, isPast, maxWindows, whyNot, windowsOf } from './order'
import type { Order } from './order'

interface Values {
  stream?: string
  from?: string
  to?: string
  window: number
  past?: 'yes' | 'no'
  reason?: string
}

const lengths = [3600, 21_600, 86_400, 604_800, 2_592_000]

/** OrderDialog has a person order a replay, a backfill or a comparison, and says what it does and what it does not. */
export function OrderDialog({ of: c, order, onClose }: { of: Connection; order: Order; onClose: () => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: connectors } = useQuery(connectorsQuery(ws))
  const [form] = Form.useForm<Values>()
  const now = new Date()
  const begin: Values = {
    stream: order.stream ?? '',
    window: 86_400,
    ...(order.verb !== 'replay' && { from: inField(order.from ? new Date(order.from) : startOfDay(now, 1)), to: inField(order.to ? new Date(order.to) : startOfDay(now)) }),
  }
  const v = { ...begin, ...Form.useWatch([], form) }
  const { can, cannot } = choices(c, order.verb)
  const past = isPast(fromField(v.to), now)
  const windows = windowsOf(fromField(v.from), fromField(v.to), v.window) * (v.stream ? 1 : can.length)
  const start = useMutation({
    mutationFn: (x: Values) => {
      const [from, to] = [fromField(x.from), fromField(x.to)]
      const reason = x.reason?.trim() ?? ''
      const range = { connection: c.id, ...(x.stream && { stream: x.stream }), ...(from && { from }), ...(to && { to }) }
      switch (order.verb) {
        case 'replay': return take(api.POST('/api/v1/replays', { body: { ...range, reason } }))
        case 'compare': return take(api.POST('/api/v1/comparisons', { body: { ...range, reason } }))
        default: return take(api.POST('/api/v1/backfills', { body: { ...range, reason, window_seconds: x.window, ...(x.past && { history: x.past === 'yes' }) } }))
      }
    },
    onSuccess: async (j) => {
      await queries.invalidateQueries({ queryKey: [ws, 'connections', 'jobs'] })
      onClose()
      void navigate({ to: '/w/$workspace/jobs/$job', params: { workspace: ws, job: j.id } })
    },
  })
  const failed = start.error ? messageOf(start.error, lang, t) : null
  const range = order.verb !== 'replay'
  const later = (_: unknown, to: string | undefined) => {
    const from = form.getFieldValue('from') as string | undefined
    return from && to && from >= to ? Promise.reject(new Error(t('order.badRange'))) : Promise.resolve()
  }
  const needed = range ? [{ required: true, message: t('order.needed') }] : []
  return (
    <Modal
      open
      width={640}
      title={t(`order.title.${order.verb}`, { name: c.title || c.name })}
      okText={t(`order.ok.${order.verb}`)}
      cancelText={t('order.cancel')}
      okButtonProps={{ disabled: can.length === 0 }}
      confirmLoading={start.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ul className="does">
        <li><b>{t('order.does')}</b>{t(`order.doesText.${order.verb}`)}</li>
        <li><b>{t('order.doesNot')}</b>{t(`order.doesNotText.${order.verb}`)}</li>
        {range && c.status !== 'enabled' && can.length > 0 && <li className="warn"><b>{t('order.now')}</b>{t('order.waits')}</li>}
      </ul>
      {can.length > 0 && (
        <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={begin} onFinish={(x) => start.mutate(x)}>
          <Form.Item name="stream" label={t('connection.stream')}>
            <Select options={[{ value: '', label: t(range && cannot.length > 0 ? 'order.allThatCan' : 'order.all', { n: can.length }) }, ...can.map((s) => ({ value: s.name, label: say(s.title) || s.name }))]} />
          </Form.Item>
          <div className="pair">
            <Form.Item name="from" label={t(range ? 'order.from' : 'order.fromMaybe')} rules={needed}><Input type="datetime-local" max="9999-12-31T23:59" /></Form.Item>
            <Form.Item name="to" label={t(range ? 'order.to' : 'order.toMaybe')} dependencies={['from']} rules={[...needed, { validator: later }]}><Input type="datetime-local" max="9999-12-31T23:59" /></Form.Item>
          </div>
          <p className="faint under">{t(`order.time.${order.verb}`)}</p>
          {order.verb === 'backfill' && (
            <>
              <Form.Item
                name="window"
                label={t('order.window')}
                dependencies={['from', 'to', 'stream']}
                extra={t('order.windowNote', { n: count(windows) })}
                rules={[{ validator: (_, n: number) => (windowsOf(fromField(v.from), fromField(v.to), n) > maxWindows ? Promise.reject(new Error(t('order.tooMany', { n: count(maxWindows) }))) : Promise.resolve()) }]}
              >
                <Select options={lengths.map((n) => ({ value: n, label: t(`order.length.${n}`) }))} style={{ width: 200 }} />
              </Form.Item>
              <Form.Item label={t('order.past')} extra={t(`order.pastNote.${v.past ?? (past ? 'byAge' : 'byNews')}`)}>
                <Segmented value={v.past ?? (past ? 'yes' : 'no')} onChange={(x) => form.setFieldValue('past', x)} options={[{ value: 'yes', label: t('order.yes') }, { value: 'no', label: t('order.no') }]} />
              </Form.Item>
              <Form.Item name="past" hidden><Input /></Form.Item>
            </>
          )}
          <Form.Item name="reason" label={t(order.verb === 'backfill' ? 'reading.reason' : 'order.reasonMaybe')} rules={order.verb === 'backfill' ? [{ required: true, whitespace: true, message: t('reading.reasonNeeded') }] : []}>
            <Input maxLength={500} autoComplete="off" />
          </Form.Item>
          {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
        </Form>
      )}
      {cannot.length > 0 && (
        <div className="cannot">
          <b>{t('order.cannot')}</b>
          <ul>
            {cannot.map((s) => <li key={s.name}>{t(`order.why.${whyNot(s, connectors?.items.find((x) => x.name === c.connector)) ?? 'noTime'}`, { stream: say(s.title) || s.name })}</li>)}
          </ul>
          <p>{t('order.instead')}</p>
        </div>
      )}
    </Modal>
  )
}
