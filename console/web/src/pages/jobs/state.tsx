import type { Job } from '../../api/types'
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
  return (j: Job): string => {
    if (j.message && j.status !== 'done') return say(j.message)
    if (j.again && (j.again.looked > 0 || j.status === 'done')) return t('jobs.again', { looked: count(j.again.looked), changed: count(j.again.changed), new: count(j.again.new), dropped: count(j.again.dropped), failed: count(j.again.failed) })
    if (j.windows) return t('jobs.windows', { windows: count(j.windows.windows), records: count(j.windows.records) })
    if (j.compared) return t('jobs.compared', { equal: count(j.compared.equal), differing: count(j.compared.differing) })
    return ''
  }
}
