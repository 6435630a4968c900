import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { mySessionsQuery } from '../../api/access'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { MySession } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Tag } from '../../ui/Tag'
import { Ago, Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'

/** Mine lists where somebody is signed in, and ends it. */
export default function Mine() {
  const { t, lang } = useSay()
  const ws = useWs()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(mySessionsQuery(ws))
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: [ws, 'my-sessions'] }),
    onError: (e: Error) => void message.error(messageOf(e, lang, t).text),
  }
  const end = useMutation({ mutationFn: (session: string) => take(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } })), ...options })
  const others = useMutation({ mutationFn: () => take(api.DELETE('/api/v1/sessions')), ...options })
  return (
    <div className="page fill">
      <PageHeader
        title={t('sessions.title')} note={t('sessions.note')}
        actions={data && data.items.length > 1 && <Button danger loading={others.isPending} onClick={() => others.mutate()}>{t('sessions.endOthers')}</Button>}
      />
      <div className="panel table-panel">
        <DataTable<MySession>
          label={t('sessions.title')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(s) => s.id}
          columns={[
            { key: 'from', title: t('sessions.began'), cell: (s) => <span className="row wrap"><Time at={s.created_at} />{s.current && <Tag tone="good" dot>{t('sessions.current')}</Tag>}{s.by_link && <Tag>{t('sessions.byLink')}</Tag>}</span> },
            { key: 'seen', title: t('sessions.seen'), width: 180, cell: (s) => <Ago at={s.seen_at} /> },
            { key: 'until', title: t('sessions.until'), width: 200, cell: (s) => <Time at={s.expires_at} /> },
            { key: 'do', title: '', width: 100, cell: (s) => s.current ? null : <Button size="small" loading={end.isPending && end.variables === s.id} onClick={() => end.mutate(s.id)}>{t('sessions.end')}</Button> },
          ]}
        />
      </div>
    </div>
  )
}
