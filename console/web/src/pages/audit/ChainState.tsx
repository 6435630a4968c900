import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { chainQuery } from '../../api/audit'
import type { Chain, ChainDamage } from '../../api/audit'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { Notice } from '../../ui/Notice'
import { Facts, Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

/** ChainState says how far the trail is proven, and proves it anew on demand. */
export function ChainState() {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(chainQuery(ws))
  const check = useMutation({
    mutationFn: () => take(api.POST('/api/v1/audit/verify', { body: {} })),
    onSettled: () => void queries.invalidateQueries({ queryKey: [ws, 'workspaces', 'chain'] }),
  })
  if (!data) return <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones rows={5} />}</div>
  const findings = check.data?.chains.flatMap((k) => k.findings.map((f) => ({ ...f, scope: k.scope }))) ?? []
  return (
    <div className="stack">
      {check.data && (check.data.ok
        ? <Notice tone="good" title={t('chain.verified')} text={t('chain.verifiedText', { n: count(check.data.chains.reduce((n, k) => n + k.check.rows, 0)), heads: count(check.data.chains.reduce((n, k) => n + k.heads, 0)) })} />
        : <Notice tone="bad" title={t('chain.broken')} text={t('chain.brokenText')} />)}
      {check.error && <Notice tone="bad" title={messageOf(check.error, lang, t).text} />}
      {findings.length > 0 && (
        <Panel title={t('chain.findings')}>
          <ul className="audit-findings">{findings.map((f, i) => <li key={i}><b>{t(`chain.scope.${f.scope}`)}</b> · {where(f, t)} · {say(f.text)}</li>)}</ul>
        </Panel>
      )}
      <div className="split even">{data.chains.map((k) => <One key={k.scope} of={k} />)}</div>
      <Panel title={t('chain.proof')}>
        <div className="stack">
          <p className="soft">{t('chain.proofText', { n: data.sign_minutes })}</p>
          <p className="soft">{t('chain.key')}<br /><code className="audit-hash">{data.public_key}</code></p>
          <div><Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>{t('chain.verify')}</Button></div>
        </div>
      </Panel>
    </div>
  )
}

function where(f: ChainDamage, t: TFunction): string {
  return f.n > 0 ? t('chain.at', { n: f.n }) : t('chain.nowhere')
}

function One({ of: k }: { of: Chain }) {
  const { t, say } = useSay()
  const c = k.check
  return (
    <Panel title={t(`chain.scope.${k.scope}`)} note={t('chain.rows', { n: count(k.rows) })}>
      <div className="stack">
        {c && !c.ok && c.first && <Notice tone="bad" title={say(c.first.text)} text={where(c.first, t)} />}
        <Facts
          rows={[
            [t('chain.until'), c ? (c.until ? dateTime(c.until, true) : '–') : t('chain.notYet')],
            [t('chain.lastCheck'), c ? <span key="c" className={c.ok ? 'good-text' : 'bad-text'}>{dateTime(c.at, true)} · {t(c.ok ? 'chain.ok' : 'chain.damaged', { n: c.damaged })}</span> : t('chain.notYet')],
            [t('chain.signed'), k.head ? t('chain.signedTo', { n: count(k.head.n), at: dateTime(k.head.at, true) }) : t('chain.notYet')],
            [t('chain.hash'), k.hash ? <code key="h" className="audit-hash">{k.hash}</code> : '–'],
          ]}
        />
      </div>
    </Panel>
  )
}
