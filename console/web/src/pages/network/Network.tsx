import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { networkRangesQuery } from '../../api/network'
import type { NetworkRange } from '../../api/network'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'

/** Network lists the private networks that connections may reach; opening one needs a second person. */
export default function Network() {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [closing, close] = useState<string>()
  const { data, error, refetch } = useQuery(networkRangesQuery(ws))
  const failed = (e: Error) => void message.error(messageOf(e, lang, t).text)
  const shut = useMutation({
    mutationFn: (v: { reason: string }) => take(api.POST('/api/v1/network-ranges/close', { body: { range: closing ?? '', reason: v.reason } })),
    onSuccess: async () => {
      close(undefined)
      void message.success(t('network.closed'))
      await queries.invalidateQueries({ queryKey: [ws, 'network'] })
    },
    onError: failed,
  })
  return (
    <div className="page fill">
      <PageHeader title={t('nav.network')} note={t('network.note')} actions={may('url.allow') ? <Propose /> : undefined} />
      {data?.local && <Notice tone="info" title={t('network.local')} />}
      <div className="panel table-panel">
        <DataTable<NetworkRange>
          label={t('nav.network')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(r) => r.range}
          empty={<EmptyState title={t('network.empty')} hint={t('network.emptyHint')} />}
          columns={[
            { key: 'range', title: t('network.range'), width: 220, cell: (r) => <span className="mono">{r.range}</span> },
            { key: 'note', title: t('network.what'), clip: true, cell: (r) => r.note },
            { key: 'at', title: t('network.since'), width: 180, cell: (r) => <Time at={r.created_at} /> },
            ...(may('url.allow') ? [{ key: 'close', title: '', width: 110, cell: (r: NetworkRange) => <Button size="small" onClick={() => close(r.range)}>{t('network.close')}</Button> }] : []),
          ]}
        />
      </div>
      <Modal title={t('network.closeTitle', { range: closing ?? '' })} open={closing !== undefined} onCancel={() => close(undefined)} footer={null} destroyOnHidden>
        <div className="stack">
          <p className="soft">{t('network.closeText')}</p>
          <Form<{ reason: string }> layout="vertical" requiredMark={false} onFinish={(v) => shut.mutate(v)}>
            <Form.Item name="reason" label={t('network.reason')} rules={[{ required: true, whitespace: true, message: t('network.reasonNeeded') }]}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
            <Button danger type="primary" htmlType="submit" loading={shut.isPending}>{t('network.close')}</Button>
          </Form>
        </div>
      </Modal>
    </div>
  )
}

function Propose() {
  const { t, lang } = useSay()
  const { message } = App.useApp()
  const ws = useWs()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const propose = useMutation({
    mutationFn: (v: { range: string; reason: string }) => take(api.POST('/api/v1/network-ranges', { body: v })),
    onSuccess: async () => {
      setOpen(false)
      void message.success(t('network.proposed'))
      await queries.invalidateQueries({ queryKey: [ws, 'approvals'] })
    },
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  })
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t('network.open')}</Button>
      <Modal title={t('network.open')} open={open} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        <div className="stack">
          <p className="soft">{t('network.openText')}</p>
          <Form<{ range: string; reason: string }> layout="vertical" requiredMark={false} onFinish={(v) => propose.mutate(v)}>
            <Form.Item name="range" label={t('network.range')} rules={[{ required: true, whitespace: true, message: t('network.rangeNeeded') }]}><Input className="mono" placeholder="10.1.0.0/16" maxLength={64} /></Form.Item>
            <Form.Item name="reason" label={t('network.what')} rules={[{ required: true, whitespace: true, message: t('network.reasonNeeded') }]}><Input.TextArea rows={2} maxLength={500} placeholder={t('network.whatHint')} /></Form.Item>
            <Button type="primary" htmlType="submit" loading={propose.isPending}>{t('network.propose')}</Button>
          </Form>
        </div>
      </Modal>
    </>
  )
}
