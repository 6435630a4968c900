import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, take } from '../api/client'
import { messageOf } from '../api/problem'
import type { Me } from '../api/types'
import { count } from '../lib/number'

/** DemoStrip says that a workspace holds example data and takes it away in one step. */
export function DemoStrip({ me }: { me: Me }) {
  const { t, i18n } = useTranslation()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/workspaces/{workspace}', { params: { path: { workspace: me.workspace.slug }, query: {} } })),
    onSuccess: async (gone) => {
      void message.success(t('demo.deleted', { rows: count(gone.rows) }))
      const next = me.workspaces.find((w) => w.slug !== me.workspace.slug)
      queries.clear()
      if (next) await navigate({ to: '/w/$workspace', params: { workspace: next.slug } })
      else await navigate({ to: '/sign-in', search: {} })
    },
    onError: (e) => void message.error(messageOf(e, i18n.language, t).text),
  })
  const ask = () =>
    void modal.confirm({
      title: t('demo.askTitle', { name: me.workspace.name }),
      content: t('demo.askText'),
      okText: t('demo.delete'),
      okButtonProps: { danger: true },
      cancelText: t('demo.keep'),
      onOk: () => remove.mutateAsync().catch(() => undefined),
    })
  return (
    <div className="strip">
      <b>{t('demo.mark')}</b>
      <span className="grow">{t('demo.text')}</span>
      {me.actions.some((a) => a === 'workspace.write') && (
        <Button type="link" loading={remove.isPending} onClick={ask}>{t('demo.delete')}</Button>
      )}
    </div>
  )
}
