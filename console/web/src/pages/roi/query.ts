import type { MatrixQuery } from '../../api/types'
import type { RoiSearch } from '../../app/search'

/** queryOf is the matrix that an address asks for. */
export function queryOf(s: RoiSearch): MatrixQuery {
  const rows = s.rows ?? 'channel'
  const q: MatrixQuery = { rows, model: s.model ?? 'first', vat: s.vat ?? 'net' }
  if (s.columns && s.columns !== rows) q.columns = s.columns
  if (s.from) q.from = s.from
  if (s.to && (!s.from || s.to >= s.from)) q.to = s.to
  return q
}
