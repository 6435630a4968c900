import { Link } from '@tanstack/react-router'
import type { AgainExample, FieldChange, Job, MapAgain } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Figures, Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'

const tones = { changed: 'accent', new: 'good', dropped: 'warn', failed: 'bad' } as const

/** Again shows what mapping stored records again changes: how many, which fields, and examples before and after. */
export function Again({ of: j, again: a }: { of: Job; again: MapAgain }) {
  const { t } = useSay()
  const tense = j.kind === 'shadow' ? 'would' : 'did'
  const named = [...rows(a.codes, 'failed'), ...rows(a.reasons, 'dropped')]
  const fields = rows(a.fields, 'changed')
  return (
    <>
      <Figures
        of={[
          { label: t('again.looked'), value: count(a.looked), ...(a.no_raw > 0 && { note: t('again.noRaw', { n: count(a.no_raw) }) }) },
          { label: t('again.unchanged'), value: count(a.unchanged) },
          { label: t(`again.${tense}.changed`), value: count(a.changed) },
          { label: t(`again.${tense}.new`), value: count(a.new), ...(a.still_out > 0 && { note: t('again.stillOut', { n: count(a.still_out) }) }) },
          { label: t(`again.${tense}.dropped`), value: count(a.dropped) },
          { label: t(`again.${tense}.failed`), value: count(a.failed), note: a.failed > 0 ? t('again.failedNote') : undefined },
        ].map(({ note, ...f }) => (note === undefined ? f : { ...f, note }))}
      />
      {fields.length + named.length > 0 && (
        <div className={fields.length > 0 && named.length > 0 ? 'split even' : undefined}>
          {fields.length > 0 && <Panel title={t('again.byField')} note={t('again.byFieldNote')} flush><Counted of={fields} label={t('again.byField')} /></Panel>}
          {named.length > 0 && <Panel title={t('again.byCode')} flush><Counted of={named} label={t('again.byCode')} /></Panel>}
        </div>
      )}
      {a.examples.length > 0 && (
        <Panel title={t('again.examples')} note={t('again.examplesNote')} flush>
          <ul className="examples">{a.examples.map((e) => <Example key={`${e.what} ${e.stream} ${e.key}`} of={e} job={j} tense={tense} />)}</ul>
        </Panel>
      )}
    </>
  )
}

interface Row { what: 'changed' | 'dropped' | 'failed'; name: string; n: number }

function rows(of: Record<string, number>, what: Row['what']): Row[] {
  return Object.entries(of).map(([name, n]) => ({ what, name, n })).toSorted((x, y) => y.n - x.n || x.name.localeCompare(y.name))
}

// Counted lists fields, codes and reasons, those of most records first.
function Counted({ of, label }: { of: Row[]; label: string }) {
  const { t, word } = useSay()
  const title = ({ what, name }: Row) => {
    if (what !== 'changed') return <><code>{name}</code> {t(`again.what.${what}`)}</>
    const whole = /^[+-]/.exec(name)?.[0]
    const [kind = '', field = ''] = (whole ? name.slice(1) : name).split('.')
    return <>{word('entity', kind)} {whole ? t(`again.whole.${whole === '+' ? 'added' : 'removed'}`) : <code>{field}</code>}</>
  }
  return (
    <DataTable<Row>
      tight
      label={label}
      rows={of}
      rowKey={(r) => r.what + r.name}
      columns={[
        { key: 'name', title: t('again.name'), clip: true, cell: title },
        { key: 'n', title: t('again.records'), num: true, width: 120, cell: (r) => count(r.n) },
      ]}
    />
  )
}

// Example is one record with its fields before and after.
function Example({ of: e, job, tense }: { of: AgainExample; job: Job; tense: 'would' | 'did' }) {
  const { t } = useSay()
  const ws = useWs()
  return (
    <li>
      <div className="row">
        <Tag tone={tones[e.what]}>{t(`again.${tense}.${e.what}`)}</Tag>
        <Link className="mono" to="/w/$workspace/records/$connection/$stream/$" params={{ workspace: ws, connection: job.connection_name, stream: e.stream, _splat: e.key }}>{e.stream}/{e.key}</Link>
        {e.code && <code className="faint">{e.code}</code>}
      </div>
      {e.changes.length > 0 && <Changes of={e.changes} />}
    </li>
  )
}

// plain writes an amount as people do; anything else stays as the hub shows it.
function plain(text: string): string {
  const m = /^\{"amount":"([^"]*)","currency":"([^"]*)"\}$/.exec(text)
  return m ? `${m[1]} ${m[2]}` : text
}

// Changes lists fields before and after, as the hub masks them.
function Changes({ of }: { of: FieldChange[] }) {
  const { t, word } = useSay()
  const value = (text: string) => (text === '' ? <span className="faint">{t('again.empty')}</span> : <span className="mono">{plain(text)}</span>)
  return (
    <DataTable<FieldChange>
      tight
      label={t('again.byField')}
      rows={of}
      rowKey={(c) => `${c.kind} ${c.part} ${c.field}`}
      empty={<EmptyState title={t('state.nothing')} />}
      columns={[
        { key: 'field', title: t('again.field'), width: 300, clip: true, cell: (c) => <>{word('entity', c.kind)}{c.part && <span className="faint"> {c.part}</span>} {c.field && <code>{c.field}</code>}</> },
        { key: 'before', title: t('again.before'), clip: true, cell: (c) => (c.field ? <span title={c.before}>{value(c.before)}</span> : c.before ? t('again.there') : <span className="faint">{t('again.absent')}</span>) },
        { key: 'after', title: t('again.after'), clip: true, cell: (c) => (c.field ? <b title={c.after}>{value(c.after)}</b> : c.after ? t('again.there') : <span className="faint">{t('again.absent')}</span>) },
      ]}
    />
  )
}
