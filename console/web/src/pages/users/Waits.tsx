import { Link } from '@tanstack/react-router'
import { useSay } from '../../i18n/useSay'
import { Notice } from '../../ui/Notice'
import { useWs } from '../../ui/useWs'

/** Granted is what became of a wish to give somebody roles. */
export interface Granted {
  done: boolean
  alone: boolean
  waits?: { id: string; link: string } | undefined
}

/** Waits says whether roles are in force or wait for a second person. */
export function Waits({ granted, onClose }: { granted: Granted & { name: string }; onClose: () => void }) {
  const { t } = useSay()
  const ws = useWs()
  const { name, waits } = granted
  if (waits) {
    return (
      <div style={{ marginBottom: 12 }}>
        <Notice
          tone="info" title={t('users.waits', { name })} text={t('users.waitsNote')} onClose={onClose}
          action={<Link to="/w/$workspace/approvals/$approval" params={{ workspace: ws, approval: waits.id }}>{t('users.openApproval')}</Link>}
        />
      </div>
    )
  }
  return (
    <div style={{ marginBottom: 12 }}>
      <Notice tone={granted.alone ? 'warn' : 'good'} title={t('users.done', { name })} text={granted.alone ? t('users.aloneNote') : undefined} onClose={onClose} />
    </div>
  )
}
