import { SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** FindBox finds any document by its number, from every page. */
export function FindBox({ workspace }: { workspace: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const navigate = useNavigate()
  const find = () => {
    const number = text.trim()
    if (number === '') return
    setText('')
    void navigate({ to: '/w/$workspace/trace', params: { workspace }, search: { number } })
  }
  return (
    <form className="find" role="search" onSubmit={(e) => { e.preventDefault(); find() }}>
      <SearchOutlined />
      <input
        type="search"
        maxLength={200}
        aria-label={t('trace.box')}
        placeholder={t('trace.box')}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
    </form>
  )
}
