import { App, Input } from 'antd'
import { useRef } from 'react'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'

/** useReason asks for a reason and then does something with it; what went wrong is told. */
export function useReason() {
  const { t, lang } = useSay()
  const { modal, message } = App.useApp()
  const reason = useRef('')
  return (title: string, text: string, work: (reason: string) => Promise<unknown>) => {
    reason.current = ''
    void modal.confirm({
      title,
      content: (
        <div className="stack">
          <p>{text}</p>
          <Input autoFocus maxLength={500} aria-label={t('jobs.reason')} placeholder={t('jobs.reason')} onChange={(e) => (reason.current = e.target.value.trim())} />
        </div>
      ),
      okText: title,
      cancelText: t('jobs.back'),
      onOk: async () => {
        if (!reason.current) throw new Error('a reason is needed')
        try {
          await work(reason.current)
        } catch (e) {
          void message.error(messageOf(e, lang, t).text)
        }
      },
    })
  }
}
