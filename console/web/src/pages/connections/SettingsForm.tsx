import { Form, Input, InputNumber, Select, Switch } from 'antd'
import type { Rule } from 'antd/es/form'
import type { ConnectorParam } from '../../api/types'
import { useSay } from '../../i18n/useSay'

/** SettingsFields draws the settings that a connector asks for, in its order. */
export function SettingsFields({ params, secretsSet = [] }: { params: ConnectorParam[]; secretsSet?: string[] }) {
  const { t, say } = useSay()
  return (
    <>
      {params.map((p) => {
        const kept = p.secret && secretsSet.includes(p.name)
        const rules: Rule[] = p.required && !kept && p.default === undefined ? [{ required: true, message: t('settings.needed', { name: say(p.title) }) }] : []
        return (
          <Form.Item
            key={p.name}
            name={['settings', p.name]}
            label={say(p.title)}
            extra={say(p.help) || undefined}
            rules={rules}
            valuePropName={p.type === 'bool' ? 'checked' : 'value'}
          >
            {field(p, kept ? t('settings.secretKept') : '')}
          </Form.Item>
        )
      })}
    </>
  )
}

function field(p: ConnectorParam, placeholder: string) {
  switch (p.type) {
    case 'bool':
      return <Switch />
    case 'int':
      return <InputNumber style={{ width: 200 }} precision={0} />
    case 'enum':
      return <Select options={p.enum.map((v) => ({ value: v, label: v }))} />
    case 'list':
      return <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '\n']} />
    default:
      return p.secret ? <Input.Password placeholder={placeholder} autoComplete="new-password" /> : <Input placeholder={placeholder} autoComplete="off" />
  }
}

/** settingsOf takes out what was left empty: an untouched secret stays, another setting falls back to its default. */
export function settingsOf(params: ConnectorParam[], values: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const p of params) {
    const v = values[p.name]
    if (v === undefined || v === null || v === '') continue
    out[p.name] = v
  }
  return out
}

/** startOf gives the values that the form begins with. */
export function startOf(params: ConnectorParam[], has: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(params.map((p) => [p.name, p.secret ? undefined : (has[p.name] ?? p.default)]))
}
