import { useMutation } from '@tanstack/react-query'
import { useLocation, useRouter, useSearch } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, setWorkspace, take } from '../api/client'
import { messageOf } from '../api/problem'
import { setLang } from '../i18n'
import { takeToken } from '../lib/token'

/** SignIn lets somebody in by name and password, or by a one-time link. */
export default function SignIn() {
  const { t, i18n } = useTranslation()
  const { next } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  const other = i18n.language === 'zh' ? 'en' : 'zh'
  const enter = useMutation({
    mutationFn: (body: { sign_in?: string; password?: string; token?: string }) => {
      setWorkspace('')
      return take(api.POST('/api/v1/session', { body }))
    },
    onSuccess: (me) => {
      router.options.context.queries.clear()
      router.history.push(next ?? `/w/${me.workspace.slug}`)
    },
  })
  const { mutate } = enter
  // A link that is opened in this very tab changes nothing but the part behind the #.
  const { hash } = useLocation()
  useEffect(() => {
    const token = takeToken(window)
    if (token) mutate({ token })
  }, [hash, mutate])
  const failed = enter.error ? messageOf(enter.error, i18n.language, t) : null
  useEffect(() => {
    document.title = `${t('signIn.title')} · Heliu 合流`
  }, [t])
  return (
    <main className="sign-in">
      <div className="card">
        <div className="brand">
          <img src="/mark.svg" alt="" />
          <span>合流</span>
          <span className="name-en">Heliu</span>
        </div>
        <h1>{t('signIn.title')}</h1>
        <p className="soft">{t('signIn.text')}</p>
        <Form layout="vertical" requiredMark={false} onFinish={(v: { sign_in: string; password: string }) => mutate(v)}>
          <Form.Item name="sign_in" label={t('signIn.name')} rules={[{ required: true, message: t('signIn.nameNeeded') }]}>
            <Input autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {failed && (
            <div className="failed" role="alert">
              {failed.text} <code>{failed.code}</code>
            </div>
          )}
          <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending}>{t('signIn.enter')}</Button>
        </Form>
        <p className="faint hint">{t('signIn.linkHint')}</p>
      </div>
      <Button type="text" size="small" data-lang={other} lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => void setLang(other)}>
        {other === 'zh' ? '中文' : 'English'}
      </Button>
    </main>
  )
}
