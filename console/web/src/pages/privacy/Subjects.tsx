import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, currentWorkspace, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { erasuresQuery } from '../../api/privacy'
import type { Candidate, Erasure } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useProposed } from '../../ui/useProposed'
import { useWs } from '../../ui/useWs'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Ledger } from './Ledger'
import { Report } from './Report'

const kinds = ['phone', 'email', 'wecom'] as const

/** Subjects finds a person by a value that stands in no address, and shows what was erased. */
export function Subjects() {
  const { t, lang } = useSay()
  const { message } = App.useApp()
  const [kind, setKind] = useState<(typeof kinds)[number]>('phone')
  const [value, setValue] = useState('')
  const [chosen, choose] = useState<Candidate>()
  const search = useMutation({
    mutationFn: (asked: Record<string, string>) => take(api.POST('/api/v1/privacy/subjects/search', { body: asked })),
    onError: (e) => void message.error(messageOf(e, lang, t).text),
    onSuccess: (found) => choose(found.items.length === 1 ? found.items[0] : undefined),
  })
  const ask = () => value.trim() && search.mutate({ [kind]: value.trim() })
  return (
    <div className="stack">
      <Panel title={t('privacy.find')} note={t('privacy.findNote')}>
        <div className="bar">
          <Select value={kind} style={{ width: 130 }} aria-label={t('privacy.by')} options={kinds.map((k) => ({ value: k, label: t(`privacy.kind.${k}`) }))} onChange={setKind} />
          <Input style={{ width: 280 }} autoComplete="off" value={value} aria-label={t(`privacy.kind.${kind}`)} placeholder={t(`privacy.kind.${kind}`)} onChange={(e) => setValue(e.target.value)} onPressEnter={ask} />
          <Button type="primary" loading={search.isPending} disabled={!value.trim()} onClick={ask}>{t('privacy.search')}</Button>
        </div>
        {search.data && (
          <DataTable<Candidate>
            label={t('privacy.find')}
            rows={search.data.items}
            rowKey={(c) => c.id}
            empty={<EmptyState title={t('privacy.nobody')} hint={t('privacy.nobodyHint')} action={<Deeds asked={{ [kind]: value.trim() }} />} />}
            columns={[
              { key: 'name', title: t('privacy.name'), width: 130, cell: (c) => <span className="strong">{c.name || '–'}</span> },
              { key: 'members', title: t('privacy.records'), num: true, width: 100, cell: (c) => count(c.members) },
              { key: 'from', title: t('privacy.from'), clip: true, cell: (c) => <span title={c.connections}>{c.connections}</span> },
              { key: 'since', title: t('privacy.since'), width: 150, cell: (c) => <Time at={c.since} /> },
              { key: 'held', title: t('privacy.state'), width: 110, cell: (c) => (c.held ? <Tag tone="warn" dot>{t('privacy.held')}</Tag> : null) },
              { key: 'do', title: '', width: 330, cell: (c) => <><Deeds asked={{ person: c.id }} held={c.held} /> <Button size="small" type="text" onClick={() => choose(c)}>{t('privacy.tab.consent')}</Button></> },
            ]}
          />
        )}
        {(search.data?.items.length ?? 0) > 1 && <p className="faint">{t('privacy.shared')}</p>}
      </Panel>
      {chosen && <Ledger of={chosen} />}
      <Erasures />
    </div>
  )
}

/** Deeds gives somebody's data out, and proposes to erase them. */
function Deeds({ asked, held }: { asked: Record<string, string>; held?: boolean }) {
  const { t, lang } = useSay()
  const { message } = App.useApp()
  const proposed = useProposed()
  const [erasing, erase] = useState(false)
  const give = useMutation({ mutationFn: (format: 'json' | 'xlsx') => download(asked, format), onError: (e) => void message.error(messageOf(e, lang, t).text) })
  return (
    <span className="deeds">
      <Button size="small" loading={give.isPending} onClick={() => give.mutate('xlsx')}>{t('privacy.exportXlsx')}</Button>{' '}
      <Button size="small" type="text" onClick={() => give.mutate('json')}>JSON</Button>{' '}
      <Button size="small" danger disabled={held === true} onClick={() => erase(true)}>{t('privacy.erase')}</Button>
      {erasing && (
        <ReasonDialog
          title={t('privacy.askErase')} ok={t('privacy.propose')} danger text={<p>{t('privacy.askEraseNote')}</p>} onClose={() => erase(false)}
          work={(reason) => take(api.POST('/api/v1/privacy/subjects/erase', { body: { ...asked, reason } }))}
          done={(a) => a.approval && proposed(a.approval)}
        />
      )}
    </span>
  )
}

/** download asks with the value in the body and hands the answer to the browser as a file. */
async function download(asked: Record<string, string>, format: 'json' | 'xlsx') {
  const answer = await fetch(`/api/v1/privacy/subjects/export${format === 'xlsx' ? '.xlsx' : ''}`, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', 'X-Heliu-Workspace': currentWorkspace() }, body: JSON.stringify(asked),
  })
  if (!answer.ok) {
    await take(Promise.resolve({ error: await answer.json(), response: answer }))
    return
  }
  const url = URL.createObjectURL(await answer.blob())
  const a = document.createElement('a')
  a.href = url
  a.download = `personal-data.${format}`
  a.click()
  URL.revokeObjectURL(url)
}

const tones = { waiting: 'plain', running: 'accent', done: 'good', refused: 'bad' } as const

function Erasures() {
  const { t } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(erasuresQuery(ws))
  const [open, show] = useState<Erasure>()
  return (
    <Panel title={t('privacy.erasures')} note={t('privacy.erasuresNote')} flush>
      <DataTable<Erasure>
        label={t('privacy.erasures')}
        rows={data?.items}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(e) => e.id}
        onOpen={show}
        empty={<EmptyState title={t('privacy.noErasures')} hint={t('privacy.noErasuresHint')} />}
        columns={[
          { key: 'id', title: t('privacy.number'), width: 120, cell: (e) => <button type="button" className="link mono" onClick={() => show(e)}>{e.id.slice(0, 8)}</button> },
          { key: 'state', title: t('privacy.state'), width: 110, cell: (e) => <Tag tone={tones[e.status]} dot>{t(`privacy.status.${e.status}`)}</Tag> },
          { key: 'reason', title: t('reading.reason'), clip: true, cell: (e) => <span title={e.reason}>{e.reason}</span> },
          { key: 'gone', title: t('privacy.deleted'), num: true, width: 110, cell: (e) => count(e.report.lines.filter((l) => l.did === 'deleted').reduce((n, l) => n + l.rows, 0)) },
          { key: 'at', title: t('privacy.asked'), width: 150, cell: (e) => <Time at={e.asked_at} /> },
          { key: 'ended', title: t('privacy.ended'), width: 150, cell: (e) => (e.ended_at ? <Time at={e.ended_at} /> : <span className="faint">–</span>) },
        ]}
      />
      {open && <Report of={open} close={() => show(undefined)} />}
    </Panel>
  )
}
