import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input } from 'antd'
import { useRef } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Approval, DeadLetterFilter, LetterJob } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { useProposed } from '../../ui/useProposed'
import { useWs } from '../../ui/useWs'

/** What letters something is done with: some by id, all of a filter, or all there are. */
export type Which = { ids: string[] } | { filter: DeadLetterFilter } | { all: true }

interface Work {
  verb: 'replay' | 'discard'
  which: Which
  reason: string
}

/** useLetterWork asks before it replays or discards, and hands on the job that does it. */
export function useLetterWork(onJob: (job: LetterJob) => void) {
  const { t, lang } = useSay()
  const ws = useWs()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const proposed = useProposed()
  const reason = useRef('')
  const work = useMutation({
    mutationFn: async ({ verb, which, reason }: Work) => {
      const params = { header: { 'Idempotency-Key': crypto.randomUUID() } }
      const body = { ...which, ...(reason && { reason }) }
      return verb === 'replay'
        ? { job: await take(api.POST('/api/v1/dead-letters/replay', { params, body })) }
        : await take(api.POST('/api/v1/dead-letters/discard', { params, body }))
    },
    onSuccess: async (done: { job?: LetterJob; approval?: Approval }) => {
      if (done.job) onJob(done.job)
      if (done.approval) proposed(done.approval)
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
    },
    onError: (e) => void message.error(messageOf(e, lang, t).text),
  })
  const ask = (verb: 'replay' | 'discard', which: Which, n: number) => {
    reason.current = ''
    const one = verb === 'replay' && n === 1
    if (one) {
      work.mutate({ verb, which, reason: '' })
      return
    }
    void modal.confirm({
      title: t(verb === 'replay' ? 'letters.askReplay' : 'letters.askDiscard', { n: count(n) }),
      content: (
        <div className="stack">
          <p>{t(verb === 'replay' ? 'letters.askReplayText' : 'letters.askDiscardText')}</p>
          {verb === 'discard' && <Input autoFocus maxLength={500} aria-label={t('letters.reason')} placeholder={t('letters.reason')} onChange={(e) => (reason.current = e.target.value.trim())} />}
        </div>
      ),
      okText: t(verb === 'replay' ? 'letters.replay' : 'letters.discard'),
      okButtonProps: { danger: verb === 'discard' },
      cancelText: t('letters.cancel'),
      onOk: async () => {
        if (verb === 'discard' && !reason.current) {
          void message.warning(t('letters.reasonNeeded'))
          throw new Error('no reason')
        }
        await work.mutateAsync({ verb, which, reason: reason.current }).catch(() => undefined)
      },
    })
  }
  return { ask, pending: work.isPending }
}
