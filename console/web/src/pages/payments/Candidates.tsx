import type { Item, Payment } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Money } from '../../ui/Money'
import { Panel } from '../../ui/Panel'
import { Source } from '../../ui/Source'

/** Candidates lists what a person may look at for a payment that no rule could place. */
export function Candidates({ of: p }: { of: Payment }) {
  const { t } = useSay()
  return (
    <>
      {p.candidates.flatMap((set, i) => (set === null ? [] : [
        <Panel key={set.map((x) => x.record.name).join()} title={t('candidates.title', { n: i + 1 })} note={set.length > 1 ? t('candidates.together', { n: set.length }) : t('candidates.single')} flush>
          <DataTable<Item>
            label={t('candidates.title', { n: i + 1 })}
            rows={set}
            rowKey={(x) => x.record.name}
            columns={[
              { key: 'number', title: t('documents.number'), clip: true, cell: (x) => <span className="strong">{x.number || x.record.key}</span> },
              { key: 'contract', title: t('deal.contract'), clip: true, cell: (x) => x.contract_no || <span className="faint">–</span> },
              { key: 'due', title: t('documents.due'), width: 100, cell: (x) => x.due || <span className="faint">–</span> },
              { key: 'amount', title: t('documents.amount'), num: true, width: 130, cell: (x) => <Money of={x.amount} /> },
              { key: 'open', title: t('documents.open'), num: true, width: 130, cell: (x) => <Money of={x.open} strong /> },
              { key: 'record', title: t('profile.source'), width: 190, clip: true, cell: (x) => <Source of={x.record} short /> },
            ]}
          />
        </Panel>,
      ]))}
    </>
  )
}
