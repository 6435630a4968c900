import { DownOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Me } from '../api/types'
import { Tag } from '../ui/Tag'

/** WorkspaceSwitch names the workspace and leads to the others. */
export function WorkspaceSwitch({ me }: { me: Me }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const items = me.workspaces.map((w) => ({
    key: w.slug,
    label: (
      <span className="chosen">
        <span className="grow">{w.name}</span>
        {w.demo && w.name !== t('demo.mark') && <Tag tone="warn">{t('demo.mark')}</Tag>}
      </span>
    ),
  }))
  return (
    <div className="workspace">
      <Dropdown
        trigger={['click']}
        menu={{ items, selectable: true, selectedKeys: [me.workspace.slug], onClick: ({ key }) => void navigate({ to: '/w/$workspace', params: { workspace: key } }) }}
      >
        <button type="button" aria-label={t('shell.workspace')}>
          <span className="what">
            <b className="clip">{me.workspace.name}</b>
            </span>
          {me.workspace.demo && me.workspace.name !== t('demo.mark') && <Tag tone="warn">{t('demo.mark')}</Tag>}
          <DownOutlined className="faint" style={{ fontSize: 10 }} />
        </button>
      </Dropdown>
    </div>
  )
}
