import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { useMay } from '../../ui/useWs'
import { Keys } from './Keys'
import { Members } from './Members'
import { RolesTable } from './RolesTable'

/** Users holds who has a place, the API keys, and what each role may do. */
export default function Users() {
  const { t } = useSay()
  const may = useMay()
  const search = useSearch({ from: '/w/$workspace/users' })
  const navigate = useNavigate()
  const tabs = [
    ...(may('member.read') ? [{ value: 'users' as const, label: t('users.tab.users') }] : []),
    ...(may('key.read') ? [{ value: 'keys' as const, label: t('users.tab.keys') }] : []),
    { value: 'roles' as const, label: t('users.tab.roles') },
  ]
  const tab = tabs.some((x) => x.value === search.tab) ? search.tab : tabs[0]?.value
  return (
    <div className="page fill">
      <PageHeader title={t('nav.users')} note={t('users.note')} />
      <div className="bar">
        <Segmented value={tab ?? 'roles'} options={tabs} onChange={(v) => void navigate({ to: '.', search: { tab: v } })} />
      </div>
      {tab === 'users' ? <Members /> : tab === 'keys' ? <Keys /> : <RolesTable />}
    </div>
  )
}
