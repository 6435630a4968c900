import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Select, Upload } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/problem'
import { filesQuery } from '../../api/queries'
import type { Connection, ConnectorKind, UploadedFile } from '../../api/types'
import { upload } from '../../api/upload'
import { useSay } from '../../i18n/useSay'
import { bytes } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'

/** Files lists the uploaded files of a connection and takes new ones. */
export function Files({ of: c, kind }: { of: Connection; kind: ConnectorKind }) {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const { data, error, refetch } = useQuery(filesQuery(ws, c.id))
  const title = (stream: string) => {
    const s = kind.streams.find((x) => x.name === stream)
    return s ? say(s.title) : stream
  }
  return (
    <div className={may('file.upload') ? 'split' : undefined}>
      <Panel title={t('files.title')} flush>
        <DataTable<UploadedFile>
          label={t('files.title')}
          rows={data?.items.toReversed()}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(f) => String(f.seq)}
          empty={<EmptyState title={t('files.empty')} hint={t('files.emptyHint')} />}
          columns={[
            { key: 'name', title: t('files.name'), clip: true, cell: (f) => <span title={f.sha256}>{f.name}</span> },
            { key: 'kind', title: t('files.kind'), width: 130, cell: (f) => title(f.kind) },
            { key: 'list', title: t('files.about'), clip: true, cell: (f) => <span className="soft">{Object.entries(f.params).map(([k, v]) => `${k}: ${v}`).join(' · ') || '–'}</span> },
            { key: 'size', title: t('files.size'), num: true, width: 90, cell: (f) => bytes(f.size) },
            { key: 'at', title: t('files.at'), width: 140, cell: (f) => <Time at={f.uploaded_at} /> },
          ]}
        />
      </Panel>
      {may('file.upload') && <UploadForm of={c} kind={kind} />}
    </div>
  )
}

interface Values {
  kind: string
  list: string
  campaign?: string
}

function UploadForm({ of: c, kind }: { of: Connection; kind: ConnectorKind }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<File | null>(null)
  const send = useMutation({
    mutationFn: (v: Values) => upload(c.id, file as File, { ...v }),
    onSuccess: async (kept) => {
      void message.success(t('files.taken', { name: kept.name }))
      setFile(null)
      form.resetFields(['list', 'campaign'])
      await queries.invalidateQueries({ queryKey: [ws, 'connections', c.id] })
    },
  })
  const failed = send.error ? messageOf(send.error, lang, t) : null
  return (
    <Panel title={t('files.upload')}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: kind.streams[0]?.name }} onFinish={(v: Values) => send.mutate(v)}>
        <Form.Item name="kind" label={t('files.kind')} rules={[{ required: true }]}>
          <Select options={kind.streams.map((s) => ({ value: s.name, label: say(s.title) }))} />
        </Form.Item>
        <Form.Item name="list" label={t('files.list')} extra={t('files.listHint')} rules={[{ required: true, message: t('files.listNeeded') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="campaign" label={t('files.campaign')}>
          <Input maxLength={100} />
        </Form.Item>
        <Upload.Dragger accept=".csv,.xlsx,.txt" maxCount={1} fileList={[]} beforeUpload={(f) => { setFile(f); return false }}>
          <p style={{ fontSize: 26, color: 'var(--accent)' }}><InboxOutlined /></p>
          <p>{file ? `${file.name} · ${bytes(file.size)}` : t('files.drop')}</p>
          <p className="faint">{t('files.limits')}</p>
        </Upload.Dragger>
        {failed && <div className="failed" role="alert">{failed.text} {failed.detail} <code>{failed.code}</code></div>}
        <Button type="primary" htmlType="submit" block disabled={!file} loading={send.isPending} style={{ marginTop: 12 }}>{t('files.send')}</Button>
      </Form>
    </Panel>
  )
}
