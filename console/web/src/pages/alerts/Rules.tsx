import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { alertKindsQuery, alertRulesQuery } from '../../api/alertQueries'
import { api, take } from '../../api/client'
import type { AlertRule, AlertRuleSet } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { PageHeader } from '../../ui/PageHeader'
import { Panel } from '../../ui/Panel'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { AlertRooms } from './AlertRooms'
import { RuleDialog } from './RuleDialog'
import { useSaved } from './useSaved'

/** Rules says what the workspace wants to be told of. */
export default function Rules() {
  const { t, say } = useSay()
  const ws = useWs()
  const write = useMay()('alert.write')
  const { data, error, refetch } = useQuery(alertRulesQuery(ws))
  const { data: kinds } = useQuery(alertKindsQuery(ws))
  const [editing, edit] = useState<{ rule?: AlertRule; at: number }>()
  const save = useSaved([ws, 'alert-rules'], (set: AlertRuleSet) => take(api.PUT('/api/v1/alert-rules', { body: { set, version: data?.made.version ?? 0 } })))
  if (error && !data) return <div className="page"><PageHeader title={t('alertCentre.rules')} /><ErrorState error={error} onRetry={() => void refetch()} /></div>
  if (!data) return <div className="page"><PageHeader title={t('alertCentre.rules')} /><Bones /></div>
  const { set } = data
  const put = (change: Partial<AlertRuleSet>) => save.mutate({ ...set, ...change })
  const titles = new Map(data.metrics.map((m) => [m.metric, say(m.title)]))
  const listed = new Set(set.kinds.filter((k) => k.listed).map((k) => k.kind))
  const replaced = (at: number, r?: AlertRule) => {
    const rules = [...set.rules]
    if (r) rules.splice(at, at < rules.length ? 1 : 0, r)
    else rules.splice(at, 1)
    put({ rules })
    edit(undefined)
  }
  return (
    <div className="page">
      <PageHeader title={t('alertCentre.rules')} note={t('alertRules.note')} actions={write && <Button type="primary" icon={<PlusOutlined />} onClick={() => edit({ at: set.rules.length })}>{t('alertRules.add')}</Button>} />
      <AlertRooms />
      <div className="stack">
        <Panel title={t('alertRules.own')} note={data.made.version > 0 ? <>{t('alertRules.version', { n: data.made.version })} · <Time at={data.made.at} /></> : t('alertRules.default')} flush>
          <DataTable<AlertRule>
            label={t('alertRules.own')}
            rows={set.rules}
            rowKey={(r) => r.name}
            empty={<EmptyState title={t('alertRules.none')} hint={t('alertRules.noneHint')} />}
            columns={[
              { key: 'title', title: t('alertRules.title'), cell: (r) => <div className="two"><span>{r.title}</span><small className="mono">{r.name}</small></div> },
              { key: 'how', title: t('alertRules.how'), width: 110, cell: (r) => t(`alertHow.${r.how}`) },
              { key: 'metric', title: t('alertRules.metric'), width: 300, clip: true, cell: (r) => `${titles.get(r.metric) ?? r.metric}${r.other ? ` ↔ ${titles.get(r.other) ?? r.other}` : ''}` },
              { key: 'severity', title: t('alerts.severity'), width: 100, cell: (r) => <Tag tone={r.severity === 'critical' ? 'bad' : r.severity === 'warning' ? 'warn' : 'plain'}>{t(`alertSeverity.${r.severity}`)}</Tag> },
              { key: 'on', title: t('alertRules.on'), width: 90, cell: (r) => <Switch size="small" checked={!r.off} disabled={!write} aria-label={t('alertRules.on')} onChange={(on) => put({ rules: set.rules.map((x) => (x.name === r.name ? { ...x, off: !on } : x)) })} /> },
              { key: 'do', title: '', width: 90, cell: (r) => write && <Button size="small" onClick={() => edit({ rule: r, at: set.rules.indexOf(r) })}>{t('alertRules.edit')}</Button> },
            ]}
          />
        </Panel>
        <div className="split even">
          <Panel title={t('alertRules.builtIn')} note={t('alertRules.builtInNote')} flush>
            <DataTable
              label={t('alertRules.builtIn')}
              rows={kinds?.items}
              rowKey={(k) => k.kind}
              columns={[
                { key: 'title', title: t('alertRules.kind'), cell: (k) => say(k.title) },
                { key: 'how', title: t('alertRules.how'), width: 100, cell: (k) => t(`alertHow.${k.how}`) },
                { key: 'severity', title: t('alerts.severity'), width: 90, cell: (k) => t(`alertSeverity.${k.severity}`) },
                {
                  key: 'tell', title: t('alertRules.tell'), width: 90,
                  cell: (k) => (
                    <Switch
                      size="small" checked={!listed.has(k.kind)} disabled={!write} aria-label={`${t('alertRules.tell')} ${say(k.title)}`}
                      onChange={(on) => put({ kinds: [...set.kinds.filter((x) => x.kind !== k.kind), ...(on ? [] : [{ kind: k.kind, listed: true }])] })}
                    />
                  ),
                },
              ]}
            />
          </Panel>
          <Panel title={t('alertRules.escalate')}>
            <p className="soft" style={{ marginBottom: 12 }}>{t('alertRules.escalateNote')}</p>
            <Form key={data.made.version} layout="horizontal" labelCol={{ flex: '120px' }} labelAlign="left" colon={false} requiredMark={false} disabled={!write} initialValues={set.escalate} onFinish={(escalate: AlertRuleSet['escalate']) => put({ escalate })}>
              {(['critical', 'warning', 'info'] as const).map((s) => (
                <Form.Item key={s} name={s} label={t(`alertSeverity.${s}`)} rules={[{ required: true, message: t('settings.needed', { name: t(`alertSeverity.${s}`) }) }]}><InputNumber min={0} max={10000} precision={0} suffix={t('alertRules.minutes')} style={{ width: 190 }} /></Form.Item>
              ))}
              {write && <Button type="primary" htmlType="submit" loading={save.isPending}>{t('settings.save')}</Button>}
            </Form>
          </Panel>
        </div>
      </div>
      {editing && <RuleDialog key={editing.at} rule={editing.rule} metrics={data.metrics} onClose={() => edit(undefined)} onSave={(r) => replaced(editing.at, r)} onRemove={editing.rule ? () => replaced(editing.at) : undefined} />}
    </div>
  )
}
