import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Connection, ConnectionStream } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { moment } from '../../lib/time'
import { Notice } from '../../ui/Notice'
import { useMay, useWs } from '../../ui/useWs'
import type { Order } from '../jobs/order'
import { StateDialog } from './StateDialog'
import type { StateChange } from './StateDialog'

/** tried tells whether asking fails: the worst of the connection's streams, or the system as a whole. */
export function tried(c: Connection): { failures: number; since: string; next?: string; code: string; message: { zh: string; en: string } } | null {
  if (c.status !== 'enabled') return null
  if (c.outage) return { failures: c.outage.tries, since: c.outage.since, next: c.outage.next_at, code: c.outage.code, message: c.outage.message }
  const worst = [c.retry, ...c.streams.map((s) => s.retry)].filter((r) => r !== undefined).sort((a, b) => b.failures - a.failures)[0]
  return worst ? { failures: worst.failures, since: worst.since, next: worst.next_at, code: worst.code, message: worst.message } : null
}

/** Strips say what a person should know before the numbers: history mode, quiet hours, tries that fail, lost positions. */
export function Strips({ of: c, order }: { of: Connection; order?: ((o: Order) => void) | undefined }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [change, setChange] = useState<StateChange | null>(null)
  const done = () => queries.invalidateQueries({ queryKey: [ws, 'connections'] })
  const failed = (e: unknown) => void message.error(messageOf(e, lang, t).text)
  const again = useMutation({
    mutationFn: () => take(api.POST('/api/v1/connections/{id}/try', { params: { path: { id: c.id } } })),
    onSuccess: async () => {
      void message.success(t('reading.asked'))
      await done()
    },
    onError: failed,
  })
  const endHistory = useMutation({
    mutationFn: () => take(api.PATCH('/api/v1/connections/{id}', { params: { path: { id: c.id }, header: { 'If-Match': `"${c.version}"` } }, body: { history: false } })),
    onSuccess: done,
    onError: failed,
  })
  const retry = tried(c)
  const halted = c.streams.filter((s) => s.halted)
  if (!c.history_since && !c.quiet_until && !retry && halted.length === 0) return null
  return (
    <div className="stack" style={{ marginBottom: 12 }}>
      {c.history_since && (
        <Notice
          tone="info"
          title={t('reading.history', { at: moment(c.history_since) })}
          text={t('reading.historyText')}
          action={may('connection.write') && (
            <Popconfirm title={t('reading.historyEnd')} description={t('reading.historyEndText')} okText={t('reading.historyEnd')} cancelText={t('reading.cancel')} onConfirm={() => endHistory.mutate()}>
              <Button size="small" loading={endHistory.isPending}>{t('reading.historyEnd')}</Button>
            </Popconfirm>
          )}
        />
      )}
      {c.quiet_until && c.status === 'enabled' && <Notice tone="info" title={t('reading.quietUntil', { at: moment(c.quiet_until) })} text={t('reading.quietText')} />}
      {halted.map((s) => <Halted key={s.name} of={s} decide={may('pipeline.write') ? setChange : undefined} order={order} />)}
      {retry && (
        <Notice
          tone="warn"
          title={t(c.outage ? 'reading.outage' : 'reading.failing', { n: count(retry.failures), since: moment(retry.since), next: retry.next ? moment(retry.next) : t('reading.soon') })}
          text={`${say(retry.message)}（${retry.code}）`}
          action={may('connection.write') && !c.quiet_until && <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>{t('reading.tryNow')}</Button>}
        />
      )}
      {change && <StateDialog of={c} change={change} onClose={() => setChange(null)} />}
    </div>
  )
}

// since is from when on records of a halted stream may be missing.
function since(s: ConnectionStream): string | undefined {
  return s.last_moved_at ?? s.last_read_at ?? s.halted?.at
}

// Halted says that a stream is not read any more, and what a person can decide.
function Halted({ of: s, decide, order }: { of: ConnectionStream; decide?: ((c: StateChange) => void) | undefined; order?: ((o: Order) => void) | undefined }) {
  const { t, say } = useSay()
  return (
    <Notice
      tone="bad"
      title={t('reading.lost', { stream: say(s.title), at: moment(s.halted?.at) })}
      text={t('reading.lostText')}
      action={decide && (
        <span className="row">
          <Button size="small" onClick={() => decide({ stream: s.name, to: 'start' })}>{t('reading.fromStart')}</Button>
          <Button size="small" onClick={() => decide({ stream: s.name, to: 'given' })}>{t('reading.setPosition')}</Button>
          {order && s.windows && <Button size="small" onClick={() => order({ verb: 'backfill', stream: s.name, to: new Date().toISOString(), ...(since(s) && { from: since(s) as string }) })}>{t('reading.backfill')}</Button>}
        </span>
      )}
    />
  )
}
