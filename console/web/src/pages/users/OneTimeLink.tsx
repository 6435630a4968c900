import { Modal, Typography } from 'antd'
import { useSay } from '../../i18n/useSay'
import { dateTime } from '../../lib/time'

/** OneTimeLink shows a sign-in link, this once. */
export function OneTimeLink({ name, token, until, onClose }: { name: string; token: string; until: string; onClose: () => void }) {
  const { t } = useSay()
  return (
    <Modal open width={560} title={t('users.linkFor', { name })} okText={t('users.kept')} cancelButtonProps={{ style: { display: 'none' } }} onOk={onClose} onCancel={onClose}>
      <p className="soft">{t('users.linkNote', { at: dateTime(until) })}</p>
      <Typography.Paragraph className="once" copyable>{`${window.location.origin}/sign-in#token=${token}`}</Typography.Paragraph>
    </Modal>
  )
}
