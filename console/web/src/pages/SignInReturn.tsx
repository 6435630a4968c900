import { useMutation } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, setWorkspace, take } from '../api/client'
import { takeNext, takeReturn } from '../lib/next'
import type { Returned } from '../lib/next'
import { Failed } from './signin/Failed'
import { Frame } from './signin/Frame'
import { SecondStep } from './signin/SecondStep'
import { stepOf } from './signin/step'

/** SignInReturn is where an identity provider sends the browser back to. */
export default function SignInReturn() {
  const { t } = useTranslation()
  const { way } = useParams({ from: '/sign-in/return/$way' })
  const router = useRouter()
  const entered = (to: string) => {
    router.options.context.queries.clear()
    router.history.push(to)
  }
  const home = () => router.history.push('/sign-in')
  const finish = useMutation({
    mutationFn: (came: Returned) => {
      setWorkspace('')
      return take(api.POST('/api/v1/session/return', { body: { way, ...came } }))
    },
    onSuccess: (v) => {
      const next = takeNext(window)
      entered(v.linked ? `/w/${v.me.workspace.slug}/security` : (next ?? `/w/${v.me.workspace.slug}`))
    },
  })
  const { mutate } = finish
  const came = useRef(false) // what came back counts once, however often the page is drawn
  useEffect(() => {
    if (came.current) return
    came.current = true
    const got = takeReturn(window)
    if (got) mutate(got)
    else router.history.push('/sign-in')
  }, [mutate, router])
  const step = stepOf(finish.error)
  if (step) return <SecondStep step={step} entered={(slug) => entered(takeNext(window) ?? `/w/${slug}`)} back={home} />
  return (
    <Frame title={t('signIn.title')}>
      {finish.error ? (
        <>
          <Failed error={finish.error} />
          <Button size="large" block onClick={home}>{t('signIn.again')}</Button>
        </>
      ) : (
        <div className="waiting"><Spin /> <span className="soft">{t('signIn.checking')}</span></div>
      )}
    </Frame>
  )
}
