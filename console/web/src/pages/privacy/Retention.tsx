import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, InputNumber } from 'antd'
import { useRef, useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { retentionQuery } from '../../api/privacy'
import type { Hold, RetentionClass } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { ReasonDialog } from '../../ui/ReasonDialog'

/** Retention shows how long what is kept, what is due, and what is held. */
export function Retention() {
  const { t, lang } = useSay()
  const ws = useWs()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(retentionQuery(ws))
  const days = useRef(0)
  const [asking, ask] = useState<{ hold: string } | { release: string }>()
  const options = {
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [ws, 'privacy', 'retention'] }),
  }
  const set = useMutation({ mutationFn: (c: { class: string; days: number; version: number }) => take(api.PUT('/api/v1/privacy/retention/{class}', { params: { path: { class: c.class } }, body: { days: c.days, version: c.version } })), ...options })
  const titles = new Map((data?.classes ?? []).map((c) => [c.id, lang === 'en' ? c.en : c.zh]))
  const askDays = (c: RetentionClass) => {
    days.current = c.days
    void modal.confirm({
      title: t('privacy.askDays', { name: titles.get(c.id) }),
      content: <><p>{t('privacy.daysNote', { least: c.least })}</p><InputNumber autoFocus min={0} max={36500} defaultValue={c.days} aria-label={t('privacy.days')} onChange={(n) => (days.current = n ?? 0)} /></>,
      okText: t('privacy.confirm'),
      cancelText: t('letters.cancel'),
      onOk: () => set.mutate({ class: c.id, days: days.current, version: c.version }),
    })
  }
  return (
    <div className="stack">
      <Panel title={t('privacy.classes')} note={t('privacy.classesNote')} flush>
        <DataTable<RetentionClass>
          label={t('privacy.classes')}
          rows={data?.classes}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(c) => c.id}
          columns={[
            { key: 'name', title: t('privacy.class'), cell: (c) => <span className="strong">{titles.get(c.id)}</span> },
            { key: 'days', title: t('privacy.period'), width: 140, cell: (c) => (c.fixed || c.days === 0 ? t('privacy.ever') : t('privacy.daysOf', { n: count(c.days) })) },
            { key: 'due', title: t('privacy.due'), num: true, width: 120, cell: (c) => <span className={c.due === 0 ? 'faint' : undefined}>{count(c.due)}</span> },
            { key: 'kept', title: t('privacy.stays'), num: true, width: 120, cell: (c) => <span className={c.kept === 0 ? 'faint' : undefined}>{count(c.kept)}</span> },
            { key: 'held', title: t('privacy.state'), width: 120, cell: (c) => (c.held ? <Tag tone="warn" dot>{t('privacy.held')}</Tag> : null) },
            {
              key: 'do', title: '', width: 190,
              cell: (c) => !c.fixed && <><Button size="small" onClick={() => askDays(c)}>{t('privacy.change')}</Button> <Button size="small" type="text" disabled={c.held} onClick={() => ask({ hold: c.id })}>{t('privacy.hold')}</Button></>,
            },
          ]}
        />
      </Panel>
      <Panel title={t('privacy.holds')} note={t('privacy.holdsNote')} flush>
        <DataTable<Hold>
          label={t('privacy.holds')}
          rows={data?.holds}
          error={error}
          rowKey={(h) => h.id}
          empty={<EmptyState title={t('privacy.noHolds')} />}
          columns={[
            { key: 'what', title: t('privacy.what'), width: 220, cell: (h) => (h.class ? titles.get(h.class) : <span className="mono">{(h.person ?? '').slice(0, 8)}</span>) },
            { key: 'reason', title: t('reading.reason'), clip: true, cell: (h) => <span title={h.reason}>{h.reason}</span> },
            { key: 'at', title: t('privacy.when'), width: 150, cell: (h) => <Time at={h.placed_at} /> },
            { key: 'ended', title: t('privacy.ended'), width: 150, cell: (h) => (h.released_at ? <Time at={h.released_at} /> : <span className="faint">–</span>) },
            { key: 'do', title: '', width: 110, cell: (h) => !h.released_at && <Button size="small" onClick={() => ask({ release: h.id })}>{t('privacy.release')}</Button> },
          ]}
        />
      </Panel>
      {asking && 'hold' in asking && (
        <ReasonDialog
          title={t('privacy.askHold', { name: titles.get(asking.hold) })} ok={t('privacy.hold')} text={<p>{t('privacy.holdsNote')}</p>} onClose={() => ask(undefined)} done={options.onSuccess}
          work={(reason) => take(api.POST('/api/v1/privacy/holds', { body: { class: asking.hold, reason } }))}
        />
      )}
      {asking && 'release' in asking && (
        <ReasonDialog
          title={t('privacy.askRelease')} ok={t('privacy.release')} danger text={<p>{t('privacy.releaseNote')}</p>} onClose={() => ask(undefined)} done={options.onSuccess}
          work={(reason) => take(api.POST('/api/v1/privacy/holds/{hold}/release', { params: { path: { hold: asking.release } }, body: { reason } }))}
        />
      )}
    </div>
  )
}
