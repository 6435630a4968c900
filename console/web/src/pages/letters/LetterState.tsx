import type { DeadLetter } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Tag } from '../../ui/Tag'
import type { Tone } from '../../ui/Tag'

const tones: Record<DeadLetter['status'], Tone> = { open: 'bad', replaying: 'accent', resolved: 'good', discarded: 'plain' }

/** LetterState says where a letter stands; how it was closed is its title. */
export function LetterState({ of: d }: { of: DeadLetter }) {
  const { t, word } = useSay()
  const tone = d.status === 'open' && d.kind === 'value' ? 'warn' : tones[d.status]
  return <span title={d.how ? word('letterHow', d.how) : undefined}><Tag tone={tone} dot>{t(`letterStatus.${d.status}`)}</Tag></span>
}
