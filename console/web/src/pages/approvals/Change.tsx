import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { connectionsQuery } from '../../api/queries'
import type { Approval } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { useMay, useWs } from '../../ui/useWs'
import { lineDiff } from './lineDiff'

interface FieldDiff {
  from?: unknown
  to?: unknown
  changed?: boolean
}

/** Change tells a diff in words: each field with what it is now and what it would become. */
export function Change({ diff }: { diff: Approval['diff'] }) {
  const { t, word } = useSay()
  const value = useValue()
  const rows = Object.entries(diff).filter(([name]) => !name.startsWith('_')) as [string, FieldDiff][]
  const short = rows.filter(([, d]) => !isText(d))
  return (
    <div className="stack">
      {short.length > 0 && (
        <dl className="changes">
          {short.map(([name, d]) => (
            <Fragment key={name}>
              <dt>{word('approvalField', name)}</dt>
              <dd>
                {d.changed ? <span className="faint">{t('approvals.hidden')}</span> : d.from === undefined ? value(name, d.to) : d.from === d.to ? t('approvals.stays', { value: value(name, d.to) }) : (
                  <><span className="was">{value(name, d.from)}</span> → <b>{value(name, d.to)}</b></>
                )}
              </dd>
            </Fragment>
          ))}
        </dl>
      )}
      {rows.filter(([, d]) => isText(d)).map(([name, d]) => (
        <div key={name}>
          <h3 className="why-head">{word('approvalField', name)}</h3>
          <Lines from={String(d.from ?? '')} to={String(d.to ?? '')} />
        </div>
      ))}
    </div>
  )
}

function isText(d: FieldDiff): boolean {
  return [d.from, d.to].some((v) => typeof v === 'string' && v.includes('\n'))
}

function Lines({ from, to }: { from: string; to: string }) {
  const { t } = useSay()
  return (
    <div className="payload lines">
      {lineDiff(from, to).map((l, i) => (l.same === undefined
        ? <div key={i} className={l.sign === '+' ? 'added' : l.sign === '-' ? 'gone' : undefined}><i aria-hidden>{l.sign}</i>{l.text}</div>
        : <div key={i} className="faint">… {t('approvals.same', { n: count(l.same) })}</div>))}
    </div>
  )
}

/** useValue shows a value of a field: connections by their name, lists as words. */
function useValue() {
  const { t, word } = useSay()
  const ws = useWs()
  const { data } = useQuery({ ...connectionsQuery(ws), enabled: useMay()('connection.read') })
  return (name: string, v: unknown): string => {
    if (v === undefined || v === null || v === '') return '–'
    if (name === 'connection') return data?.items.find((c) => c.id === v)?.name ?? String(v)
    if (name === 'letter_kind') return t(v === 'value' ? 'letters.value' : 'letters.record')
    if (name === 'key' && v === '+') return t('approvals.newKey')
    if (typeof v === 'boolean') return t(v ? 'approvals.yes' : 'approvals.no')
    if (typeof v === 'number') return count(v)
    if (name === 'roles' && Array.isArray(v)) return v.map((r) => word('role', String(r))).join('、')
    if (Array.isArray(v)) return v.join(', ') || '–'
    return typeof v === 'object' ? JSON.stringify(v) : String(v)
  }
}
