import { useMutation } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { Suspense, lazy, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../api/client'
import { CodeOnly } from './CodeOnly'
import { Failed } from './Failed'
import { Frame } from './Frame'
import { RecoveryCodes } from './RecoveryCodes'

const Enrol = lazy(() => import('./Enrol'))

/** SecondStep is what is left of a sign-in after its first step: a code, or setting a second factor up. */
export function SecondStep({ step, entered, back }: { step: 'code' | 'enrol'; entered: (slug: string) => void; back: () => void }) {
  const { t } = useTranslation()
  const [shown, show] = useState<{ codes: string[]; slug: string } | null>(null)
  const offer = useMutation({ mutationFn: () => take(api.POST('/api/v1/session/enrolment')) })
  const finish = useMutation({
    mutationFn: (code: string) => take(api.POST('/api/v1/session/second', { body: { code } })),
    onSuccess: (v) => {
      if (v.recovery.length > 0) show({ codes: v.recovery, slug: v.me.workspace.slug })
      else entered(v.me.workspace.slug)
    },
  })
  const { mutate } = offer
  useEffect(() => {
    if (step === 'enrol') mutate()
  }, [step, mutate])
  if (shown) {
    return (
      <Frame title={t('second.recovery')}>
        <RecoveryCodes codes={shown.codes} done={() => entered(shown.slug)} />
      </Frame>
    )
  }
  return (
    <Frame title={step === 'code' ? t('second.title') : t('second.setUp')} text={step === 'code' ? t('second.text') : t('second.mustText')}>
      {step === 'code' && <CodeOnly pending={finish.isPending} error={finish.error} confirm={finish.mutate} />}
      {step === 'enrol' && <Failed error={offer.error} />}
      {step === 'enrol' && offer.data && (
        <Suspense fallback={<Spin />}>
          <Enrol offer={offer.data} pending={finish.isPending} error={finish.error} confirm={finish.mutate} />
        </Suspense>
      )}
      <Button type="link" block onClick={back}>{t('second.back')}</Button>
    </Frame>
  )
}
