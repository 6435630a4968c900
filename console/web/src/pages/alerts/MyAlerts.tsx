import { useQuery } from '@tanstack/react-query'
import { Button, Form, Segmented, Select } from 'antd'
import { myAlertsQuery } from '../../api/alertQueries'
import { api, take } from '../../api/client'
import { useSay } from '../../i18n/useSay'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { QuietWindows } from '../connections/QuietWindows'
import { AlertRooms } from './AlertRooms'
import { useSaved } from './useSaved'

interface Values {
  quiet: { days?: string[]; from: string; to: string }[]
  channels: string[]
  english: boolean
}

/** MyAlerts says how the one who is signed in wants to be told. */
export default function MyAlerts() {
  const { t } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(myAlertsQuery(ws))
  const save = useSaved([ws, 'my-alerts'], (v: Values) =>
    take(api.PUT('/api/v1/my/alerts', { body: { quiet: v.quiet.map((q) => ({ from: q.from, to: q.to, days: q.days ?? [] })), channels: v.channels, english: v.english, version: data?.version ?? 0 } })))
  return (
    <div className="page">
      <PageHeader title={t('alertCentre.mine')} note={t('myAlerts.note')} />
      <AlertRooms />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <Bones rows={4} /> : (
        <div className="stack" style={{ maxWidth: 760 }}>
          {data.via.length === 0
            ? <Notice tone="warn" title={t('myAlerts.noAddress')} text={t('myAlerts.noAddressHint')} />
            : <Notice tone="info" title={t('myAlerts.known', { via: data.via.map((v) => t(`via.${v as 'email'}`)).join(t('alertRoutes.comma')) })} />}
          <Panel title={t('myAlerts.title')}>
            <Form<Values> key={data.version} layout="vertical" requiredMark={false} initialValues={{ quiet: data.quiet, channels: data.channels, english: data.english }} onFinish={(v) => save.mutate(v)}>
              <Form.Item label={t('myAlerts.quiet')} extra={t('myAlerts.quietHint')}><QuietWindows name="quiet" /></Form.Item>
              <Form.Item name="channels" label={t('myAlerts.channels')} extra={t('myAlerts.channelsHint')}>
                <Select mode="multiple" placeholder={t('alertRoutes.defaults')} options={data.options.map((c) => ({ value: c.id, label: c.title || c.name }))} />
              </Form.Item>
              <Form.Item name="english" label={t('myAlerts.language')}><Segmented options={[{ value: false, label: '中文' }, { value: true, label: 'English' }]} /></Form.Item>
              <Button type="primary" htmlType="submit" loading={save.isPending}>{t('settings.save')}</Button>
            </Form>
          </Panel>
        </div>
      )}
    </div>
  )
}
