import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../api/client'
import { connectionsQuery } from '../../api/queries'
import type { Provider } from '../../api/security'
import { useWs } from '../../ui/useWs'
import { Failed } from '../signin/Failed'
import { roles } from './Policy'

type Values = Omit<Provider, 'version' | 'client_secret_set' | 'redirect' | 'title'> & { zh: string; en: string }

const fresh: Partial<Values> = { kind: 'oidc', enabled: true, public: true, proven: false, roles: [], claim: 'email', scopes: ['profile', 'email'], domains: [] }

/** ProviderForm makes or changes a provider. */
export function ProviderForm({ of: p, close }: { of: Provider | null; close: () => void }) {
  const { t } = useTranslation()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form) ?? p?.kind ?? 'oidc'
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: kind === 'scan' })
  const save = useMutation({
    mutationFn: ({ name, zh, en, ...v }: Values) =>
      take(api.PUT('/api/v1/identity-providers/{name}', {
        params: { path: { name: p?.name ?? name } },
        body: { ...v, kind, title: { zh: zh ?? '', en: en ?? '' }, contact: v.contact ?? '', roles: v.roles ?? [], version: p?.version ?? 0 } as Provider,
      })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [ws, 'security'] })
      void message.success(t('security.saved'))
      close()
    },
  })
  const needed = { required: true, message: t('provider.needed') }
  return (
    <Modal open width={640} title={p ? t('provider.change') : t('provider.add')} okText={t('provider.save')} cancelText={t('security.cancel')} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={p ? { ...p, zh: p.title.zh, en: p.title.en } : fresh} onFinish={(v) => save.mutate(v)}>
        <div className="pair">
          <Form.Item name="kind" label={t('provider.kind')}>
            <Select disabled={p !== null} options={(['oidc', 'scan'] as const).map((k) => ({ value: k, label: t(`provider.kinds.${k}`) }))} />
          </Form.Item>
          <Form.Item name="name" label={t('provider.short')} rules={[needed, { pattern: /^[a-z0-9][a-z0-9-]*$/, message: t('provider.shortRule') }]}>
            <Input disabled={p !== null} maxLength={40} placeholder="corp" />
          </Form.Item>
          <Form.Item name="zh" label={t('provider.zh')} rules={[needed]}><Input maxLength={60} placeholder="企业账号" /></Form.Item>
          <Form.Item name="en" label={t('provider.en')}><Input maxLength={60} placeholder="Company account" /></Form.Item>
        </div>
        {kind === 'oidc' && (
          <>
            <Form.Item name="issuer" label={t('provider.issuer')} rules={[needed]}><Input disabled={p !== null} maxLength={300} placeholder="https://id.example.com/realms/company" /></Form.Item>
            <div className="pair">
              <Form.Item name="client_id" label={t('provider.clientId')} rules={[needed]}><Input maxLength={300} /></Form.Item>
              <Form.Item name="client_secret" label={t('provider.secret')}><Input.Password autoComplete="new-password" maxLength={2000} placeholder={p?.client_secret_set ? t('provider.secretKept') : ''} /></Form.Item>
              <Form.Item name="claim" label={t('provider.claim')} extra={t('provider.claimHint')}>
                <Select options={['email', 'preferred_username', 'sub'].map((v) => ({ value: v, label: v }))} />
              </Form.Item>
              <Form.Item name="domains" label={t('provider.domains')} extra={t('provider.domainsHint')}>
                <Select mode="tags" open={false} suffixIcon={null} placeholder="example.com" />
              </Form.Item>
            </div>
          </>
        )}
        {kind === 'scan' && (
          <Form.Item name="connection" label={t('provider.connection')} extra={t('provider.connectionHint')} rules={[needed]}>
            <Select options={(connections?.items ?? []).filter((c) => scanners.includes(c.connector)).map((c) => ({ value: c.id, label: c.title || c.name }))} notFoundContent={t('provider.noConnection')} />
          </Form.Item>
        )}
        <Form.Item name="roles" label={t('provider.roles')} extra={t('provider.rolesHint')}>
          <Select mode="multiple" allowClear options={roles.filter((r) => r !== 'admin').map((r) => ({ value: r, label: t(`role.${r}`) }))} />
        </Form.Item>
        <Form.Item name="contact" label={t('provider.contact')} extra={t('provider.contactHint')}><Input maxLength={200} /></Form.Item>
        <div className="switches">
          {(['enabled', 'public', 'proven'] as const).map((k) => (
            <label key={k}>
              <Form.Item name={k} valuePropName="checked" noStyle><Switch size="small" /></Form.Item>
              {t(`provider.${k}`)}
            </label>
          ))}
        </div>
        {p?.redirect && kind === 'oidc' && (
          <div className="redirect"><span className="soft">{t('provider.redirect')}</span><code>{p.redirect}</code></div>
        )}
        <Failed error={save.error} />
      </Form>
    </Modal>
  )
}

// The systems whose connectors sign people in.
const scanners = ['wecom', 'dingtalk']
