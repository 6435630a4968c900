import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import type { DeadLetter } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import type { Column, DataTableProps } from '../../ui/DataTable'
import { Source } from '../../ui/Source'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { LetterState } from './LetterState'

/** Chosen is a selection of letters by id. */
export interface Chosen {
  ids: ReadonlySet<string>
  set: (ids: ReadonlySet<string>) => void
}

/** Letters lists what could not be taken in, with what to mend. With chosen, rows can be ticked. */
export function Letters({ rows, table, chosen }: { rows: DeadLetter[] | undefined; table?: Partial<DataTableProps<DeadLetter>>; chosen?: Chosen | undefined }) {
  const { t, say } = useSay()
  const ws = useWs()
  const opens = useMay()('pipeline.read')
  const columns: Column<DeadLetter>[] = [
    { key: 'state', title: t('letters.state'), width: 100, cell: (d) => <LetterState of={d} /> },
    {
      key: 'why', title: t('letters.why'),
      cell: (d) => (
        <div className="two">
          {opens
            ? <Link className="strong clip" style={{ display: 'block' }} to="/w/$workspace/dead-letters/$letter" params={{ workspace: ws, letter: d.id }} title={say(d.message)}>{say(d.message)}</Link>
            : <span title={say(d.message)}>{say(d.message)}</span>}
          <small className="clip" title={d.detail}>{d.kind === 'value' ? `${t('letters.value')} · ` : ''}{d.code}{d.detail ? ` · ${d.detail}` : ''}</small>
        </div>
      ),
    },
    { key: 'field', title: t('letters.field'), width: 132, cell: (d) => (d.field || d.path ? <div className="two"><span className="mono clip" title={d.field || d.path}>{d.field || d.path}</span>{d.value && <small className="clip mono" title={d.value}>{d.value}</small>}</div> : <span className="faint">–</span>) },
    { key: 'record', title: t('profile.source'), width: 200, clip: true, cell: (d) => <Source of={d.record} /> },
    { key: 'at', title: t('letters.at'), width: 134, cell: (d) => <Time at={d.last_at} /> },
    { key: 'count', title: t('letters.count'), num: true, width: 54, cell: (d) => d.count },
  ]
  if (chosen) {
    const all = rows ?? []
    const some = all.some((d) => chosen.ids.has(d.id))
    const every = some && all.every((d) => chosen.ids.has(d.id))
    const tick = (d: DeadLetter, on: boolean) => {
      const next = new Set(chosen.ids)
      if (on) next.add(d.id)
      else next.delete(d.id)
      chosen.set(next)
    }
    columns.unshift({
      key: 'tick', width: 40,
      title: <Checkbox aria-label={t('letters.chooseAll')} checked={every} indeterminate={some && !every} onChange={(e) => chosen.set(new Set(e.target.checked ? all.map((d) => d.id) : []))} />,
      cell: (d) => <Checkbox aria-label={t('letters.choose', { key: d.record.key })} checked={chosen.ids.has(d.id)} onChange={(e) => tick(d, e.target.checked)} />,
    })
  }
  return <DataTable<DeadLetter> label={t('nav.deadLetters')} rows={rows} rowKey={(d) => d.id} {...table} columns={columns} />
}
