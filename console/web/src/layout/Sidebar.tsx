import {
  AccountBookOutlined,
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  CheckSquareOutlined,
  ClusterOutlined,
  DiffOutlined,
  ExceptionOutlined,
  EyeInvisibleOutlined,
  FundOutlined,
  HistoryOutlined,
  IdcardOutlined,
  LockOutlined,
  LogoutOutlined,
  MenuOutlined,
  NodeIndexOutlined,
  SafetyOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { waitingApprovalsQuery } from '../api/approvals'
import { api, take } from '../api/client'
import { connectionsQuery, openAlertsQuery } from '../api/queries'
import type { Me } from '../api/types'
import { setLang } from '../i18n'
import { count } from '../lib/number'
import { useLive } from './live'
import { FindBox } from './FindBox'
import { groups, mayEnter } from './places'
import type { Place } from './places'
import { WorkspaceSwitch } from './WorkspaceSwitch'

const icons: Record<Place['key'], ReactNode> = {
  roi: <FundOutlined />,
  customers: <TeamOutlined />,
  payments: <AccountBookOutlined />,
  connections: <ApiOutlined />,
  trace: <NodeIndexOutlined />,
  alerts: <AlertOutlined />,
  deadLetters: <ExceptionOutlined />,
  balance: <SafetyOutlined />,
  comparison: <DiffOutlined />,
  jobs: <HistoryOutlined />,
  approvals: <CheckSquareOutlined />,
  network: <ClusterOutlined />,
  employees: <IdcardOutlined />,
  users: <UserOutlined />,
  privacy: <EyeInvisibleOutlined />,
  audit: <AuditOutlined />,
  security: <LockOutlined />,
}

/** Sidebar leads to the rooms that somebody may enter. */
export function Sidebar({ me }: { me: Me }) {
  const { t } = useTranslation()
  const params = { workspace: me.workspace.slug }
  const [open, setOpen] = useState(false) // on a phone
  return (
    <aside className={open ? 'side open' : 'side'}>
      <div className="brand">
        <img src="/mark.svg" alt="" />
        <span>合流</span>
        <span className="name-en">Heliu</span>
        <button type="button" className="menu" aria-expanded={open} onClick={() => setOpen(!open)}><MenuOutlined />{t('shell.menu')}</button>
      </div>
      <WorkspaceSwitch me={me} />
      {['pipeline.read', 'roi.read', 'payment.read'].some((a) => me.actions.includes(a)) && <FindBox workspace={me.workspace.slug} />}
      <nav className="nav" aria-label={t('shell.nav')} onClick={() => setOpen(false)}>
        {groups.map((g) => {
          const places = g.places.filter((p) => mayEnter(p, me.actions))
          if (places.length === 0) return null
          return (
            <div key={g.key}>
              <h2>{t(`nav.group.${g.key}`)}</h2>
              {places.map((p) => (
                <Link key={p.key} to={p.to} params={params} search={{}} activeOptions={{ includeSearch: false }}>
                  {icons[p.key]}
                  {t(`nav.${p.key}`)}
                  {p.key === 'deadLetters' && <OpenLetters workspace={me.workspace.slug} />}
                  {p.key === 'approvals' && <WaitingApprovals workspace={me.workspace.slug} />}
                  {p.key === 'alerts' && <OpenAlerts workspace={me.workspace.slug} />}
                </Link>
              ))}
            </div>
          )
        })}
      </nav>
      <Foot me={me} />
    </aside>
  )
}

function OpenLetters({ workspace }: { workspace: string }) {
  const { data } = useQuery(connectionsQuery(workspace))
  const open = data?.items.reduce((n, c) => n + c.dead_letters, 0) ?? 0
  return open > 0 ? <span className="badge">{count(open)}</span> : null
}

function WaitingApprovals({ workspace }: { workspace: string }) {
  const { data } = useQuery(waitingApprovalsQuery(workspace))
  return data && data.waiting > 0 ? <span className="badge">{count(data.waiting)}</span> : null
}

function OpenAlerts({ workspace }: { workspace: string }) {
  const { data } = useQuery(openAlertsQuery(workspace))
  return data && data.open > 0 ? <span className="badge">{count(data.open)}</span> : null
}

function Foot({ me }: { me: Me }) {
  const { t, i18n } = useTranslation()
  const live = useLive()
  const navigate = useNavigate()
  const other = i18n.language === 'zh' ? 'en' : 'zh'
  const leave = async () => {
    await take(api.DELETE('/api/v1/session')).catch(() => undefined)
    await navigate({ to: '/sign-in', search: {} })
  }
  return (
    <div className="foot">
      <div className={live === 'open' ? 'live' : `live ${live}`} role="status">
        <i aria-hidden />
        {t(`live.${live}`)}
      </div>
      <div className="who">
        <Link className="grow clip me" to="/w/$workspace/sessions" params={{ workspace: me.workspace.slug }} title={`${me.roles.map((r) => t(`role.${r}`)).join('、')} · ${t('sessions.title')}`}>
          {me.name || t(`role.${me.roles[0] ?? 'auditor'}`)}
        </Link>
        <Button type="text" size="small" data-lang={other} lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => void setLang(other)}>
          {other === 'zh' ? '中文' : 'English'}
        </Button>
        <Button type="text" size="small" icon={<LogoutOutlined />} aria-label={t('shell.signOut')} title={t('shell.signOut')} onClick={() => void leave()} />
      </div>
    </div>
  )
}
