import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Customer, Field } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { day } from '../../lib/time'
import { DataTable } from '../../ui/DataTable'
import { Golden } from '../../ui/Golden'
import { Panel } from '../../ui/Panel'
import { Source } from '../../ui/Source'
import { EmptyState } from '../../ui/States'
import { WhyDrawer } from './WhyDrawer'

/** valueOf writes a field's value; a field that keeps every value lists them. */
export function valueOf(f: Field, word: (group: string, value: string) => string): string {
  if (f.values.length > 0) return f.values.map((v) => v.value).join('；')
  return closed.includes(f.name) ? word(f.name, f.value) : f.value
}

// Fields whose values are of a closed list.
const closed = ['org_kind', 'status']

/** Profile shows every field with who said it, and why that value won. */
export function Profile({ of: c }: { of: Customer }) {
  const { t, say, word } = useSay()
  const { field, tab } = useSearch({ from: '/w/$workspace/customers/$customer' })
  const navigate = useNavigate()
  const open = (name: string | undefined) => void navigate({ to: '.', search: { ...(tab && { tab }), ...(name && { field: name }) }, replace: name === undefined })
  const asked = c.fields.find((f) => f.name === field)
  return (
    <div className="split">
      <Panel title={t('profile.title')} note={t('profile.note')} flush>
        <DataTable<Field>
          label={t('profile.title')}
          rows={c.fields}
          rowKey={(f) => f.name}
          onOpen={(f) => open(f.name)}
          empty={<EmptyState title={t('profile.empty')} hint={t('profile.emptyHint')} />}
          columns={[
            { key: 'name', title: t('profile.field'), width: 132, cell: (f) => <span className="soft">{say(f.title)}</span> },
            { key: 'value', title: t('profile.value'), clip: true, cell: (f) => <span className="strong" title={valueOf(f, word)}>{valueOf(f, word)}</span> },
            { key: 'source', title: t('profile.source'), width: 166, clip: true, cell: (f) => <Source of={f.source ?? f.values[0]?.source} short /> },
            { key: 'at', title: t('profile.at'), width: 92, cell: (f) => day(f.at || f.values[0]?.at) },
            {
              key: 'why', title: t('profile.why'), width: 204,
              cell: (f) => (
                <button type="button" className="link" onClick={() => open(f.name)}>
                  {t(`rule.${f.rule}`)}
                  {f.losers.length > 0 && <span className="faint"> · {t('profile.beaten', { n: f.losers.length })}</span>}
                </button>
              ),
            },
          ]}
        />
      </Panel>
      <div className="stack">
        <Panel title={t('profile.identifiers')} note={t('profile.identifiersNote')} flush>
          <DataTable
            tight
            label={t('profile.identifiers')}
            rows={c.identifiers}
            rowKey={(i) => `${i.type} ${i.value}`}
            empty={<EmptyState title={t('profile.noIdentifiers')} />}
            columns={[
              {
                key: 'value', title: t('profile.identifier'), clip: true,
                cell: (i) => <div className="two"><span className="mono" title={i.value}>{i.value}</span><small>{say(i.title)}</small></div>,
              },
              { key: 'records', title: t('profile.held'), num: true, width: 72, cell: (i) => count(i.records) },
            ]}
          />
        </Panel>
        {c.merged_from.length > 0 && (
          <Panel title={t('profile.merged')}>
            <ul className="plain">{c.merged_from.map((g) => <li key={g.id}><Golden of={g} /></li>)}</ul>
          </Panel>
        )}
      </div>
      {asked && <WhyDrawer of={asked} onClose={() => open(undefined)} />}
    </div>
  )
}
