import type { DeadLetter } from '../api/types'
import { useSay } from '../i18n/useSay'
import { DataTable } from '../ui/DataTable'
import type { DataTableProps } from '../ui/DataTable'
import { Source } from '../ui/Source'
import { Tag } from '../ui/Tag'
import { Time } from '../ui/Time'

/** Letters lists what could not be taken in, with what to mend. */
export function Letters({ rows, table }: { rows: DeadLetter[] | undefined; table?: Partial<DataTableProps<DeadLetter>> }) {
  const { t, say } = useSay()
  return (
    <DataTable<DeadLetter>
      label={t('nav.deadLetters')}
      rows={rows}
      rowKey={(d) => d.id}
      {...table}
      columns={[
        { key: 'kind', title: t('letters.kind'), width: 108, cell: (d) => <Tag tone={d.kind === 'record' ? 'bad' : 'warn'}>{t(`letters.${d.kind}`)}</Tag> },
        {
          key: 'why', title: t('letters.why'),
          cell: (d) => (
            <div className="two">
              <span title={say(d.message)}>{say(d.message)}</span>
              <small className="clip" title={d.detail}>{d.code}{d.detail ? ` · ${d.detail}` : ''}</small>
            </div>
          ),
        },
        { key: 'field', title: t('letters.field'), width: 200, cell: (d) => (d.field || d.path ? <div className="two"><span className="mono">{d.field || d.path}</span>{d.value && <small className="clip mono" title={d.value}>{d.value}</small>}</div> : <span className="faint">–</span>) },
        { key: 'record', title: t('profile.source'), width: 230, clip: true, cell: (d) => <Source of={d.record} /> },
        { key: 'at', title: t('letters.at'), width: 140, cell: (d) => <Time at={d.last_at} /> },
        { key: 'count', title: t('letters.count'), num: true, width: 64, cell: (d) => d.count },
      ]}
    />
  )
}
