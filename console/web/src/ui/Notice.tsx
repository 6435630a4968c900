import { CheckCircleOutlined, CloseOutlined, ExclamationCircleOutlined, InfoCircleOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const icons = { good: <CheckCircleOutlined />, info: <InfoCircleOutlined />, warn: <ExclamationCircleOutlined />, bad: <ExclamationCircleOutlined /> }

/** Notice says something that a person should see before the numbers. */
export function Notice({ tone, title, text, action, onClose }: { tone: keyof typeof icons; title: ReactNode; text?: ReactNode; action?: ReactNode; onClose?: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {icons[tone]}
      <div className="grow">
        <b>{title}</b>
        {text && <p>{text}</p>}
      </div>
      {action}
      {onClose && (
        <button type="button" className="link" aria-label={t('state.close')} onClick={onClose}>
          <CloseOutlined />
        </button>
      )}
    </div>
  )
}
