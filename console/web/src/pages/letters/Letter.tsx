import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { letterQuery } from '../../api/queries'
import type { LetterPage } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { markedLines, sourceNames } from '../../lib/marked'
import { pretty } from '../../lib/pretty'
import { PageHeader } from '../../ui/PageHeader'
import { Facts, Panel } from '../../ui/Panel'
import { useMasked, useReveal } from '../../ui/Reveal'
import { Source } from '../../ui/Source'
import { Bones, ErrorState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { Editor } from './Editor'
import { JobLine } from './JobLine'
import { LetterState } from './LetterState'
import { Lined } from './Lined'
import { Tried } from './Tried'
import { useLetterWork } from './useLetterWork'

/** Letter shows a dead letter: what is wrong, where, beside the rule that said so, and what can be done. */
export default function Letter() {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const { letter: id } = useParams({ from: '/w/$workspace/dead-letters/$letter' })
  const reveal = useReveal()
  const [editing, edit] = useState(false)
  const [job, setJob] = useState('')
  const { data: p, error, refetch, refused } = useMasked((personal, why) => letterQuery(ws, id, personal, why), reveal)
  const { ask, pending } = useLetterWork((j) => setJob(j.id))
  const crumbs = <Link to="/w/$workspace/dead-letters" params={{ workspace: ws }} search={{}}>{t('nav.deadLetters')}</Link>
  if (!p) return <div className="page"><PageHeader title={t('nav.deadLetters')} crumbs={crumbs} /><div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div></div>
  const d = p.letter
  const works = may('dlq.write') && (d.status === 'open' || d.status === 'discarded')
  return (
    <div className="page">
      <PageHeader
        name={say(d.message)}
        crumbs={crumbs}
        title={<>{say(d.message)} <LetterState of={d} /></>}
        note={d.kind === 'value' ? t('letter.valueNote', { field: d.field }) : t('letter.recordNote')}
        actions={<>
          {reveal.button}
          {works && !d.connection_gone && p.kept && (
            <>
              <Button type="primary" loading={pending} onClick={() => ask('replay', { ids: [d.id] }, 1)}>{t('letters.replay')}</Button>
              {p.op === 'upsert' && <Button disabled={editing} onClick={() => edit(true)}>{t('letter.editCopy')}</Button>}
            </>
          )}
          {works && d.status === 'open' && <Button danger disabled={pending} onClick={() => ask('discard', { ids: [d.id] }, 1)}>{t('letters.discardDots')}</Button>}
        </>}
      />
      {reveal.notice(refused)}
      <div className="stack">
        {job && <JobLine id={job} onClose={() => setJob('')} />}
        <Panel>
          <Facts
            columns
            rows={[
              [t('profile.source'), <Source key="s" of={d.record} />],
              [t('letters.field'), <span key="f" className="mono">{[d.field, d.path && `← ${d.path}`].filter(Boolean).join(' ')}</span>],
              [t('letter.offending'), <span key="v" className="mono">{d.value}</span>],
              [t('letter.detail'), <span key="d">{d.detail} <code className="faint">{d.code}</code></span>],
              [t('letters.count'), t('letter.times', { n: d.count })],
              [t('letter.between'), <span key="b"><Time at={d.first_at} seconds /> – <Time at={d.last_at} seconds /></span>],
            ]}
          />
        </Panel>
        {editing
          ? <Editor page={p} personal={!p.masked} why={reveal.why} onCancel={() => edit(false)} onJob={(j) => { setJob(j.id); edit(false) }} />
          : <Beside page={p} />}
        <Panel title={t('letter.history')} flush><History of={p} /></Panel>
      </div>
    </div>
  )
}

function Beside({ page: p }: { page: LetterPage }) {
  const { t } = useSay()
  const names = sourceNames(p.letter.path, p.mapping.yaml, p.mapping.rules)
  const text = pretty(p.payload)
  const lines = p.payload_form === 'json' ? markedLines(text, names) : new Set<number>()
  const rules = new Set(p.mapping.rules.flatMap((r) => Array.from({ length: r.to - r.from + 1 }, (_, i) => r.from + i)))
  return (
    <>
      <div className="split even">
        <Panel title={t('record.payload')} note={p.masked ? t('record.masked') : undefined}>
          {!p.kept ? <p className="soft">{t('record.noPayload')}</p> : p.payload_form === 'none' ? <p className="soft">{t('letter.noContent')}</p> : (
            <>
              <Lined text={text} marked={lines} label={t('record.payload')} />
              {lines.size === 0 && names.size > 0 && p.payload_form === 'json' && <p className="soft" style={{ marginTop: 8 }}>{t('letter.notThere', { names: [...names].join('、') })}</p>}
            </>
          )}
        </Panel>
        <Panel title={t('letter.mapping')} note={p.mapping.version > 0 ? t('record.madeNote', { n: p.mapping.version }) : undefined}>
          {p.mapping.yaml ? <Lined text={p.mapping.yaml.replace(/\n$/, '')} marked={rules} label={t('letter.mapping')} /> : <p className="soft">{t('letter.noMapping')}</p>}
        </Panel>
      </div>
      <Panel title={t('letter.now')} note={t('letter.nowNote')}><Tried of={p.now} /></Panel>
    </>
  )
}

function History({ of: p }: { of: LetterPage }) {
  const { t, say, word } = useSay()
  return (
    <ul className="history">
      {p.events.map((e, i) => (
        <li key={i}>
          <Time at={e.at} seconds />
          <b>{word('letterEvent', e.what)}{e.how && <> · {word('letterHow', e.how)}</>}</b>
          <span className="soft clip">{[e.reason, (e.what === 'raised' || e.what === 'failed' || e.what === 'reopened') && e.message && say(e.message)].filter(Boolean).join(' · ')}</span>
          <span className="faint mono">{e.by ? t('letter.by', { who: e.by.replace(/^(\w+):([0-9a-f]{8})[0-9a-f-]*$/, '$1:$2') }) : ''}</span>
        </li>
      ))}
    </ul>
  )
}
