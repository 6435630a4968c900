import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { rolesQuery } from '../../api/access'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'
import { RoleChoice } from './RoleChoice'

const days = [7, 30, 90, 180, 365] as const

interface Values {
  name: string
  roles: string[]
  scopes: string[]
  days?: number
}

/** IssueKey makes an API key; how long it lasts has to be chosen. */
export function IssueKey({ onClose, onDone }: { onClose: () => void; onDone: (k: { name: string; text: string }) => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const roles = Form.useWatch('roles', form) ?? []
  const { data } = useQuery(rolesQuery(ws))
  const given = (data?.items ?? []).filter((p) => roles.some((r) => p.roles[r]))
  const open = given.filter((p) => may(p.action))
  const beyond = given.filter((p) => !may(p.action)) // nobody's key does more than they may
  const issue = useMutation({
    mutationFn: (v: Values) => take(api.POST('/api/v1/keys', {
      body: { name: v.name.trim(), roles: v.roles, scopes: v.scopes.filter((s) => open.some((p) => p.action === s)), expires_at: new Date(Date.now() + (v.days ?? 0) * 86_400_000).toISOString() },
    })),
    onSuccess: async (k) => {
      await queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'keys'] })
      onClose()
      onDone({ name: k.key.name, text: k.text })
    },
  })
  const failed = issue.error ? messageOf(issue.error, lang, t) : null
  return (
    <Modal open width={560} title={t('keys.issue')} okText={t('keys.issueOk')} cancelText={t('order.cancel')} confirmLoading={issue.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ roles: [], scopes: [] }} onFinish={(v) => issue.mutate(v)}>
        <p className="soft" style={{ margin: '0 0 14px' }}>{t('keys.issueNote')}</p>
        <Form.Item name="name" label={t('keys.what')} rules={[{ required: true, whitespace: true, message: t('keys.nameNeeded') }]}><Input autoFocus maxLength={60} autoComplete="off" /></Form.Item>
        <Form.Item name="roles" label={t('users.roles')} rules={[{ required: true, type: 'array', min: 1, message: t('users.roleNeeded') }]}><RoleChoice /></Form.Item>
        <Form.Item name="scopes" label={t('keys.scopes')} extra={beyond.length === 0 ? t('keys.scopesNote') : t('keys.beyond', { what: beyond.map((p) => say(p.title)).join(lang === 'en' ? ', ' : '、') })} rules={beyond.length === 0 ? [] : [{ required: true, type: 'array', min: 1, message: t('keys.scopesNeeded') }]}>
          <Select mode="multiple" allowClear optionFilterProp="label" disabled={open.length === 0} options={open.map((p) => ({ value: p.action, label: say(p.title) }))} />
        </Form.Item>
        <Form.Item name="days" label={t('keys.lasts')} rules={[{ required: true, message: t('keys.lastsNeeded') }]}>
          <Select style={{ width: 200 }} placeholder={t('keys.choose')} options={days.map((d) => ({ value: d, label: t('keys.days', { n: d }) }))} />
        </Form.Item>
        {failed && <div className="failed" role="alert">{failed.text} <code>{failed.code}</code></div>}
      </Form>
    </Modal>
  )
}
