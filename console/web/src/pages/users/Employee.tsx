import type { User } from '../../api/types'
import { useSay } from '../../i18n/useSay'

/** Employee says whose account it is. */
export function Employee({ of: u }: { of: User }) {
  const { t } = useSay()
  if (u.employee) return <span title={u.employee.number}>{u.employee.name || u.employee.number}</span>
  return <span className="faint">{t(u.roles.includes('seller') ? 'users.sellerAlone' : 'users.noEmployee')}</span>
}
