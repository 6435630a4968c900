import { SettingOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { deadLettersQuery, letterCountsQuery, letterFilterOf } from '../../api/queries'
import { deadLettersSearch, letterStatuses } from '../../app/search'
import type { DeadLettersSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { PageHeader } from '../../ui/PageHeader'
import { EmptyState } from '../../ui/States'
import { useMay, useWs } from '../../ui/useWs'
import { JobLine } from './JobLine'
import { Letters } from './Letters'
import { Limits } from './Limits'
import { Reasons } from './Reasons'
import { useLetterWork } from './useLetterWork'

/** DeadLetters lists what could not be taken in, by reason, and lets IT replay or discard it. */
export default function DeadLetters() {
  const { t } = useSay()
  const ws = useWs()
  const mayWrite = useMay()('dlq.write')
  const search = useSearch({ from: '/w/$workspace/dead-letters' })
  const navigate = useNavigate()
  const [ids, choose] = useState<ReadonlySet<string>>(new Set())
  const [job, setJob] = useState('')
  const [limits, showLimits] = useState(false)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deadLettersQuery(ws, search))
  const { data: counts } = useQuery(letterCountsQuery(ws, search))
  const { ask, pending } = useLetterWork((j) => {
    setJob(j.id)
    choose(new Set())
  })
  const set = (change: Partial<DeadLettersSearch>) => {
    choose(new Set())
    void navigate({ to: '.', search: deadLettersSearch({ ...search, ...change }) })
  }
  const status = search.status ?? 'open'
  const rows = data?.pages.flatMap((p) => p.items)
  const n = (s: string) => counts?.statuses.find((x) => x.status === s)?.count ?? 0
  const narrowed = Boolean(search.code ?? search.connection ?? search.kind ?? search.q)
  const works = mayWrite && (status === 'open' || status === 'discarded')
  const some = [...ids].filter((id) => rows?.some((d) => d.id === id))
  const which = some.length > 0 ? { ids: some } : { filter: letterFilterOf(search) }
  const about = some.length > 0 ? some.length : n(status)
  return (
    <div className="page fill">
      <PageHeader
        title={t('nav.deadLetters')}
        note={t('letters.note')}
        actions={<Button icon={<SettingOutlined />} onClick={() => showLimits(true)}>{t('letterLimits.open')}</Button>}
      />
      {job && <JobLine id={job} onClose={() => setJob('')} />}
      <div className="bar">
        <Segmented
          value={status}
          options={letterStatuses.map((s) => ({ value: s, label: <>{t(`letterStatus.${s}`)}<span className="tab-count">{count(n(s))}</span></> }))}
          onChange={(s) => set({ status: s })}
        />
        <Segmented
          value={search.kind ?? ''}
          options={[{ value: '', label: t('letters.all') }, { value: 'record', label: t('letters.record') }, { value: 'value', label: t('letters.value') }]}
          onChange={(k) => set({ kind: (k || undefined) as DeadLettersSearch['kind'] })}
        />
        <Input.Search key={search.q ?? ''} allowClear defaultValue={search.q} placeholder={t('letters.search')} style={{ width: 220 }} onSearch={(q) => set({ q: q.trim() || undefined })} />
        {works && about > 0 && (
          <span className="rest row">
            {some.length > 0 ? t('letters.chosen', { n: count(some.length) }) : t(narrowed ? 'letters.matching' : 'letters.allOfThem', { n: count(about) })}
            <Button type="primary" loading={pending} onClick={() => ask('replay', which, about)}>{t('letters.replay')}</Button>
            {status === 'open' && <Button danger disabled={pending} onClick={() => ask('discard', which, about)}>{t('letters.discardDots')}</Button>}
          </span>
        )}
      </div>
      <div className="facets">
        <aside className="panel"><Reasons search={search} set={set} /></aside>
        <div className="panel table-panel">
          <Letters
            rows={rows}
            chosen={works ? { ids, set: choose } : undefined}
            table={{
              error,
              onRetry: () => void refetch(),
              onOpen: (d) => void navigate({ to: '/w/$workspace/dead-letters/$letter', params: { workspace: ws, letter: d.id } }),
              more: hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined,
              empty: narrowed
                ? <EmptyState title={t('letters.noneFound')} action={<Button size="small" onClick={() => set({ code: undefined, connection: undefined, kind: undefined, q: undefined, stream: undefined })}>{t('state.clear')}</Button>} />
                : <EmptyState title={t(status === 'open' ? 'letters.empty' : 'letters.noneSuch')} hint={status === 'open' ? t('letters.emptyHint') : undefined} />,
            }}
          />
        </div>
      </div>
      <Limits open={limits} onClose={() => showLimits(false)} />
    </div>
  )
}
