import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import { Bones, EmptyState, ErrorState } from './States'

/** Column is one column of a DataTable. */
export interface Column<T> {
  key: string
  title: ReactNode
  cell: (row: T) => ReactNode
  /** Right-aligned with tabular figures. */
  num?: boolean
  /** Width in pixels; a column without one shares what is left. */
  width?: number
  /** Cuts long text off instead of growing. */
  clip?: boolean
}

/** Props of a DataTable. */
export interface DataTableProps<T> {
  /** What the rows are, for screen readers. */
  label: string
  columns: Column<T>[]
  rows: T[] | undefined
  rowKey: (row: T) => string
  /** Opens the page of a row; the first column should hold a link to it as well. */
  onOpen?: (row: T) => void
  error?: unknown
  onRetry?: () => void
  /** Shown when there are no rows; says what belongs here and the one next step. */
  empty?: ReactNode
  more?: { load: () => void; loading: boolean } | undefined
  tight?: boolean
  /** Lines of one row may stand above each other. */
  top?: boolean
}

/** DataTable is a table with a sticky head, aligned figures and states for nothing, waiting and failure. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { t } = useTranslation()
  const { columns, rows, rowKey, onOpen, more } = props
  if (props.error && !rows) return <ErrorState error={props.error} onRetry={props.onRetry} />
  if (!rows) return <Bones />
  if (rows.length === 0) return <>{props.empty ?? <EmptyState title={t('state.nothing')} />}</>
  return (
    <div className="table-wrap">
      <table className={['data', props.tight && 'tight', props.top && 'top'].filter(Boolean).join(' ')} style={{ minWidth: least(columns) }} aria-label={props.label}>
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={c.width === undefined ? undefined : { width: c.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={c.num ? 'num' : undefined}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={onOpen && 'opens'} onClick={onOpen && ((e) => open(e, () => onOpen(row)))}>
              {columns.map((c) => (
                <td key={c.key} className={[c.num && 'num', c.clip && 'clip'].filter(Boolean).join(' ') || undefined}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <div className="more">
          <Button size="small" loading={more.loading} onClick={more.load}>
            {t('state.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

// What the columns need to stay readable; in a narrower window the table scrolls.
function least<T>(columns: Column<T>[]): number {
  return columns.reduce((n, c) => n + (typeof c.width === 'number' ? c.width : 120), 0)
}

// A click on a link or a button inside a row is theirs; text that is being marked opens nothing.
function open(e: MouseEvent, go: () => void) {
  if ((e.target as HTMLElement).closest('a,button,input,label')) return
  if (window.getSelection()?.toString()) return
  go()
}
