import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Spin } from 'antd'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../api/client'
import type { MySecurity, Offered } from '../../api/security'
import { day } from '../../lib/time'
import { Facts, Panel } from '../../ui/Panel'
import { Tag } from '../../ui/Tag'
import { useWs } from '../../ui/useWs'
import { CodeOnly } from '../signin/CodeOnly'
import { Failed } from '../signin/Failed'
import { RecoveryCodes } from '../signin/RecoveryCodes'

const Enrol = lazy(() => import('../signin/Enrol'))

type Doing = 'on' | 'renew' | 'off'

/** Second is the caller's own second factor. */
export function Second({ of: s }: { of: MySecurity }) {
  const { t } = useTranslation()
  const [doing, set] = useState<Doing | null>(null)
  const second = s.second
  return (
    <Panel
      title={t('second.panel')}
      note={second.on ? <Tag tone="good" dot>{t('second.isOn')}</Tag> : <Tag tone={second.asked ? 'warn' : 'plain'} dot>{t('second.isOff')}</Tag>}
    >
      <p className="soft">{second.asked ? t('second.asked') : t('second.why')}</p>
      {second.on && <Facts rows={[[t('second.since'), second.since ? day(second.since) : ''], [t('second.left'), t('second.leftCount', { n: second.recovery })]]} />}
      <div className="two-buttons">
        {!second.on && <Button type="primary" onClick={() => set('on')}>{t('second.setUp')}</Button>}
        {second.on && <Button onClick={() => set('renew')}>{t('second.renew')}</Button>}
        {second.on && !second.asked && <Button danger onClick={() => set('off')}>{t('second.turnOff')}</Button>}
      </div>
      {doing && <Dialog doing={doing} password={s.password} close={() => set(null)} />}
    </Panel>
  )
}

function Dialog({ doing, password, close }: { doing: Doing; password: boolean; close: () => void }) {
  const { t } = useTranslation()
  const ws = useWs()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [offer, offered] = useState<Offered | null>(null)
  const [codes, show] = useState<string[] | null>(null)
  const fresh = () => queries.invalidateQueries({ queryKey: [ws, 'security'] })
  const begin = useMutation({
    mutationFn: (v: { password?: string }) => take(api.POST('/api/v1/me/second-factor', { body: v })),
    onSuccess: offered,
  })
  const go = useMutation({
    mutationFn: async (code: string): Promise<string[]> => {
      if (doing === 'off') {
        await take(api.POST('/api/v1/me/second-factor/off', { body: { code } }))
        return []
      }
      const path = doing === 'on' ? '/api/v1/me/second-factor/confirm' : '/api/v1/me/second-factor/recovery'
      return (await take(api.POST(path, { body: { code } }))).recovery
    },
    onSuccess: async (got) => {
      await fresh()
      if (got.length > 0) show(got)
      else {
        void message.success(t('second.offDone'))
        close()
      }
    },
  })
  const title = codes ? t('second.recovery') : t(doing === 'on' ? 'second.setUp' : doing === 'renew' ? 'second.renew' : 'second.turnOff')
  return (
    <Modal open title={title} footer={null} onCancel={close} destroyOnHidden mask={{ closable: false }}>
      {codes && <RecoveryCodes codes={codes} done={close} />}
      {!codes && doing === 'on' && !offer && (
        <Form layout="vertical" requiredMark={false} onFinish={(v: { password?: string }) => begin.mutate(v)}>
          <p className="soft">{t('second.what')}</p>
          {password && (
            <Form.Item name="password" label={t('second.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
              <Input.Password size="large" autoFocus autoComplete="current-password" />
            </Form.Item>
          )}
          <Failed error={begin.error} />
          <Button type="primary" size="large" htmlType="submit" block loading={begin.isPending}>{t('second.next')}</Button>
        </Form>
      )}
      {!codes && doing === 'on' && offer && (
        <Suspense fallback={<Spin />}>
          <Enrol offer={offer} pending={go.isPending} error={go.error} confirm={go.mutate} />
        </Suspense>
      )}
      {!codes && doing !== 'on' && (
        <>
          <p className="soft">{t(doing === 'off' ? 'second.offText' : 'second.renewText')}</p>
          <CodeOnly go={t(doing === 'off' ? 'second.turnOff' : 'second.renew')} pending={go.isPending} error={go.error} confirm={go.mutate} />
        </>
      )}
    </Modal>
  )
}
