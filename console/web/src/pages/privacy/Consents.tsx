import { useQuery } from '@tanstack/react-query'
import { purposesQuery } from '../../api/privacy'
import type { Destination, HeldContact, Purpose } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import { useWs } from '../../ui/useWs'

/** Consents shows for what data are used, for what destinations reach people, and who was not reached. */
export function Consents() {
  const { t, lang, word } = useSay()
  const ws = useWs()
  const { data, error, refetch } = useQuery(purposesQuery(ws))
  const titles = new Map((data?.purposes ?? []).map((p) => [p.id, lang === 'en' ? p.en : p.zh]))
  const states = { error, onRetry: () => void refetch() }
  return (
    <div className="stack">
      <Panel title={t('privacy.purposes')} note={t('privacy.purposesNote')} flush>
        <DataTable<Purpose>
          label={t('privacy.purposes')}
          rows={data?.purposes}
          {...states}
          rowKey={(p) => p.id}
          columns={[
            { key: 'name', title: t('privacy.purpose'), cell: (p) => <span className="strong">{titles.get(p.id)}</span> },
            { key: 'basis', title: t('privacy.basis'), width: 200, cell: (p) => word('legalBasis', p.basis) },
            { key: 'limit', title: t('privacy.limit'), width: 240, cell: (p) => (p.most > 0 ? t('privacy.limitOf', { n: p.most, days: p.days }) : t('privacy.noLimit')) },
          ]}
        />
      </Panel>
      <Panel title={t('privacy.destinations')} note={t('privacy.destinationsNote')} flush>
        <DataTable<Destination>
          label={t('privacy.destinations')}
          rows={data?.destinations}
          {...states}
          rowKey={(d) => d.connection}
          empty={<EmptyState title={t('privacy.noDestinations')} hint={t('privacy.noDestinationsHint')} />}
          columns={[
            { key: 'name', title: t('connections.connection'), cell: (d) => d.name },
            { key: 'purpose', title: t('privacy.purpose'), width: 160, cell: (d) => titles.get(d.purpose) ?? d.purpose },
            { key: 'channel', title: t('privacy.channel'), width: 140, cell: (d) => d.channel || t('privacy.everyChannel') },
            { key: 'at', title: t('privacy.when'), width: 150, cell: (d) => <Time at={d.updated_at} /> },
          ]}
        />
      </Panel>
      <Panel title={t('privacy.heldContacts')} note={t('privacy.heldContactsNote')} flush>
        <DataTable<HeldContact>
          label={t('privacy.heldContacts')}
          rows={data?.held}
          {...states}
          rowKey={(h) => h.person + h.at}
          empty={<EmptyState title={t('privacy.noHeld')} />}
          columns={[
            { key: 'person', title: t('privacy.number'), width: 120, cell: (h) => <span className="mono">{h.person.slice(0, 8)}</span> },
            { key: 'to', title: t('connections.connection'), clip: true, cell: (h) => h.connection },
            { key: 'purpose', title: t('privacy.purpose'), width: 140, cell: (h) => titles.get(h.purpose) ?? h.purpose },
            { key: 'why', title: t('privacy.why'), width: 200, cell: (h) => <Tag tone="warn">{t(`privacy.heldWhy.${h.why}`)}</Tag> },
            { key: 'at', title: t('privacy.when'), width: 150, cell: (h) => <Time at={h.at} /> },
          ]}
        />
      </Panel>
    </div>
  )
}
