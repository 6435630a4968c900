import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { QueryKey, UseQueryOptions } from '@tanstack/react-query'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../api/client'
import { messageOf } from '../api/problem'
import { Notice } from './Notice'
import { useMay } from './useWs'

/** Reveal is what a page needs to show personal values in full on demand. */
export interface Reveal {
  personal: boolean
  why: string
  /** The button that asks or hides; nothing where the viewer may not ask. */
  button: ReactNode
  /** notice says why values are not shown although they were asked for. */
  notice: (error: unknown) => ReactNode
}

/** useReveal lets a page show personal values in full; each look is noted in the audit trail. */
export function useReveal(): Reveal {
  const { t, i18n } = useTranslation()
  const may = useMay()
  const [state, set] = useState<{ personal: boolean; why: string }>({ personal: false, why: '' })
  const hide = () => set({ personal: false, why: '' })
  const button = !may('customer.personal')
    ? null
    : state.personal
      ? <Button icon={<EyeInvisibleOutlined />} onClick={hide}>{t('customer.mask')}</Button>
      : <Ask onAsk={(why) => set({ personal: true, why })}><Button icon={<EyeOutlined />}>{t('customer.unmask')}</Button></Ask>
  return {
    ...state,
    button,
    notice: (error) => error ? <Notice tone="warn" title={t('reveal.refused')} text={messageOf(error, i18n.language, t).text} onClose={hide} /> : null,
  }
}

/** useMasked reads a page masked, and in full once it was asked for: what was read in full is not read again by itself. */
export function useMasked<T, K extends QueryKey>(options: (personal: boolean, why: string) => UseQueryOptions<T, Error, T, K>, reveal: Reveal) {
  const masked = useQuery(options(false, ''))
  const full = useQuery({ ...options(true, reveal.why), enabled: reveal.personal, staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false })
  return { ...masked, data: reveal.personal ? (full.data ?? masked.data) : masked.data, refused: reveal.personal ? full.error : null }
}

/** Ask asks what for before something is shown. */
function Ask({ children, onAsk }: { children: ReactNode; onAsk: (why: string) => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const go = () => {
    setOpen(false)
    setWhy('')
    onAsk(why.trim())
  }
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      content={
        <div className="reveal-ask">
          <p>{t('reveal.note')}</p>
          <Input value={why} maxLength={200} placeholder={t('reveal.why')} aria-label={t('reveal.why')} onChange={(e) => setWhy(e.target.value)} onPressEnter={go} />
          <Button type="primary" size="small" onClick={go}>{t('reveal.go')}</Button>
        </div>
      }
    >
      {children}
    </Popover>
  )
}

/** RevealValue shows a masked value of a golden record, and in full once asked. */
export function RevealValue({ id, field, masked }: { id: string; field: string; masked: string }) {
  const { t, i18n } = useTranslation()
  const may = useMay()
  const [shown, setShown] = useState<string>()
  const [error, setError] = useState<string>()
  if (!may('customer.personal') || !masked) return <span className="mono">{masked || '–'}</span>
  const ask = (reason: string) =>
    void take(api.POST('/api/v1/customers/{id}/reveal', { params: { path: { id } }, body: { fields: [field], ...(reason && { reason }) } }))
      .then((r) => setShown(r.values[0]?.values[0] ?? ''))
      .catch((e: unknown) => setError(messageOf(e, i18n.language, t).text))
  return (
    <span className="mono reveal-value">
      <span className="value" title={shown ?? masked}>{shown ?? masked}</span>
      {shown === undefined && (
        <span onClick={(e) => e.stopPropagation()}>
          <Ask onAsk={ask}><Button type="text" size="small" icon={<EyeOutlined />} aria-label={t('reveal.show')} title={error ?? t('reveal.show')} danger={error !== undefined} /></Ask>
        </span>
      )}
    </span>
  )
}
