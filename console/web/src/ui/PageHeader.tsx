import { useEffect } from 'react'
import type { ReactNode } from 'react'

/** PageHeader names a page: its h1, one sentence, and what can be done. It also names the window. */
export function PageHeader({ title, name, crumbs, note, actions }: {
  title: ReactNode
  /** Text of the window's title, when the heading is no text. */
  name?: string
  crumbs?: ReactNode
  note?: ReactNode
  actions?: ReactNode
}) {
  const text = name ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    document.title = text ? `${text} · Heliu 合流` : 'Heliu 合流'
  }, [text])
  return (
    <header className="head">
      <div className="titles">
        {crumbs && <div className="crumbs">{crumbs}</div>}
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  )
}
