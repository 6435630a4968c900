import { useMutation, useQuery } from '@tanstack/react-query'
import { Modal, Select } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Connection } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Notice } from '../../ui/Notice'
import { Bones, ErrorState } from '../../ui/States'
import { useWs } from '../../ui/useWs'

/** TestMessage sends one message by a connection, as an alert goes, and says what became of it. */
export function TestMessage({ of: c, onClose }: { of: Connection; onClose: () => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const [person, setPerson] = useState<string>()
  const { data, error, refetch } = useQuery({ queryKey: [ws, 'connections', 'audience'], queryFn: ({ signal }) => take(api.GET('/api/v1/alert-routes', { signal })) })
  const channel = data?.channels.find((x) => x.id === c.id)
  const people = data?.people.filter((p) => channel?.via && p.via.includes(channel.via)) ?? []
  const send = useMutation({ mutationFn: () => take(api.POST('/api/v1/alert-messages', { body: { channel: c.id, ...(person && { person }) } })) })
  const sent = send.data?.id
  const { data: fate } = useQuery({
    queryKey: [ws, 'connections', 'test-message', sent],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/alert-messages', { signal }))).items.find((m) => m.id === sent) ?? null,
    enabled: sent !== undefined,
    refetchInterval: (q) => (q.state.data && q.state.data.state !== 'waiting' ? false : 1000),
  })
  const nobody = channel !== undefined && !channel.group && people.length === 0
  const failed = send.error ? messageOf(send.error, lang, t) : null
  return (
    <Modal
      open
      title={t('testMessage.title', { name: c.title || c.name })}
      okText={sent ? t('testMessage.again') : t('testMessage.send')}
      cancelText={t('testMessage.close')}
      okButtonProps={{ disabled: !channel || (!channel.group && !person) }}
      confirmLoading={send.isPending || (sent !== undefined && (!fate || fate.state === 'waiting') && !fate?.code)}
      onOk={() => send.mutate()}
      onCancel={onClose}
    >
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />)}
      {data && (
        <div className="stack">
          <p>{channel?.group ? t('testMessage.group') : t('testMessage.person')}</p>
          {channel && !channel.group && !nobody && (
            <Select
              aria-label={t('testMessage.to')}
              placeholder={t('testMessage.to')}
              showSearch={{ optionFilterProp: 'label' }}
              value={person}
              options={people.map((p) => ({ value: p.id, label: p.name }))}
              onChange={setPerson}
            />
          )}
          {nobody && <Notice tone="warn" title={t('testMessage.nobody')} text={t('testMessage.nobodyText')} />}
          {failed && <Notice tone="bad" title={failed.text} text={failed.detail} />}
          {fate?.state === 'sent' && <Notice tone="good" title={t('testMessage.arrived')} text={t('testMessage.arrivedText')} />}
          {fate && fate.state !== 'sent' && fate.code && (
            <Notice tone={fate.state === 'failed' ? 'bad' : 'warn'} title={say(fate.message) || fate.code} text={fate.state === 'failed' ? fate.code : t('testMessage.retrying', { code: fate.code })} />
          )}
        </div>
      )}
    </Modal>
  )
}
