import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { letterJobQuery } from '../../api/queries'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'
import { useWs } from '../../ui/useWs'

/** JobLine tells how far a job has come until it is done, and what it came to. */
export function JobLine({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { data: j } = useQuery(letterJobQuery(ws, id))
  const state = j?.state
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: [ws, 'connections', 'dead-letters'] })
  }, [state, queries, ws])
  if (!j) return null
  const done = j.state === 'done'
  const bad = j.failed + j.missing > 0
  const parts = [
    j.resolved > 0 && t('letterJob.resolved', { n: count(j.resolved) }),
    j.discarded > 0 && t('letterJob.discarded', { n: count(j.discarded) }),
    j.failed > 0 && t('letterJob.failed', { n: count(j.failed) }),
    j.missing > 0 && t('letterJob.missing', { n: count(j.missing) }),
    j.waiting > 0 && t('letterJob.waiting', { n: count(j.waiting) }),
    j.state === 'running' && t('letterJob.taken', { n: count(j.taken), total: count(j.total) }),
  ].filter(Boolean)
  return (
    <div className="job" data-state={j.state}>
      <Notice
        tone={done ? (bad ? 'warn' : 'good') : 'info'}
        title={t(`letterJob.${j.verb}`, { n: count(j.total) })}
        text={`${t(done ? 'letterJob.done' : 'letterJob.running')}${parts.length > 0 ? `${t('letterJob.colon')}${parts.join(t('letterJob.comma'))}` : ''}`}
        {...(done && { onClose })}
      />
    </div>
  )
}
