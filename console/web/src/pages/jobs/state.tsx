import type { Job, MapAgain } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'

const tones = { waiting: 'plain', running: 'accent', done: 'good', failed: 'bad', cancelled: 'warn' } as const

/** JobState marks how a job stands. */
export function JobState({ of: j }: { of: Job }) {
  const { t } = useSay()
  return <Tag tone={tones[j.status]} dot>{j.stopping && isOpen(j) ? t('jobs.stopping') : t(`jobs.status.${j.status}`)}</Tag>
}

/** isOpen tells whether a job goes on still. */
export function isOpen(j: Job): boolean {
  return j.status === 'waiting' || j.status === 'running'
}

/** changes counts what a preview found otherwise. */
export function changes(j: Job): number {
  return j.again ? j.again.changed + j.again.new + j.again.dropped + j.again.failed : 0
}

/** Range shows the span of time of a job. */
export function Range({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  const { t } = useSay()
  if (!from && !to) return <span className="faint">{t('jobs.everything')}</span>
  return <span className="nowrap">{from ? <Time at={from} /> : t('jobs.beginning')} – {to ? <Time at={to} /> : t('jobs.end')}</span>
}

/** useResult says in one line what a job came to. */
export function useResult() {
  const { t, say } = useSay()
  const found = (a: MapAgain) => {
    const parts = [
      a.changed > 0 && t('jobs.found.changed', { n: count(a.changed) }),
      a.new > 0 && t('jobs.found.new', { n: count(a.new) }),
      a.dropped > 0 && t('jobs.found.dropped', { n: count(a.dropped) }),
      a.failed > 0 && t('jobs.found.failed', { n: count(a.failed) }),
    ].filter(Boolean)
    return parts.length > 0 ? parts.join(t('letterJob.comma')) : t('jobs.found.none')
  }
  return (j: Job): string => {
    if (j.message && j.status !== 'done') return say(j.message)
    if (j.again && (j.again.looked > 0 || j.status === 'done')) return found(j.again)
    if (j.windows) return t('jobs.windows', { windows: count(j.windows.windows), records: count(j.windows.records) })
    if (j.compared) return t('jobs.compared', { equal: count(j.compared.equal), differing: count(j.compared.differing) })
    return ''
  }
}
