import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { LetterJob, LetterPage } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { pretty } from '../../lib/pretty'
import { Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { Tried } from './Tried'

/** Editor edits a copy of what came. Beside it stands what the mapping makes of the copy as it is written. */
export function Editor({ page, personal, why, onJob, onCancel }: { page: LetterPage; personal: boolean; why: string; onJob: (job: LetterJob) => void; onCancel: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [text, write] = useState(() => pretty(page.payload))
  const [tried, tryNow] = useState(text)
  const [reason, explain] = useState('')
  const [rev] = useState(page.letter.rev) // of what the person has before them
  const id = page.letter.id
  useEffect(() => {
    const timer = setTimeout(() => tryNow(text), 500)
    return () => clearTimeout(timer)
  }, [text])
  const dry = useQuery({
    queryKey: [ws, 'letter-try', id, personal, tried],
    queryFn: ({ signal }) => take(api.POST('/api/v1/dead-letters/{id}/try', { params: { path: { id }, query: { personal, ...(why && { why }) } }, body: { payload: tried }, signal })),
    enabled: tried !== '',
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const send = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/dead-letters/{id}/edit', {
        params: { path: { id }, query: { personal }, header: { 'If-Match': `"${rev}-"`, 'Idempotency-Key': crypto.randomUUID() } },
        body: { payload: text, reason },
      })),
    onSuccess: async (job) => {
      onJob(job)
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
    },
    onError: (e) => {
      const m = messageOf(e, lang, t)
      void message.error([m.text, m.detail].filter(Boolean).join(' '))
    },
  })
  const fits = dry.data?.outcome === 'taken' && !dry.error && tried === text && !dry.isFetching
  return (
    <div className="split even">
      <Panel title={t('letter.edit')} note={page.masked ? t('letter.editMasked') : t('letter.editNote')}>
        <div className="stack">
          <Input.TextArea className="mono" aria-label={t('letter.edit')} spellCheck={false} autoSize={{ minRows: 12, maxRows: 24 }} value={text} onChange={(e) => write(e.target.value)} />
          <Input maxLength={500} aria-label={t('letters.reason')} placeholder={t('letter.editReason')} value={reason} onChange={(e) => explain(e.target.value)} />
          <div className="row">
            <Button type="primary" disabled={!fits || reason.trim() === ''} loading={send.isPending} onClick={() => send.mutate()}>{t('letter.send')}</Button>
            <Button onClick={onCancel}>{t('letters.cancel')}</Button>
          </div>
        </div>
      </Panel>
      <Panel title={t('letter.makesOfCopy')} note={t('record.madeNote', { n: page.mapping.version })}>
        {dry.error ? <ErrorState error={dry.error} /> : dry.data ? <Tried of={dry.data} /> : <Bones rows={5} />}
      </Panel>
    </div>
  )
}
