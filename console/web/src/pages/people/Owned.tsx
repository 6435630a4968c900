import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { ownedQuery } from '../../api/people'
import type { OwnedColumn } from '../../api/people'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Panel } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

/** Owned lists what somebody owns: what is open, and apart from it the history that stays. */
export function Owned({ id }: { id: string }) {
  const { t, say } = useSay()
  const ws = useWs()
  const [history, setHistory] = useState(false)
  const { data, error, refetch } = useQuery(ownedQuery(ws, id, history))
  const n = (c: OwnedColumn) => (history ? c.history : c.open)
  const some = data?.columns.filter((c) => n(c) > 0) ?? []
  return (
    <Panel title={t('people.owns')} note={t(history ? 'people.historyStays' : 'people.openNote')}>
      <div className="stack">
        <div><Segmented value={history ? 'history' : 'open'} options={[{ value: 'open', label: t('people.open') }, { value: 'history', label: t('people.past') }]} onChange={(v) => setHistory(v === 'history')} /></div>
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <Bones rows={3} /> : some.length === 0
          ? <EmptyState title={t(history ? 'people.noHistory' : 'people.nothingOpen')} />
          : some.map((c) => (
            <div key={c.key} className="stack" data-owned={c.key}>
              <div className="row"><b>{say(c.title)}</b><span className="num">{count(n(c))}</span>{!c.given && !history && <span className="soft">{t('people.inSource')}</span>}</div>
              <div className="row wrap soft">{data.items.filter((i) => i.column === c.key).map((i, at) => <span key={at} className="tag">{i.label}</span>)}</div>
            </div>
          ))}
      </div>
    </Panel>
  )
}
