import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { entryQuery } from '../../api/audit'
import { useSay } from '../../i18n/useSay'
import { Facts } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'
import { actorName, linesOf } from './words'

/** EntryDrawer shows one entry: who did what to what, why, what it changed, and its place in the chain. */
export function EntryDrawer({ seq, onClose }: { seq: number; onClose: () => void }) {
  const { t, word } = useSay()
  const ws = useWs()
  const { data: a, error, refetch } = useQuery(entryQuery(ws, seq))
  const lines = linesOf(a?.diff, word)
  return (
    <Drawer open size={560} title={a ? word('auditAction', a.action) : t('nav.audit')} onClose={onClose} destroyOnHidden>
      {!a ? (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones rows={4} />) : (
        <div className="stack">
          <Facts
            rows={[
              [t('trail.at'), <Time key="t" at={a.at} seconds />],
              [t('trail.actor'), <span key="a">{actorName(a.actor_kind, a.actor_id, a.actor_name, word)} <small className="faint mono">{a.actor_id}</small></span>],
              [t('trail.action'), <span key="c">{word('auditAction', a.action)} <small className="faint mono">{a.action}</small></span>],
              [t('trail.object'), <span key="o">{word('auditObject', a.object_kind)} <small className="faint mono">{a.object_id}</small></span>],
              [t('trail.reason'), word('auditReason', a.reason)],
            ]}
          />
          <h3 className="why-head">{t('audit.changed')}</h3>
          {lines.length === 0 ? <p className="soft">{t('audit.noDiff')}</p> : (
            <ul className="audit-diff">
              {lines.map((l) => (
                <li key={l.field}>
                  <b>{word('auditField', l.field)}</b>
                  {l.hidden
                    ? <span className="soft">{t('audit.hiddenChange')}</span>
                    : l.from !== undefined
                      ? <span><del>{l.from}</del> → <ins>{l.to ?? t('audit.nothing')}</ins></span>
                      : <span><ins>{l.to ?? t('audit.nothing')}</ins></span>}
                </li>
              ))}
            </ul>
          )}
          <h3 className="why-head">{t('audit.place')}</h3>
          {a.n > 0
            ? <p className="soft">{t('audit.placeIs', { n: a.n })}<br /><code className="audit-hash">{a.hash}</code></p>
            : <p className="bad-text">{t('audit.noPlace')}</p>}
        </div>
      )}
    </Drawer>
  )
}
