import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Input, Select } from 'antd'
import { useRef } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Alert } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'

const lengths = [1, 4, 24, 24 * 7, 24 * 30] as const

/** useAlertWork is what can be done with an alert: acknowledge, close and mute it. */
export function useAlertWork(a: Alert) {
  const { t, lang, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const said = useRef({ reason: '', hours: 4, whole: false })
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'connections', 'alerts'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  }
  const path = { params: { path: { id: a.id } } }
  const ack = useMutation({ mutationFn: () => take(api.POST('/api/v1/alerts/{id}/acknowledge', { ...path, body: {} })), ...options })
  const close = useMutation({ mutationFn: (reason: string) => take(api.POST('/api/v1/alerts/{id}/close', { ...path, body: { reason } })), ...options })
  const mute = useMutation({
    mutationFn: (v: { reason: string; hours: number; whole: boolean }) =>
      take(api.POST('/api/v1/alerts/{id}/mute', { ...path, body: { reason: v.reason, whole: v.whole, until: new Date(Date.now() + v.hours * 3_600_000).toISOString() } })),
    ...options,
  })
  const unmute = useMutation({ mutationFn: () => take(api.POST('/api/v1/alerts/{id}/unmute', path)), ...options })
  const reason = () => (
    <Input autoFocus maxLength={500} aria-label={t('letters.reason')} placeholder={t('letters.reason')} onChange={(e) => (said.current.reason = e.target.value.trim())} />
  )
  const asked = async (go: () => Promise<unknown>) => {
    if (!said.current.reason) {
      void message.warning(t('letters.reasonNeeded'))
      throw new Error('no reason')
    }
    await go().catch(() => undefined)
  }
  const askClose = () => {
    said.current.reason = ''
    void modal.confirm({
      title: t('alerts.askClose'), content: reason(), okText: t('alerts.close'), cancelText: t('letters.cancel'),
      onOk: () => asked(() => close.mutateAsync(said.current.reason)),
    })
  }
  const askMute = () => {
    said.current = { reason: '', hours: 4, whole: false }
    void modal.confirm({
      title: t('alertCentre.askMute'),
      content: (
        <div className="stack" style={{ gap: 10 }}>
          <p className="soft">{t('alertCentre.muteNote')}</p>
          <Select defaultValue={4} aria-label={t('alertCentre.muteFor')} options={lengths.map((h) => ({ value: h, label: h < 24 ? t('alertCentre.hours', { n: h }) : t('alertCentre.days', { n: h / 24 }) }))} onChange={(h: number) => (said.current.hours = h)} />
          <Checkbox onChange={(e) => (said.current.whole = e.target.checked)}>{t('alertCentre.muteWhole', { kind: say(a.kind_title), where: a.connection_name ?? t('alerts.hub') })}</Checkbox>
          {reason()}
        </div>
      ),
      okText: t('alertCentre.mute'), cancelText: t('letters.cancel'),
      onOk: () => asked(() => mute.mutateAsync(said.current)),
    })
  }
  const open = a.state !== 'closed'
  return {
    canAck: a.state === 'open' && (may('alert.write') || may('alert.own')),
    canWrite: open && may('alert.write'),
    acking: ack.isPending,
    unmuting: unmute.isPending,
    ack: () => ack.mutate(),
    askClose,
    askMute,
    unmute: () => unmute.mutate(),
  }
}
