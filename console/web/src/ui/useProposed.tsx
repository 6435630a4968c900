import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import type { Approval } from '../api/types'
import { useSay } from '../i18n/useSay'
import { useWs } from './useWs'

/** useProposed tells that something waits for a second person now, with the way to it. */
export function useProposed() {
  const { t, say } = useSay()
  const ws = useWs()
  const { modal } = App.useApp()
  const navigate = useNavigate()
  return (a: Approval) => {
    const box = modal.info({
      title: t('approvals.proposed'),
      content: (
        <div className="stack">
          <p>{say(a.title)}</p>
          <p className="soft">{t('approvals.proposedText')}</p>
        </div>
      ),
      footer: (
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
          <Button onClick={() => box.destroy()}>{t('approvals.stay')}</Button>
          <Button type="primary" onClick={() => { box.destroy(); void navigate({ to: '/w/$workspace/approvals/$approval', params: { workspace: ws, approval: a.id } }) }}>{t('approvals.open')}</Button>
        </div>
      ),
    })
  }
}
