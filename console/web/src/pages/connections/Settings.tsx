import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Connection, ConnectorKind } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Panel } from '../../ui/Panel'
import { useMay, useWs } from '../../ui/useWs'
import { SettingsFields, settingsOf, startOf } from './SettingsForm'
import { When } from './When'

interface Values {
  title: string
  settings: Record<string, unknown>
}

/** Settings changes what a connection is called and how it reaches its system. */
export function Settings({ of: c, kind }: { of: Connection; kind: ConnectorKind }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (v: Values) =>
      take(api.PATCH('/api/v1/connections/{id}', {
        params: { path: { id: c.id }, header: { 'If-Match': `"${c.version}"` } },
        body: { title: v.title, settings: settingsOf(kind.params, v.settings) },
      })),
    onSuccess: async () => {
      void message.success(t('settings.saved'))
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
    },
  })
  const failed = save.error ? messageOf(save.error, lang, t) : null
  return (
    <div className="split">
      <div className="stack">
        <Panel title={t('connection.settings')}>
          <Form<Values>
            key={c.version}
            layout="horizontal"
            labelCol={{ flex: '180px' }}
            labelAlign="left"
            colon={false}
            labelWrap
            requiredMark={false}
            disabled={!may('connection.write')}
            initialValues={{ title: c.title, settings: startOf(kind.params, c.settings) }}
            onFinish={(v) => save.mutate(v)}
          >
            <Form.Item name="title" label={t('settings.title')} rules={[{ required: true, message: t('settings.needed', { name: t('settings.title') }) }]}>
              <Input maxLength={100} />
            </Form.Item>
            <SettingsFields params={kind.params} secretsSet={c.secrets_set} />
            {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
            {may('connection.write') && <Button type="primary" htmlType="submit" loading={save.isPending}>{t('settings.save')}</Button>}
          </Form>
        </Panel>
        {kind.pulls && <When of={c} />}
      </div>
      <Limits kind={kind} say={say} />
    </div>
  )
}

/** Limits tells what a vendor limits and what nobody has checked on this system yet. */
export function Limits({ kind, say }: { kind: ConnectorKind; say: (text: { zh: string; en: string }) => string }) {
  const { t } = useSay()
  const open = kind.assumptions.filter((a) => !a.verified)
  return (
    <div className="stack">
      {kind.streams.length > 0 && (
        <Panel title={t('settings.streams')}>
          <ul className="plain">
            {kind.streams.map((s) => <li key={s.name}>{say(s.title)}</li>)}
          </ul>
        </Panel>
      )}
      {kind.limits.length > 0 && (
        <Panel title={t('settings.limits')}>
          <ul className="plain">{kind.limits.map((l) => <li key={l.en}>{say(l)}</li>)}</ul>
        </Panel>
      )}
      {open.length > 0 && (
        <Panel title={t('settings.assumptions')} note={t('settings.assumptionsNote')}>
          <ul className="plain">{open.map((a) => <li key={a.id}>{say(a.text)}</li>)}</ul>
        </Panel>
      )}
    </div>
  )
}
