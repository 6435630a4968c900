import { useQuery } from '@tanstack/react-query'
import { letterCountsQuery } from '../../api/queries'
import type { DeadLettersSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

/** Reasons counts letters by reason and connection; a line narrows the list, another click widens it again. */
export function Reasons({ search, set }: { search: DeadLettersSearch; set: (change: Partial<DeadLettersSearch>) => void }) {
  const { t, say } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(letterCountsQuery(ws, search))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones rows={5} />
  return (
    <>
      <Facet
        title={t('letters.byReason')}
        none={t('letters.none')}
        lines={data.reasons.map((r) => ({ id: r.code, text: say(r.message), note: r.code, n: r.count }))}
        chosen={search.code}
        choose={(code) => set({ code })}
      />
      <Facet
        title={t('letters.byConnection')}
        none={t('letters.none')}
        lines={data.connections.map((c) => ({ id: c.connection, text: c.connection_name || t('letters.goneConnection'), note: c.connector, n: c.count }))}
        chosen={search.connection}
        choose={(connection) => set({ connection })}
      />
    </>
  )
}

interface Line {
  id: string
  text: string
  note: string
  n: number
}

function Facet({ title, lines, chosen, choose, none }: { title: string; lines: Line[]; chosen: string | undefined; choose: (id: string | undefined) => void; none: string }) {
  return (
    <div className="facet">
      <h2>{title}</h2>
      {lines.length === 0 && <p className="faint">{none}</p>}
      <ul>
        {lines.map((l) => (
          <li key={l.id}>
            <button type="button" aria-pressed={l.id === chosen} className={l.id === chosen ? 'on' : undefined} title={`${l.text} · ${l.note}`} onClick={() => choose(l.id === chosen ? undefined : l.id)}>
              <span className="clip">{l.text}</span>
              <b className="num">{count(l.n)}</b>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
