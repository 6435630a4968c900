import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { privacyTabs } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { Consents } from './Consents'
import { Processings } from './Processings'
import { Retention } from './Retention'
import { Subjects } from './Subjects'

/** Privacy answers people who ask after their data, and keeps to what was promised. */
export default function Privacy() {
  const { t } = useSay()
  const { tab = 'subjects' } = useSearch({ from: '/w/$workspace/privacy' })
  const navigate = useNavigate()
  return (
    <div className="page">
      <PageHeader title={t('nav.privacy')} note={t('privacy.note')} />
      <div className="bar">
        <Segmented
          value={tab}
          options={privacyTabs.map((value) => ({ value, label: t(`privacy.tab.${value}`) }))}
          onChange={(next) => void navigate({ to: '.', search: next === 'subjects' ? {} : { tab: next } })}
        />
      </div>
      {tab === 'subjects' && <Subjects />}
      {tab === 'consent' && <Consents />}
      {tab === 'retention' && <Retention />}
      {tab === 'processing' && <Processings />}
    </div>
  )
}
