import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { connectionsQuery, letterLimitsQuery } from '../../api/queries'
import type { LetterLimit } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Bones, ErrorState } from '../../ui/States'
import { useMay, useWs } from '../../ui/useWs'

/** Limits says from when on dead letters raise an alert: for the workspace, or for one connection. */
export function Limits({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [connection, choose] = useState('')
  const { data, error, refetch } = useQuery({ ...letterLimitsQuery(ws), enabled: open })
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: open && may('connection.read') })
  const base = data?.items.find((l) => l.connection === '')
  const own = data?.items.find((l) => l.connection === connection)
  const shown = own ?? base
  const saved = async () => {
    void message.success(t('letterLimits.saved'))
    await queries.invalidateQueries({ queryKey: [ws, 'connections', 'letter-limits'] })
  }
  const failed = (e: Error) => void message.error(messageOf(e, lang, t).text)
  const save = useMutation({
    mutationFn: (v: LetterLimit) => take(api.PUT('/api/v1/dead-letters/limits', { body: { ...v, connection, version: own?.version ?? 0 } })),
    onSuccess: saved,
    onError: failed,
  })
  const forget = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/dead-letters/limits/{connection}', { params: { path: { connection } } })),
    onSuccess: saved,
    onError: failed,
  })
  const set = new Set(data?.items.map((l) => l.connection))
  return (
    <Modal title={t('letterLimits.title')} open={open} onCancel={onClose} footer={null} destroyOnHidden>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : !shown ? <Bones rows={4} /> : (
        <div className="stack">
          <p className="soft">{t('letterLimits.note')}</p>
          <Select
            aria-label={t('connections.connection')}
            value={connection}
            onChange={choose}
            options={[
              { value: '', label: t('letterLimits.workspace') },
              ...(connections?.items ?? []).map((c) => ({ value: c.id, label: `${c.title || c.name}${set.has(c.id) ? ` · ${t('letterLimits.own')}` : ''}` })),
            ]}
          />
          <Form<LetterLimit> key={`${connection}/${shown.connection}/${shown.version}`} layout="horizontal" labelCol={{ flex: '200px' }} labelAlign="left" colon={false} requiredMark={false} disabled={!may('dlq.write')} initialValues={shown} onFinish={(v) => save.mutate(v)}>
            <Form.Item name="percent" label={t('letterLimits.percent')} extra={t('letterLimits.zero')}><InputNumber min={0} max={100} precision={0} suffix="%" style={{ width: 140 }} /></Form.Item>
            <Form.Item name="at_least" label={t('letterLimits.atLeast')}><InputNumber min={1} max={1_000_000} precision={0} style={{ width: 140 }} /></Form.Item>
            <Form.Item name="letters" label={t('letterLimits.letters')} extra={t('letterLimits.zero')}><InputNumber min={0} max={1_000_000} precision={0} style={{ width: 140 }} /></Form.Item>
            <Form.Item name="minutes" label={t('letterLimits.minutes')}><InputNumber min={1} max={1440} precision={0} style={{ width: 140 }} /></Form.Item>
            {may('dlq.write') && (
              <div className="row">
                <Button type="primary" htmlType="submit" loading={save.isPending}>{t('settings.save')}</Button>
                {connection !== '' && own && <Button loading={forget.isPending} onClick={() => forget.mutate()}>{t('letterLimits.forget')}</Button>}
              </div>
            )}
          </Form>
        </div>
      )}
    </Modal>
  )
}
