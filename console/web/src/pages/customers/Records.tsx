import type { Customer, Member } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { Source, useSystem } from '../../ui/Source'
import { Time } from '../../ui/Time'

/** Records lists the source records that stand in a golden record. */
export function Records({ of: c }: { of: Customer }) {
  const { t, word } = useSay()
  const system = useSystem()
  return (
    <Panel title={t('customer.tab.records')} note={t('records.note')} flush>
      <DataTable<Member>
        label={t('customer.tab.records')}
        rows={c.members}
        rowKey={(m) => m.record.name}
        columns={[
          { key: 'system', title: t('records.system'), width: 150, cell: (m) => system(m.record.connector) },
          { key: 'kind', title: t('records.kind'), width: 120, cell: (m) => word('entity', m.entity) },
          { key: 'record', title: t('records.record'), clip: true, cell: (m) => <Source of={m.record} /> },
          { key: 'tax', title: t('records.taxId'), width: 190, cell: (m) => <span className="mono">{m.tax_id || '–'}</span> },
          { key: 'at', title: t('records.at'), width: 150, cell: (m) => <Time at={m.occurred_at} /> },
        ]}
      />
    </Panel>
  )
}
