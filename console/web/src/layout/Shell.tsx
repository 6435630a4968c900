import { Outlet, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries'
import { DemoStrip } from './DemoStrip'
import { LiveProvider, useLive } from './live'
import { Sidebar } from './Sidebar'

/** Shell is what stands around every page of a workspace. */
export function Shell() {
  const { workspace } = useParams({ from: '/w/$workspace' })
  const { data: me } = useQuery(meQuery(workspace))
  const { t } = useTranslation()
  if (!me) return null
  return (
    <LiveProvider workspace={workspace}>
      <a className="skip" href="#main">{t('shell.skip')}</a>
      <div className="shell">
        <Sidebar me={me} />
        <div className="main">
          <LostStrip />
          {me.workspace.demo && <DemoStrip me={me} />}
          {me.sees && !me.sees.employee && <UnlinkedStrip />}
          <main className="scroll" id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
    </LiveProvider>
  )
}

// Somebody who sees their own things alone, and of whom nobody has said who they are.
function UnlinkedStrip() {
  const { t } = useTranslation()
  return (
    <div className="strip" role="status">
      <b>{t('shell.unlinked')}</b>
      <span className="grow">{t('shell.unlinkedHint')}</span>
    </div>
  )
}

function LostStrip() {
  const { t } = useTranslation()
  if (useLive() !== 'lost') return null
  return (
    <div className="strip lost" role="alert">
      <b>{t('live.lost')}</b>
      <span className="grow">{t('live.lostHint')}</span>
      <Button type="link" danger onClick={() => window.location.reload()}>{t('live.reload')}</Button>
    </div>
  )
}
