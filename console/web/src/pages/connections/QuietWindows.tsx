import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useSay } from '../../i18n/useSay'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** QuietWindows edits a list of quiet hours under a name of the form around it. */
export function QuietWindows({ name }: { name: string }) {
  const { t, word } = useSay()
  const hour = { required: true, pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: t('reading.hour') }
  return (
    <Form.List name={name}>
      {(fields, { add, remove }) => (
        <div className="stack" style={{ gap: 8 }}>
          {fields.map((f) => (
            <div className="row wrap" key={f.key}>
              <Form.Item noStyle name={[f.name, 'days']}>
                <Select mode="multiple" maxTagCount="responsive" style={{ width: 210 }} placeholder={t('reading.everyDay')} aria-label={t('reading.days')} options={days.map((d) => ({ value: d, label: word('weekday', d) }))} />
              </Form.Item>
              <Form.Item noStyle name={[f.name, 'from']} rules={[hour]}><Input placeholder="22:00" style={{ width: 76 }} aria-label={t('reading.from')} /></Form.Item>
              <span className="faint">–</span>
              <Form.Item noStyle name={[f.name, 'to']} rules={[hour]}><Input placeholder="08:00" style={{ width: 76 }} aria-label={t('reading.to')} /></Form.Item>
              <Button type="text" icon={<DeleteOutlined />} aria-label={t('reading.removeQuiet')} onClick={() => remove(f.name)} />
            </div>
          ))}
          {fields.length < 20 && <div><Button size="small" icon={<PlusOutlined />} onClick={() => add({ days: [], from: '22:00', to: '08:00' })}>{t('reading.addQuiet')}</Button></div>}
        </div>
      )}
    </Form.List>
  )
}
