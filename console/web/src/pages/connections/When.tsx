import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, InputNumber, Segmented, Switch } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Panel } from '../../ui/Panel'
import { useMay, useWs } from '../../ui/useWs'
import { QuietWindows } from './QuietWindows'

interface Values {
  by: 'pace' | 'schedule'
  poll: number
  schedule: string
  quiet: { days?: string[]; from: string; to: string }[]
  history: boolean
}

/** When changes when a connection is read, when it is left alone, and whether what it reads is the past. */
export function When({ of: c }: { of: Connection }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const by = Form.useWatch('by', form) ?? (c.schedule ? 'schedule' : 'pace')
  const save = useMutation({
    mutationFn: (v: Values) =>
      take(api.PATCH('/api/v1/connections/{id}', {
        params: { path: { id: c.id }, header: { 'If-Match': `"${c.version}"` } },
        body: {
          ...(v.by === 'pace' && v.poll !== c.poll_seconds ? { poll_seconds: v.poll } : {}),
          schedule: v.by === 'schedule' ? v.schedule.trim() : '',
          quiet: v.quiet.map((q) => ({ from: q.from, to: q.to, days: q.days ?? [] })),
          history: v.history,
        },
      })),
    onSuccess: async () => {
      void message.success(t('settings.saved'))
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
    },
  })
  const failed = save.error ? messageOf(save.error, lang, t) : null
  return (
    <Panel title={t('reading.when')} note={t('reading.zone')}>
      <Form<Values>
        key={c.version}
        form={form}
        layout="horizontal"
        labelCol={{ flex: '180px' }}
        labelAlign="left"
        colon={false}
        labelWrap
        requiredMark={false}
        disabled={!may('connection.write')}
        initialValues={{ by: c.schedule ? 'schedule' : 'pace', poll: c.poll_seconds, schedule: c.schedule, quiet: c.quiet, history: !!c.history_since }}
        onFinish={(v) => save.mutate({ ...v, poll: v.poll ?? c.poll_seconds, schedule: v.schedule ?? '' })}
      >
        <Form.Item name="by" label={t('reading.by')}>
          <Segmented options={[{ value: 'pace', label: t('reading.pace') }, { value: 'schedule', label: t('reading.schedule') }]} />
        </Form.Item>
        {by === 'pace' ? (
          <Form.Item name="poll" label={t('connection.poll')} rules={[{ required: true, message: t('settings.needed', { name: t('connection.poll') }) }]}>
            <InputNumber min={1} max={86400} precision={0} suffix={t('reading.seconds')} style={{ width: 200 }} />
          </Form.Item>
        ) : (
          <Form.Item name="schedule" label={t('reading.cron')} extra={t('reading.cronHint')} rules={[{ required: true, whitespace: true, message: t('settings.needed', { name: t('reading.cron') }) }]}>
            <Input className="mono" maxLength={100} placeholder="0 2 * * *" style={{ width: 260 }} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item label={t('reading.quiet')} extra={t('reading.quietHint')}>
          <QuietWindows name="quiet" />
        </Form.Item>
        <Form.Item name="history" label={t('reading.historyMode')} extra={t('reading.historyHint')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
        {may('connection.write') && <Button type="primary" htmlType="submit" loading={save.isPending}>{t('settings.save')}</Button>}
      </Form>
    </Panel>
  )
}
