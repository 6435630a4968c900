import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { consentsQuery, purposesQuery } from '../../api/privacy'
import type { Candidate, ConsentLine } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'

/** Ledger shows what a person agreed to and takes a statement down. */
export function Ledger({ of: person }: { of: Candidate }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(consentsQuery(ws, person.id))
  const { data: known } = useQuery(purposesQuery(ws))
  const [purpose, setPurpose] = useState('marketing')
  const [evidence, setEvidence] = useState('')
  const titles = new Map((known?.purposes ?? []).map((p) => [p.id, lang === 'en' ? p.en : p.zh]))
  const note = useMutation({
    mutationFn: (given: boolean) => take(api.POST('/api/v1/privacy/persons/{person}/consents', { params: { path: { person: person.id } }, body: { purpose, given, evidence } })),
    onError: (e) => void message.error(messageOf(e, lang, t).text),
    onSuccess: () => {
      setEvidence('')
      void queries.invalidateQueries({ queryKey: [ws, 'privacy', 'consents', person.id] })
    },
  })
  return (
    <Panel title={t('privacy.ledger', { name: person.name })} note={t('privacy.ledgerNote')}>
      <div className="bar">
        <Select style={{ width: 180 }} aria-label={t('privacy.purpose')} value={purpose} options={[...titles].map(([value, label]) => ({ value, label }))} onChange={setPurpose} />
        <Input style={{ width: 260 }} maxLength={200} aria-label={t('privacy.evidence')} placeholder={t('privacy.evidence')} value={evidence} onChange={(e) => setEvidence(e.target.value)} />
        <Button loading={note.isPending} onClick={() => note.mutate(true)}>{t('privacy.give')}</Button>
        <Button danger loading={note.isPending} onClick={() => note.mutate(false)}>{t('privacy.withdraw')}</Button>
      </div>
      <DataTable<ConsentLine>
        label={t('privacy.tab.consent')}
        rows={data?.items}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(c) => c.purpose + c.channel + c.noted_at}
        empty={<EmptyState title={t('privacy.noConsent')} hint={t('privacy.noConsentHint')} />}
        columns={[
          { key: 'purpose', title: t('privacy.purpose'), width: 140, cell: (c) => titles.get(c.purpose) ?? c.purpose },
          { key: 'channel', title: t('privacy.channel'), width: 110, cell: (c) => c.channel || t('privacy.everyChannel') },
          { key: 'given', title: t('privacy.state'), width: 110, cell: (c) => <Tag tone={c.given ? 'good' : 'bad'} dot>{t(c.given ? 'privacy.given' : 'privacy.withdrawn')}</Tag> },
          { key: 'at', title: t('privacy.when'), width: 150, cell: (c) => <Time at={c.at} /> },
          { key: 'source', title: t('privacy.source'), clip: true, cell: (c) => <span title={c.source}>{c.source}</span> },
          { key: 'evidence', title: t('privacy.evidence'), width: 160, clip: true, cell: (c) => c.evidence || <span className="faint">–</span> },
        ]}
      />
    </Panel>
  )
}
