import { useQuery } from '@tanstack/react-query'
import { processingQuery } from '../../api/privacy'
import type { Processing } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'

/** Processings lists the activities of processing personal data with where their data stand. */
export function Processings() {
  const { t, lang, word } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(processingQuery(ws))
  const where = (p: Processing) => [...new Set(p.columns.map((c) => word('personalTable', c.table)))].join(lang === 'en' ? ', ' : '、')
  return (
    <Panel title={t('privacy.processing')} note={t('privacy.processingNote')} flush>
      <DataTable<Processing>
        label={t('privacy.processing')}
        rows={data?.items}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(p) => p.id}
        top
        columns={[
          { key: 'name', title: t('privacy.activity'), cell: (p) => <span className="strong">{lang === 'en' ? p.en : p.zh}</span> },
          { key: 'basis', title: t('privacy.basis'), width: 200, cell: (p) => word('legalBasis', p.basis) },
          { key: 'sensitive', title: t('privacy.sensitive'), width: 110, cell: (p) => (p.columns.some((c) => c.class === 'sensitive') ? <Tag tone="warn">{t('privacy.yes')}</Tag> : null) },
          { key: 'where', title: t('privacy.where'), cell: (p) => where(p) || <span className="faint">–</span> },
        ]}
      />
    </Panel>
  )
}
