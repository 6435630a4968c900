import { Button, Form, Input, Modal, Segmented } from 'antd'
import type { WorkYear } from '../../api/types'
import { useSay } from '../../i18n/useSay'

type Day = WorkYear['days'][number]

/** DayDialog says what is special about one day. */
export function DayDialog({ date, day: d, onClose, onSave }: { date: string; day: Day | undefined; onClose: () => void; onSave: (d?: Day) => void }) {
  const { t } = useSay()
  const [form] = Form.useForm<{ kind: Day['kind'] | ''; name: string }>()
  const at = new Date(`${date}T00:00:00Z`).getUTCDay()
  const weekend = at === 0 || at === 6
  const kind = Form.useWatch('kind', form) ?? d?.kind ?? ''
  return (
    <Modal
      open title={date} onCancel={onClose} width={420}
      footer={[<Button key="c" onClick={onClose}>{t('letters.cancel')}</Button>, <Button key="s" type="primary" onClick={() => form.submit()}>{t('settings.save')}</Button>]}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: d?.kind ?? '', name: d?.name ?? '' }} onFinish={(v) => onSave(v.kind === '' ? undefined : { date, kind: v.kind, name: v.name.trim() })}>
        <Form.Item name="kind"><Segmented block options={[{ value: '', label: t(weekend ? 'workCalendar.asWeekend' : 'workCalendar.asWeekday') }, { value: 'holiday', label: t('workCalendar.holiday') }, ...(weekend ? [{ value: 'workday', label: t('workCalendar.workday') }] : [])]} /></Form.Item>
        {kind !== '' && <Form.Item name="name" label={t('workCalendar.name')} rules={[{ required: true, whitespace: true, message: t('settings.needed', { name: t('workCalendar.name') }) }]}><Input maxLength={60} /></Form.Item>}
      </Form>
    </Modal>
  )
}
