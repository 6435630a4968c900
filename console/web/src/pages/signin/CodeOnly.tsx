import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Failed } from './Failed'

/** CodeOnly asks for the code of a second step. */
export function CodeOnly({ label, go, pending, error, confirm }: { label?: string; go?: string; pending: boolean; error: unknown; confirm: (code: string) => void }) {
  const { t } = useTranslation()
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(v: { code: string }) => confirm(v.code)}>
      <Form.Item name="code" label={label ?? t('second.code')} rules={[{ required: true, message: t('second.codeNeeded') }]}>
        <Input size="large" autoFocus autoComplete="one-time-code" maxLength={40} />
      </Form.Item>
      <Failed error={error} />
      <Button type="primary" size="large" htmlType="submit" block loading={pending}>{go ?? t('second.enter')}</Button>
    </Form>
  )
}
