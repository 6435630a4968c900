import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Input } from 'antd'
import { traceQuery } from '../api/queries'
import type { Step } from '../api/types'
import { useSay } from '../i18n/useSay'
import { Golden } from '../ui/Golden'
import { PageHeader } from '../ui/PageHeader'
import { Panel } from '../ui/Panel'
import { Source } from '../ui/Source'
import { Bones, EmptyState, ErrorState } from '../ui/States'
import { Tag } from '../ui/Tag'
import { Places, Refused, Similar } from './TraceElsewhere'
import { Time } from '../ui/Time'
import { useMay, useWs } from '../ui/useWs'

/** Trace says where a document is on its way, by any number that it has. */
export default function Trace() {
  const { t, say, word } = useSay()
  const ws = useWs()
  const { number = '' } = useSearch({ from: '/w/$workspace/trace' })
  const navigate = useNavigate()
  const { data, error, refetch, isFetching } = useQuery(traceQuery(ws, number))
  const failed = data?.documents.some((d) => d.steps.some((s) => s.state === 'failed'))
  const waiting = data?.documents.some((d) => d.steps.some((s) => s.state === 'waiting'))
  return (
    <div className="page">
      <PageHeader title={t('nav.trace')} note={t('trace.note')} />
      <div className="bar">
        <Input.Search
          key={number}
          autoFocus
          allowClear
          enterButton={t('trace.find')}
          defaultValue={number}
          loading={isFetching}
          placeholder={t('trace.placeholder')}
          style={{ width: 460 }}
          onSearch={(v) => void navigate({ to: '.', search: v.trim() ? { number: v.trim() } : {} })}
        />
        {data && <Tag tone={!data.found ? (data.places.some((p) => p.suspect) ? 'warn' : 'plain') : failed || data.documents.length === 0 ? 'bad' : waiting ? 'warn' : 'good'} dot>{say(data.summary)}</Tag>}
      </div>
      {number === '' && <div className="panel"><EmptyState title={t('trace.start')} hint={t('trace.startHint')} /></div>}
      {number !== '' && !data && <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div>}
      <div className="stack">
        {data && data.refusals.length > 0 && <Refused rows={data.refusals} />}
        {data && data.similar.length > 0 && <Similar rows={data.similar} />}
        {data && !data.found && data.places.length > 0 && <Places of={data} />}
        {data && !data.found && data.places.length === 0 && <div className="panel"><EmptyState title={t('trace.none', { number: data.number })} hint={t('trace.noneHint')} /></div>}
      </div>
      <div className="documents">
        {data?.documents.map((d) => (
          <Panel key={d.record.name} title={<>{d.kind ? word('entity', d.kind) : t('trace.unknownKind')} {d.number}</>} note={<Source of={d.record} />}>
            <ol className="steps">
              {d.steps.map((s, i) => <StepLine key={`${s.stage}${i}`} of={s} />)}
            </ol>
          </Panel>
        ))}
      </div>
    </div>
  )
}

function StepLine({ of: s }: { of: Step }) {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  return (
    <li className={s.state}>
      <b>{t(`step.${s.stage === 'entity' && s.deal_id ? 'deal' : s.stage}`)}</b>
      <span className="grow">{say(s.text)}</span>
      {s.golden && <Golden of={s.golden} />}
      {s.deal_id && <Link to="/w/$workspace/deals/$deal" params={{ workspace: ws, deal: s.deal_id }}>{t('trace.toDeal')}</Link>}
      {s.payment_id && <Link to="/w/$workspace/payments/$payment" params={{ workspace: ws, payment: s.payment_id }}>{t('trace.toPayment')}</Link>}
      {s.dead_letter && may('pipeline.read') && <Link to="/w/$workspace/dead-letters/$letter" params={{ workspace: ws, letter: s.dead_letter }}>{t('trace.toLetter')}</Link>}
      {s.at && <span className="faint"><Time at={s.at} seconds /></span>}
    </li>
  )
}
