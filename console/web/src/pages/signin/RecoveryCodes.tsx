import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** RecoveryCodes shows the codes that stand in for a lost phone; they are never shown again. */
export function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    void message.success(t('second.copied'))
  }
  return (
    <div className="recovery">
      <p>{t('second.recoveryText')}</p>
      <ol className="codes">
        {codes.map((c) => (
          <li key={c}><code>{c}</code></li>
        ))}
      </ol>
      <div className="two-buttons">
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('second.copy')}</Button>
        <Button type="primary" onClick={done}>{t('second.kept')}</Button>
      </div>
    </div>
  )
}
