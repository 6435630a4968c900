import { group, isNegative } from '../lib/money'
import type { Amount } from '../lib/money'

/** Money shows an exact amount with thousands separators. CNY is the house currency and goes without its name. */
export function Money({ of, strong }: { of: Amount | null | undefined; strong?: boolean }) {
  if (!of) return <span className="faint">–</span>
  const cls = [strong ? 'strong' : '', isNegative(of.amount) ? 'bad' : '', 'nowrap'].filter(Boolean).join(' ')
  return (
    <span className={cls}>
      {of.currency !== 'CNY' && <span className="faint">{of.currency} </span>}
      {group(of.amount)}
    </span>
  )
}
