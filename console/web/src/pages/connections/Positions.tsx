import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { statesQuery } from '../../api/queries'
import type { Connection, ReadState } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { DataTable } from '../../ui/DataTable'
import { Panel } from '../../ui/Panel'
import { EmptyState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { Ago } from '../../ui/Time'
import { useMay, useWs } from '../../ui/useWs'
import { StateDialog } from './StateDialog'
import type { StateChange } from './StateDialog'

/** Positions shows how far each stream was read, and lets a person decide from where it is read on. */
export function Positions({ of: c }: { of: Connection }) {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const [change, setChange] = useState<StateChange | null>(null)
  const { data, error, refetch } = useQuery(statesQuery(ws, c.id))
  return (
    <Panel title={t('reading.positions')} note={t('reading.positionsNote')} flush>
      <DataTable<ReadState>
        top
        label={t('reading.positions')}
        rows={data?.items}
        error={error}
        onRetry={() => void refetch()}
        rowKey={(s) => s.stream}
        empty={<EmptyState title={t('reading.noStreams')} />}
        columns={[
          { key: 'stream', title: t('connection.stream'), width: 150, cell: (s) => <div className="two">{say(s.title)}<small className="mono">{s.stream}</small></div> },
          { key: 'state', title: t('reading.position'), clip: true, cell: (s) => (s.halted ? <Tag tone="bad">{t('reading.lostShort')}</Tag> : s.bytes === 0 ? <span className="faint">{t('reading.noPosition')}</span> : <code className="mono" title={s.text}>{s.text}</code>) },
          { key: 'updated', title: t('reading.updated'), width: 120, cell: (s) => <Ago at={s.updated_at} /> },
          {
            key: 'do', title: '', width: 210,
            cell: (s) => may('pipeline.write') && (
              <span className="row">
                <Button size="small" onClick={() => setChange({ stream: s.stream, to: 'given' })}>{t('reading.setPosition')}</Button>
                <Button size="small" onClick={() => setChange({ stream: s.stream, to: 'start' })}>{t('reading.fromStart')}</Button>
              </span>
            ),
          },
        ]}
      />
      {change && <StateDialog of={c} change={change} onClose={() => setChange(null)} />}
    </Panel>
  )
}
