import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Segmented, Switch } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { exportsQuery } from '../../api/audit'
import { api } from '../../api/client'
import { ApiError, messageOf, problemOf } from '../../api/problem'
import type { CustomersSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { Notice } from '../../ui/Notice'
import { Facts } from '../../ui/Panel'
import { useMay, useWs } from '../../ui/useWs'

/** Export takes the customers of a list out as a sheet, or asks another person first. */
export function Export({ search }: { search: CustomersSearch }) {
  const { t } = useSay()
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!may('customer.export')) return null
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>{t('export.button')}</Button>
      {open && <Ask search={search} onClose={() => setOpen(false)} />}
    </>
  )
}

function Ask({ search, onClose }: { search: CustomersSearch; onClose: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [personal, setPersonal] = useState(false)
  const [reason, setReason] = useState('')
  const { data: ready } = useQuery(exportsQuery(ws))
  const ask = useMutation({
    mutationFn: async () => {
      const { data, error, response } = await api.POST('/api/v1/customers/export', {
        body: { format, personal, reason: reason.trim(), ...(search.kind && { kind: search.kind }), ...(search.q && { q: search.q }) }, parseAs: 'blob',
      })
      if (!response.ok) throw new ApiError(problemOf(response.status, error))
      if (response.status === 202) return 'waits'
      save(data as Blob, /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `customers.${format}`)
      onClose()
      return 'done'
    },
  })
  const fetchOne = useMutation({
    mutationFn: async (x: { id: string; format: string }) => {
      const { data, error, response } = await api.GET('/api/v1/exports/{export}/file', { params: { path: { export: x.id } }, parseAs: 'blob' })
      if (!response.ok) throw new ApiError(problemOf(response.status, error))
      save(data as Blob, `customers-${x.id.slice(0, 8)}.${x.format}`)
    },
  })
  const failed = ask.error ?? fetchOne.error
  return (
    <Modal open title={t('export.title')} okText={t('export.go')} confirmLoading={ask.isPending} onOk={() => ask.mutate()} onCancel={onClose}>
      <div className="stack">
        <p className="soft">{t('export.personalHint')}</p>
        <Facts
          rows={[
            [t('export.format'), <Segmented key="f" value={format} options={[{ value: 'xlsx', label: 'XLSX' }, { value: 'csv', label: 'CSV' }]} onChange={setFormat} />],
            ...(may('customer.personal') ? ([[t('export.personal'), <Switch key="p" checked={personal} aria-label={t('export.personal')} onChange={setPersonal} />]] as [string, ReactNode][]) : []),
          ]}
        />
        <Input value={reason} maxLength={500} placeholder={t('export.reason')} aria-label={t('export.reason')} onChange={(e) => setReason(e.target.value)} />
        {failed && <Notice tone="bad" title={messageOf(failed, lang, t).text} />}
        {ask.data === 'waits' && <Notice tone="info" title={t('export.waits')} />}
        {ready && ready.items.length > 0 && (
          <>
            <h3 className="why-head">{t('export.ready')}</h3>
            <ul className="plain">
              {ready.items.map((x) => (
                <li key={x.id}>
                  {x.format.toUpperCase()} · {count(x.persons + x.organisations)} · {t('export.expires', { at: dateTime(x.expires_at) })}{' '}
                  <Button type="link" size="small" onClick={() => fetchOne.mutate(x)}>{t('export.fetch')}</Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Modal>
  )
}

function save(file: Blob, name: string) {
  const url = URL.createObjectURL(file)
  const a = document.createElement('a')
  a.href = url
  a.download = name
  a.click()
  URL.revokeObjectURL(url)
}
