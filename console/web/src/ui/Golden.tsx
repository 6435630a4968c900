import { Link } from '@tanstack/react-router'
import type { GoldenRef } from '../api/types'
import { useWs } from './useWs'

/** Golden names a golden record and opens it. */
export function Golden({ of, none }: { of: GoldenRef | null | undefined; none?: string }) {
  const workspace = useWs()
  if (!of) return <span className="faint">{none ?? '–'}</span>
  return (
    <Link to="/w/$workspace/customers/$customer" params={{ workspace, customer: of.id }} search={{}} title={of.name}>
      {of.name || of.id.slice(0, 8)}
    </Link>
  )
}
