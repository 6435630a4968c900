import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { connectorsQuery } from '../../api/queries'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { Panel } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { Limits } from './Settings'
import { SettingsFields, settingsOf, startOf } from './SettingsForm'

interface Values {
  name: string
  title: string
  settings?: Record<string, unknown>
}

/** NewConnection connects a system of one kind. */
export default function NewConnection() {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const { connector } = useParams({ from: '/w/$workspace/connect/$connector' })
  const { data, error, refetch } = useQuery(connectorsQuery(ws))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [once] = useState(() => crypto.randomUUID())
  const kind = data?.items.find((c) => c.name === connector)
  const create = useMutation({
    mutationFn: (v: Values) =>
      take(api.POST('/api/v1/connections', {
        params: { header: { 'Idempotency-Key': once } },
        body: { name: v.name, title: v.title, connector, settings: settingsOf(kind?.params ?? [], v.settings ?? {}) },
      })),
    onSuccess: async (c) => {
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
      await navigate({ to: '/w/$workspace/connections/$connection', params: { workspace: ws, connection: c.id }, search: {} })
    },
  })
  const failed = create.error ? messageOf(create.error, lang, t) : null
  const crumbs = <Link to="/w/$workspace/connect" params={{ workspace: ws }}>{t('catalogue.title')}</Link>
  if (!kind) {
    return (
      <div className="page">
        <PageHeader title={t('new.title', { name: connector })} crumbs={crumbs} />
        <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : data ? <EmptyState title={t('catalogue.none')} action={crumbs} /> : <Bones />}</div>
      </div>
    )
  }
  return (
    <div className="page">
      <PageHeader title={t('new.title', { name: say(kind.title) })} crumbs={crumbs} note={say(kind.summary)} />
      <div className="split">
        <Panel title={t('connection.settings')}>
          <Form<Values>
            layout="horizontal" labelCol={{ flex: '180px' }} labelAlign="left" colon={false} labelWrap requiredMark={false}
            initialValues={{ name: connector, title: say(kind.title), settings: startOf(kind.params) }}
            onFinish={(v) => create.mutate(v)}
          >
            <Form.Item name="title" label={t('settings.title')} rules={[{ required: true, message: t('settings.needed', { name: t('settings.title') }) }]}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="name" label={t('new.name')} extra={t('new.nameHint')} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, message: t('new.nameBad') }]}>
              <Input maxLength={63} />
            </Form.Item>
            <SettingsFields params={kind.params} />
            {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
            <Button type="primary" htmlType="submit" loading={create.isPending}>{t('new.create')}</Button>
          </Form>
        </Panel>
        <Limits kind={kind} say={say} />
      </div>
    </div>
  )
}
