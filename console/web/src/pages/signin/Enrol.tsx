import { QRCode } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Offered } from '../../api/security'
import { CodeOnly } from './CodeOnly'

/** Enrol shows a new second factor as a QR code and asks for its first code. */
export default function Enrol({ offer, pending, error, confirm }: { offer: Offered; pending: boolean; error: unknown; confirm: (code: string) => void }) {
  const { t } = useTranslation()
  return (
    <div className="enrol">
      <ol className="how">
        <li>{t('second.stepScan')}</li>
        <li>{t('second.stepType')}</li>
      </ol>
      <div className="qr">
        <QRCode value={offer.uri} size={172} bordered={false} />
        <div className="grow">
          <p className="soft">{t('second.byHand')}</p>
          <code className="secret">{offer.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
        </div>
      </div>
      <CodeOnly label={t('second.firstCode')} go={t('second.turnOn')} pending={pending} error={error} confirm={confirm} />
    </div>
  )
}
