import type { Document } from '../api/types'
import { useSay } from '../i18n/useSay'
import { DataTable } from './DataTable'
import { Money } from './Money'
import { Panel } from './Panel'
import { Source } from './Source'
import { EmptyState } from './States'

/** Documents lists orders or receivables; `open` adds what is paid and what is left. */
export function Documents({ title, of, open, narrow }: {
  title: string
  of: Document[]
  open?: boolean
  /** Leaves out what a page beside says already. */
  narrow?: boolean
}) {
  const { t, word } = useSay()
  return (
    <Panel title={title} flush>
      <DataTable<Document>
        label={title}
        rows={of}
        rowKey={(d) => d.record.name}
        empty={<EmptyState title={t('documents.none')} />}
        columns={[
          { key: 'number', title: t('documents.number'), clip: true, cell: (d) => <span className="strong">{d.number || d.record.key}</span> },
          ...(narrow ? [] : [{ key: 'kind', title: t('documents.kind'), width: 100, cell: (d: Document) => word('document', d.kind) }]),
          ...(narrow ? [] : [{ key: 'contract', title: t('deal.contract'), width: 150, clip: true, cell: (d: Document) => d.contract_no || <span className="faint">–</span> }]),
          ...(narrow && open ? [] : [{ key: 'date', title: t('documents.date'), width: 98, cell: (d: Document) => d.date || <span className="faint">–</span> }]),
          ...(open ? [{ key: 'due', title: t('documents.due'), width: 98, cell: (d: Document) => d.due || <span className="faint">–</span> }] : []),
          { key: 'amount', title: t('documents.amount'), num: true, width: 116, cell: (d) => <Money of={d.amount} /> },
          ...(open
            ? [
                { key: 'matched', title: t('documents.matched'), num: true, width: 116, cell: (d: Document) => <Money of={d.matched} /> },
                { key: 'open', title: t('documents.open'), num: true, width: 116, cell: (d: Document) => <Money of={d.open} strong /> },
              ]
            : []),
          { key: 'record', title: t('profile.source'), width: narrow ? 176 : 200, clip: true, cell: (d) => <Source of={d.record} short /> },
        ]}
      />
    </Panel>
  )
}
