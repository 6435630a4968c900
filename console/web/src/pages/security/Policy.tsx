import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox } from 'antd'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { policyQuery } from '../../api/security'
import type { Me } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

type Role = Me['roles'][number]

/** roles in the order of the table of roles. */
export const roles: Role[] = ['admin', 'it', 'steward', 'marketing', 'finance', 'seller', 'auditor']

/** Policy says which roles must have a second factor. */
export function Policy() {
  const { t, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { data, error, refetch } = useQuery(policyQuery(ws))
  const save = useMutation({
    mutationFn: (chosen: Role[]) => take(api.PUT('/api/v1/sign-in-policy', { body: { second_factor_roles: chosen } })),
    onSuccess: () => {
      void message.success(t('security.saved'))
      return queries.invalidateQueries({ queryKey: [ws, 'security'] })
    },
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  })
  return (
    <Panel title={t('security.policy')}>
      <p className="soft">{t('security.policyText')}</p>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <Bones rows={2} />}
      {data && (
        <Checkbox.Group
          value={save.isPending ? save.variables : data.second_factor_roles}
          options={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))}
          onChange={(v) => save.mutate(v as Role[])}
        />
      )}
    </Panel>
  )
}
