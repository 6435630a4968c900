import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import 'antd/dist/reset.css'
import './app/global.css'
import './app/layout.css'
import './app/parts.css'
import './app/pages.css'
import { makeQueries } from './app/query'
import { makeRouter } from './app/router'
import { theme } from './app/theme'
import { startI18n } from './i18n'

const queries = makeQueries()
const router = makeRouter(queries)

function Console() {
  const { i18n } = useTranslation()
  return (
    <ConfigProvider locale={i18n.language === 'zh' ? zhCN : enUS} theme={theme} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>
        <RouterProvider router={router} />
      </AntApp>
    </ConfigProvider>
  )
}

await startI18n()
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
)
