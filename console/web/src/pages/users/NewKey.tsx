import { Modal, Typography } from 'antd'
import { useSay } from '../../i18n/useSay'

/** NewKey shows the text of a key, this once. */
export function NewKey({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  const { t } = useSay()
  return (
    <Modal open width={600} title={t('keys.made', { name })} okText={t('users.kept')} cancelButtonProps={{ style: { display: 'none' } }} maskClosable={false} onOk={onClose} onCancel={onClose}>
      <p className="soft">{t('keys.once')}</p>
      <Typography.Paragraph className="once" copyable>{text}</Typography.Paragraph>
    </Modal>
  )
}
