import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '../../api/access'
import type { Permission } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'

/** RolesTable shows which role may do what, and how far. */
export function RolesTable() {
  const { t, say } = useSay()
  const { data, error, refetch } = useQuery(rolesQuery(useWs()))
  return (
    <div className="panel table-panel">
      <div className="panel-bar"><span className="soft">{t('users.rolesNote')}</span></div>
      <DataTable<Permission>
        label={t('users.tab.roles')}
        rows={data?.items}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(p) => p.action}
        tight
        columns={[
          { key: 'title', title: t('users.permission'), width: 330, cell: (p) => <span title={p.action}>{say(p.title)}</span> },
          ...(data?.roles ?? []).map((r) => ({ key: r, title: t(`role.${r}`), width: 104, cell: (p: Permission) => <Reach of={p.roles[r]} /> })),
        ]}
      />
    </div>
  )
}

function Reach({ of }: { of: string | undefined }) {
  const { t } = useSay()
  if (!of) return <span className="faint" aria-label={t('users.reach.none')}>–</span>
  return <Tag tone={of === 'all' ? 'good' : 'warn'}>{t(`users.reach.${of}`)}</Tag>
}
