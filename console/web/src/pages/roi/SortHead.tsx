import { Tooltip } from 'antd'
import type { Metric } from '../../app/search'
import { useSay } from '../../i18n/useSay'

/** SortHead is the head of a column; a click sorts by it, another one goes back. */
export function SortHead({ metric, sort, onSort, label, hint }: {
  metric: Metric
  sort: Metric | undefined
  onSort: (m: Metric | undefined) => void
  label: string
  hint: string
}) {
  const { t } = useSay()
  const on = (sort ?? 'revenue') === metric
  return (
    <th scope="col" className="num" aria-sort={on ? 'descending' : 'none'}>
      <Tooltip title={hint} mouseEnterDelay={0.4}>
        <button type="button" className={on ? 'sort on' : 'sort'} aria-label={t('roi.sortBy', { name: label })} onClick={() => onSort(sort === metric ? undefined : metric)}>
          {label}
          <i aria-hidden>↓</i>
        </button>
      </Tooltip>
    </th>
  )
}
