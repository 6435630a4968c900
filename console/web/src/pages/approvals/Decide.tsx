import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { messageOf } from '../../api/problem'
import type { Approval } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { Notice } from '../../ui/Notice'
import { Panel } from '../../ui/Panel'
import { useWs } from '../../ui/useWs'
import { OwnPassword } from './OwnPassword'

/** Decide lets a second person approve or refuse with a comment, and the first one take it back. */
export function Decide({ of: a }: { of: Approval }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const { modal, message } = App.useApp()
  const [reason, setReason] = useState('')
  const [other, setOther] = useState('')
  const [setting, setSetting] = useState(false)
  const path = { params: { path: { approval: a.id } } }
  const work = useMutation({
    mutationFn: (verb: 'approve' | 'refuse' | 'withdraw' | 'retry') => {
      const body = { reason: reason.trim(), ...(other && { for: other }) }
      switch (verb) {
        case 'approve': return take(api.POST('/api/v1/approvals/{approval}/approve', { ...path, body }))
        case 'refuse': return take(api.POST('/api/v1/approvals/{approval}/refuse', { ...path, body }))
        case 'withdraw': return take(api.POST('/api/v1/approvals/{approval}/withdraw', { ...path, body: {} }))
        default: return take(api.POST('/api/v1/approvals/{approval}/retry', path))
      }
    },
    onSuccess: (now) => {
      const text = t(`approvals.done.${now.status}`)
      void (now.status === 'failed' ? message.warning(text) : message.success(text))
    },
    onError: (e) => void message.error(messageOf(e, lang, t).text, 8),
    onSettled: () => queries.invalidateQueries({ queryKey: [ws, 'connections', 'approvals'] }),
  })
  const decide = (verb: 'approve' | 'refuse') => {
    if (reason.trim() === '') void message.warning(t('approvals.reasonNeeded'))
    else work.mutate(verb)
  }
  if (a.may.decide) {
    return (
      <Panel title={t('approvals.decide')} className="decide">
        <div className="stack">
          {a.may.for.length > 0 && (
            <Select
              aria-label={t('approvals.name')}
              value={other}
              options={[{ value: '', label: t('approvals.self') }, ...a.may.for.map((x) => ({ value: x.account, label: t('approvals.forOther', { name: x.name }) }))]}
              onChange={setOther}
            />
          )}
          <Input.TextArea aria-label={t('approvals.comment')} placeholder={t('approvals.comment')} maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} value={reason} onChange={(e) => setReason(e.target.value)} />
          <div className="row wrap">
            <Button type="primary" className="grow" loading={work.isPending && work.variables === 'approve'} disabled={work.isPending} onClick={() => decide('approve')}>{t('approvals.approve')}</Button>
            <Button danger className="grow" loading={work.isPending && work.variables === 'refuse'} disabled={work.isPending} onClick={() => decide('refuse')}>{t('approvals.refuse')}</Button>
          </div>
        </div>
      </Panel>
    )
  }
  const withdraw = () => void modal.confirm({
    title: t('approvals.askWithdraw'), okText: t('approvals.withdraw'), cancelText: t('approvals.cancel'),
    onOk: () => work.mutateAsync('withdraw').catch(() => undefined),
  })
  return (
    <>
      {a.may.why_text && (
        <Notice
          tone="info"
          title={t('approvals.cannot')}
          text={say(a.may.why_text)}
          action={a.may.withdraw ? <Button size="small" onClick={withdraw}>{t('approvals.withdraw')}</Button>
            : a.may.why === 'approval_person' && <Button size="small" onClick={() => setSetting(true)}>{t('ownPassword.title')}</Button>}
        />
      )}
      {setting && <OwnPassword onClose={() => setSetting(false)} />}
      {a.status === 'failed' && (
        <Notice tone="bad" title={t('approvals.status.failed')} text={say(a.message)} action={a.may.retry && <Button size="small" loading={work.isPending} onClick={() => work.mutate('retry')}>{t('approvals.retry')}</Button>} />
      )}
    </>
  )
}
