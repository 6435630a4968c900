import { Drawer } from 'antd'
import type { Erasure, ErasureLine } from '../../api/privacy'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { DataTable } from '../../ui/DataTable'
import { Facts } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'

const tones = { deleted: 'good', redacted: 'good', kept: 'warn', expires: 'plain' } as const

/** Report says what an erasure deleted, what stays, why and until when. */
export function Report({ of: e, close }: { of: Erasure; close: () => void }) {
  const { t, word } = useSay()
  return (
    <Drawer open size="large" title={t('privacy.report')} onClose={close}>
      <div className="stack">
        <Facts
          rows={[
            [t('privacy.state'), t(`privacy.status.${e.status}`)],
            [t('reading.reason'), e.reason],
            [t('privacy.values'), count(e.report.values)],
            [t('privacy.sharedValues'), count(e.report.shared)],
            [t('privacy.asked'), <Time key="at" at={e.asked_at} />],
          ]}
        />
        <DataTable<ErasureLine>
          label={t('privacy.report')}
          rows={e.report.lines}
          rowKey={(l) => l.what + l.did + l.why}
          top
          empty={<EmptyState title={t('privacy.notYet')} />}
          columns={[
            { key: 'what', title: t('privacy.what'), width: 140, cell: (l) => word('personalTable', l.what) },
            { key: 'did', title: t('privacy.did'), width: 120, cell: (l) => <Tag tone={tones[l.did]}>{t(`privacy.done.${l.did}`)}</Tag> },
            { key: 'why', title: t('privacy.why'), cell: (l) => <div className="two"><span>{word('erasureWhy', l.why)}</span>{l.until && <small>{t('privacy.until')} <Time at={l.until} /></small>}</div> },
            { key: 'rows', title: t('privacy.rows'), num: true, width: 80, cell: (l) => count(l.rows) },
          ]}
        />
      </div>
    </Drawer>
  )
}
