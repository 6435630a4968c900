import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { auditTabs } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { ChainState } from './ChainState'
import { Entries } from './Entries'
import { RightsReport } from './RightsReport'
import { Viewers } from './Viewers'

/** Audit is the room of who did what: the trail, its proof, who saw personal data, and who may do what. */
export default function Audit() {
  const { t } = useSay()
  const { tab = 'trail' } = useSearch({ from: '/w/$workspace/audit' })
  const navigate = useNavigate()
  return (
    <div className={tab === 'trail' ? 'page fill' : 'page'}>
      <PageHeader title={t('nav.audit')} note={t(`audit.note.${tab}`)} />
      <div className="bar">
        <Segmented
          value={tab}
          options={auditTabs.map((k) => ({ value: k, label: t(`audit.tab.${k}`) }))}
          onChange={(k) => void navigate({ to: '.', search: k === 'trail' ? {} : { tab: k } })}
        />
      </div>
      {tab === 'trail' && <Entries />}
      {tab === 'chain' && <ChainState />}
      {tab === 'personal' && <Viewers />}
      {tab === 'rights' && <RightsReport />}
    </div>
  )
}
