import { useMutation } from '@tanstack/react-query'
import { useLocation, useRouter, useSearch } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, setWorkspace, take } from '../api/client'
import { takeToken } from '../lib/token'
import { Failed } from './signin/Failed'
import { Frame } from './signin/Frame'
import { SecondStep } from './signin/SecondStep'
import { Ways } from './signin/Ways'
import { stepOf } from './signin/step'

/** SignIn lets somebody in by name and password, by a one-time link, or by who else vouches for them. */
export default function SignIn() {
  const { t } = useTranslation()
  const { next, workspace } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  const entered = (slug: string) => {
    router.options.context.queries.clear()
    router.history.push(next ?? `/w/${slug}`)
  }
  const enter = useMutation({
    mutationFn: (body: { sign_in?: string; password?: string; token?: string }) => {
      setWorkspace('')
      return take(api.POST('/api/v1/session', { body }))
    },
    onSuccess: (me) => entered(me.workspace.slug),
  })
  const { mutate } = enter
  // A link that is opened in this very tab changes nothing but the part behind the #.
  const { hash } = useLocation()
  useEffect(() => {
    const token = takeToken(window)
    if (token) mutate({ token })
  }, [hash, mutate])
  const step = stepOf(enter.error)
  if (step) return <SecondStep step={step} entered={entered} back={() => enter.reset()} />
  return (
    <Frame title={t('signIn.title')} text={t('signIn.text')}>
      <Form layout="vertical" requiredMark={false} onFinish={(v: { sign_in: string; password: string }) => mutate(v)}>
        <Form.Item name="sign_in" label={t('signIn.name')} rules={[{ required: true, message: t('signIn.nameNeeded') }]}>
          <Input autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Failed error={enter.error} />
        <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending}>{t('signIn.enter')}</Button>
      </Form>
      <Ways workspace={workspace ?? ''} next={next} />
      <p className="faint hint">{t('signIn.linkHint')}</p>
    </Frame>
  )
}
