import type { EmployeeRow } from '../../api/people'
import { useSay } from '../../i18n/useSay'
import { Tag } from '../../ui/Tag'

/** EmployeeState says whether somebody works here. */
export function EmployeeState({ of: e }: { of: EmployeeRow }) {
  const { t } = useSay()
  return <Tag tone={e.status === 'active' ? 'good' : e.status === 'left' ? 'plain' : 'warn'} dot>{t(`people.status.${e.status}`)}</Tag>
}

/** AccountState says whether somebody can sign in; who has left and still can stands out. */
export function AccountState({ of: e }: { of: EmployeeRow }) {
  const { t } = useSay()
  if (!e.account) return <span className="faint">{t('people.noAccount')}</span>
  return (
    <span className="row">
      <span className="mono" title={e.sign_in}>{e.sign_in}</span>
      {e.account_closed ? <Tag>{t('people.closed')}</Tag> : e.status === 'left' && <Tag tone="bad">{t('people.stillIn')}</Tag>}
    </span>
  )
}

/** codesOf writes the codes under which other systems know somebody. */
export function codesOf(e: EmployeeRow): string {
  return e.codes.map((c) => [c.system, c.account_set, c.code].filter(Boolean).join('/')).join('  ')
}
