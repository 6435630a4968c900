import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { connectorsQuery } from '../../api/queries'
import { useSay } from '../../i18n/useSay'
import { PageHeader } from '../../ui/PageHeader'
import { Bones, EmptyState, ErrorState } from '../../ui/States'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'

/** Catalogue lists the kinds of systems that can be connected. */
export default function Catalogue() {
  const { t, say } = useSay()
  const ws = useWs()
  const [text, setText] = useState('')
  const { data, error, refetch } = useQuery(connectorsQuery(ws))
  const wanted = text.trim().toLowerCase()
  const found = data?.items.filter((c) => [c.name, c.title.zh, c.title.en, c.summary.zh, c.summary.en].some((s) => s.toLowerCase().includes(wanted)))
  return (
    <div className="page">
      <PageHeader
        title={t('catalogue.title')}
        crumbs={<Link to="/w/$workspace/connections" params={{ workspace: ws }}>{t('nav.connections')}</Link>}
        note={t('catalogue.note')}
        actions={<Input.Search allowClear placeholder={t('catalogue.search')} style={{ width: 240 }} onChange={(e) => setText(e.target.value)} />}
      />
      {!found && <div className="panel">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bones />}</div>}
      {found?.length === 0 && <div className="panel"><EmptyState title={t('catalogue.none')} hint={t('catalogue.noneHint')} /></div>}
      <ul className="cards">
        {found?.map((c) => (
          <li key={c.name}>
            <Link className="panel card" to="/w/$workspace/connect/$connector" params={{ workspace: ws, connector: c.name }}>
              <b>{say(c.title)}</b>
              <p>{say(c.summary)}</p>
              <span className="row wrap">
                {c.pulls && !c.takes_files && <Tag>{t('catalogue.pulls')}</Tag>}
                {c.pushes && <Tag>{t('catalogue.pushes')}</Tag>}
                {c.takes_files && <Tag>{t('catalogue.files')}</Tag>}
                {c.notifies && <Tag>{t('catalogue.notifies')}</Tag>}
                {c.signs_in && <Tag>{t('catalogue.signsIn')}</Tag>}
                <span className="faint">{c.streams.map((s) => say(s.title)).join(' · ')}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
