import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Segmented, Select } from 'antd'
import { connectionsQuery } from '../../api/queries'
import type { AlertRule } from '../../api/types'
import { severities } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'

const ways = ['threshold', 'absence', 'rate', 'contradiction'] as const

/** RuleDialog edits one rule: what it looks at and when it speaks. */
export function RuleDialog({ rule, metrics, onClose, onSave, onRemove }: {
  rule: AlertRule | undefined
  metrics: { metric: string; title: { zh: string; en: string }; hourly: boolean }[]
  onClose: () => void
  onSave: (r: AlertRule) => void
  onRemove: (() => void) | undefined
}) {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const [form] = Form.useForm<AlertRule>()
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: may('connection.read') })
  const how = Form.useWatch('how', form) ?? rule?.how ?? 'threshold'
  const metric = Form.useWatch('metric', form) ?? rule?.metric
  const hourly = metrics.find((m) => m.metric === metric)?.hourly ?? false
  const needed = (name: string) => [{ required: true, message: t('settings.needed', { name }) }]
  const options = metrics.filter((m) => how !== 'absence' || m.metric === 'records').map((m) => ({ value: m.metric, label: say(m.title) }))
  const save = (v: AlertRule) => onSave(Object.fromEntries(Object.entries({ ...v, off: rule?.off }).filter(([, x]) => x !== undefined && x !== null && x !== '')) as unknown as AlertRule)
  return (
    <Modal
      open title={t(rule ? 'alertRules.editTitle' : 'alertRules.addTitle')} onCancel={onClose} width={560}
      footer={[
        onRemove && <Button key="remove" danger style={{ float: 'left' }} onClick={onRemove}>{t('alertRules.remove')}</Button>,
        <Button key="cancel" onClick={onClose}>{t('letters.cancel')}</Button>,
        <Button key="save" type="primary" onClick={() => form.submit()}>{t('settings.save')}</Button>,
      ]}
    >
      <Form<AlertRule> form={form} layout="horizontal" labelCol={{ flex: '130px' }} labelAlign="left" labelWrap colon={false} requiredMark={false} initialValues={rule ?? { how: 'threshold', metric: 'letters_open', severity: 'warning', within: 60 }} onFinish={save}>
        <Form.Item name="title" label={t('alertRules.title')} rules={needed(t('alertRules.title'))}><Input maxLength={120} /></Form.Item>
        <Form.Item name="name" label={t('alertRules.name')} extra={t('alertRules.nameHint')} rules={[...needed(t('alertRules.name')), { pattern: /^[a-z0-9][a-z0-9-]{0,59}$/, message: t('alertRules.nameHint') }]}><Input className="mono" maxLength={60} disabled={!!rule} /></Form.Item>
        <Form.Item name="how" label={t('alertRules.how')}><Segmented options={ways.map((w) => ({ value: w, label: t(`alertHow.${w}`) }))} /></Form.Item>
        <Form.Item name="metric" label={t('alertRules.metric')} rules={needed(t('alertRules.metric'))}><Select options={options} /></Form.Item>
        {how === 'contradiction' && <Form.Item name="other" label={t('alertRules.other')} rules={needed(t('alertRules.other'))}><Select options={options.filter((o) => o.value !== metric)} /></Form.Item>}
        {how === 'threshold' && <Form.Item name="above" label={t('alertRules.above')}><InputNumber precision={0} style={{ width: 160 }} /></Form.Item>}
        {how === 'threshold' && <Form.Item name="below" label={t('alertRules.below')}><InputNumber precision={0} style={{ width: 160 }} /></Form.Item>}
        {(how === 'rate' || how === 'contradiction') && <Form.Item name="percent" label={t('alertRules.percent')} rules={how === 'rate' ? needed(t('alertRules.percent')) : []}><InputNumber min={0} max={10000} precision={0} suffix="%" style={{ width: 160 }} /></Form.Item>}
        {(how === 'rate' || how === 'contradiction') && <Form.Item name="at_least" label={t('alertRules.atLeast')}><InputNumber min={0} precision={0} style={{ width: 160 }} /></Form.Item>}
        {how === 'rate' && <Form.Item name="versus" label={t('alertRules.versus')}><Select allowClear placeholder={t('alertRules.week')} options={[{ value: 'day', label: t('alertRules.day') }, { value: 'week', label: t('alertRules.week') }]} style={{ width: 220 }} /></Form.Item>}
        {(hourly && how !== 'contradiction') && <Form.Item name="within" label={t(how === 'absence' ? 'alertRules.withoutFor' : 'alertRules.within')} rules={needed(t('alertRules.within'))}><InputNumber min={1} max={1440} precision={0} suffix={t('alertRules.minutes')} style={{ width: 190 }} /></Form.Item>}
        <Form.Item name="connection" label={t('connections.connection')}><Select allowClear placeholder={t('alertRules.each')} options={(connections?.items ?? []).map((c) => ({ value: c.id, label: c.title || c.name }))} /></Form.Item>
        <Form.Item name="severity" label={t('alerts.severity')}><Segmented options={severities.map((s) => ({ value: s, label: t(`alertSeverity.${s}`) }))} /></Form.Item>
      </Form>
    </Modal>
  )
}
