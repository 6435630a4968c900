import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { personalRulesQuery, viewersQuery } from '../../api/audit'
import type { PersonalRules, PersonalViewer } from '../../api/audit'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Notice } from '../../ui/Notice'
import { Facts, Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { actorName } from './words'

/** Viewers says who saw personal data in full, and how it is guarded. */
export function Viewers() {
  const { t, word } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(viewersQuery(ws))
  const { data: rules } = useQuery(personalRulesQuery(ws))
  return (
    <div className="stack">
      <Panel title={t('viewers.title')} note={t('viewers.days')} flush>
        <DataTable<PersonalViewer>
          label={t('viewers.title')}
          rows={data?.items}
          error={error}
          onRetry={() => void refetch()}
          rowKey={(v) => `${v.actor_kind}:${v.actor_id}`}
          empty={<EmptyState title={t('viewers.empty')} hint={t('viewers.emptyHint')} />}
          columns={[
            {
              key: 'who', title: t('trail.actor'), width: 230, clip: true,
              cell: (v) => <Link to="/w/$workspace/audit" params={{ workspace: ws }} search={{ actor: v.actor_id, action: v.views > 0 ? 'personal.view' : 'customer.export' }}>{actorName(v.actor_kind, v.actor_id, v.actor_name, word)}</Link>,
            },
            { key: 'views', title: t('viewers.views'), num: true, width: 96, cell: (v) => count(v.views) },
            { key: 'persons', title: t('viewers.persons'), num: true, width: 96, cell: (v) => count(v.persons) },
            { key: 'exports', title: t('viewers.exports'), num: true, width: 96, cell: (v) => count(v.exports) },
            { key: 'exported', title: t('viewers.exported'), num: true, width: 112, cell: (v) => count(v.exported) },
            { key: 'fields', title: t('viewers.fields'), clip: true, cell: (v) => <span className="soft" title={v.fields.map((f) => word('auditField', f)).join('、')}>{v.fields.map((f) => word('auditField', f)).join(' · ')}</span> },
            { key: 'at', title: t('viewers.last'), width: 160, cell: (v) => <Time at={v.last_at} seconds /> },
          ]}
        />
      </Panel>
      {rules && <Rules key={rules.version} of={rules} />}
    </div>
  )
}

function Rules({ of }: { of: PersonalRules }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const may = useMay()
  const queries = useQueryClient()
  const [r, set] = useState(of)
  const locked = !may('workspace.write')
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/audit/personal/rules', { body: r })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'personal-rules'] }),
  })
  const number = (key: 'reveal_limit' | 'alarm_persons' | 'alarm_minutes', min: number, max: number) =>
    <InputNumber key={key} min={min} max={max} disabled={locked} aria-label={t(`rules.${key}`)} value={r[key]} onChange={(v) => set({ ...r, [key]: v ?? min })} />
  return (
    <Panel title={t('rules.title')} note={of.version === 0 ? t('rules.defaults') : undefined}>
      <div className="stack">
        <Facts
          rows={[
            [t('rules.reveal_reason'), <Switch key="r" checked={r.reveal_reason} disabled={locked} aria-label={t('rules.reveal_reason')} onChange={(v) => set({ ...r, reveal_reason: v })} />],
            [t('rules.reveal_limit'), number('reveal_limit', 1, 100_000)],
            [t('rules.alarm_persons'), number('alarm_persons', 0, 1_000_000)],
            [t('rules.alarm_minutes'), number('alarm_minutes', 1, 43_200)],
          ]}
        />
        {save.error && <Notice tone="bad" title={messageOf(save.error, lang, t).text} />}
        {!locked && <div><Button loading={save.isPending} onClick={() => save.mutate()}>{t('rules.save')}</Button></div>}
      </div>
    </Panel>
  )
}
