import { Button } from 'antd'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setLang } from '../../i18n'

/** Frame stands around everything that somebody sees who is not signed in yet. */
export function Frame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { i18n } = useTranslation()
  const other = i18n.language === 'zh' ? 'en' : 'zh'
  useEffect(() => {
    document.title = `${title} · Heliu 合流`
  }, [title])
  return (
    <main className="sign-in">
      <div className="card">
        <div className="brand">
          <img src="/mark.svg" alt="" />
          <span>合流</span>
          <span className="name-en">Heliu</span>
        </div>
        <h1>{title}</h1>
        {text && <p className="soft">{text}</p>}
        {children}
      </div>
      <Button type="text" size="small" data-lang={other} lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => void setLang(other)}>
        {other === 'zh' ? '中文' : 'English'}
      </Button>
    </main>
  )
}
