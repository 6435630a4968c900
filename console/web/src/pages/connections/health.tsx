import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Tag } from '../../ui/Tag'
import type { Tone } from '../../ui/Tag'

const tones: Record<Connection['health'], Tone> = { ok: 'good', waiting: 'plain', failing: 'warn', paused: 'plain', stopped: 'bad', silent: 'bad' }

/** Health says how a connection stands. */
export function Health({ of }: { of: Connection['health'] }) {
  const { word } = useSay()
  return <Tag tone={tones[of]} dot>{word('health', of)}</Tag>
}
