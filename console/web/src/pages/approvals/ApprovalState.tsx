import type { Approval } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Tag } from '../../ui/Tag'
import type { Tone } from '../../ui/Tag'

const tones: Record<Approval['status'], Tone> = { waiting: 'warn', approved: 'accent', applied: 'good', failed: 'bad', refused: 'plain', withdrawn: 'plain', expired: 'plain' }

/** ApprovalState marks how far an approval has come. */
export function ApprovalState({ of: a }: { of: Approval }) {
  const { t } = useSay()
  return <Tag tone={tones[a.status]} dot>{t(`approvals.status.${a.status}`)}</Tag>
}
