import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { api, take } from '../../api/client'
import { employeesQuery } from '../../api/people'
import type { EmployeeRow, OwnedColumn } from '../../api/people'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'
import { count } from '../../lib/number'
import { Notice } from '../../ui/Notice'
import { useWs } from '../../ui/useWs'

/** HandoverDialog shows who would get what, and gives it on when a person agrees. */
export function HandoverDialog({ of: e, columns, onClose }: { of: EmployeeRow; columns: OwnedColumn[]; onClose: () => void }) {
  const { t, say, lang } = useSay()
  const ws = useWs()
  const queries = useQueryClient()
  const [plan, setPlan] = useState<'successor' | 'manager'>(e.manager ? 'manager' : 'successor')
  const [successor, setSuccessor] = useState<string>()
  const [text, setText] = useState('')
  const [only, setOnly] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const [keep, setKeep] = useState(false)
  const path = { params: { path: { id: e.id } } }
  const body = { plan, ...(plan === 'successor' && successor && { successor }), ...(only.length > 0 && { columns: only }) }
  const ready = plan === 'manager' || !!successor
  const people = useInfiniteQuery(employeesQuery(ws, { ...(text && { text }) }))
  const preview = useQuery({
    queryKey: [ws, 'connections', 'people', 'handover', e.id, body],
    queryFn: () => take(api.POST('/api/v1/employees/{id}/handover/preview', { ...path, body })),
    enabled: ready,
    retry: false,
    gcTime: 0,
  })
  const apply = useMutation({
    mutationFn: () => take(api.POST('/api/v1/employees/{id}/handover', { ...path, body: { ...body, hash: preview.data?.hash ?? '', reason: reason.trim(), keep_access: keep } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [ws, 'connections'] })
      onClose()
    },
    onError: () => void preview.refetch(),
  })
  const failed = apply.error ?? (ready ? preview.error : null)
  const said = failed && messageOf(failed, lang, t)
  const p = preview.data
  const given = p?.columns.filter((c) => c.given && c.open > 0 && (only.length === 0 || only.includes(c.key))) ?? []
  const left = (e: EmployeeRow) => e.status === 'left'
  return (
    <Modal
      open width={640} title={t('people.handOverOf', { name: e.name || e.number })} okText={t('people.apply')} cancelText={t('order.cancel')} confirmLoading={apply.isPending}
      okButtonProps={{ disabled: !p || reason.trim() === '' }} onOk={() => apply.mutate()} onCancel={onClose}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('people.toWhom')}>
          <Radio.Group value={plan} onChange={(x) => setPlan(x.target.value === 'manager' ? 'manager' : 'successor')} options={[{ value: 'manager', label: t('people.toManager') }, { value: 'successor', label: t('people.toSuccessor') }]} />
        </Form.Item>
        {plan === 'successor' && (
          <Form.Item label={t('people.successor')}>
            <Select
              showSearch filterOption={false} value={successor ?? null} placeholder={t('people.search')} onSearch={setText} onChange={(v) => setSuccessor(v ?? undefined)}
              options={(people.data?.pages.flatMap((x) => x.items) ?? []).filter((x) => x.id !== e.id && !left(x)).map((x) => ({ value: x.id, label: `${x.name} ${x.number}` }))}
            />
          </Form.Item>
        )}
        <Form.Item label={t('people.only')}>
          <Select mode="multiple" allowClear value={only} placeholder={t('people.everything')} onChange={setOnly} options={columns.filter((c) => c.given && c.open > 0).map((c) => ({ value: c.key, label: say(c.title) }))} />
        </Form.Item>
        {p && (
          <Notice
            tone="info"
            title={given.length > 0 ? t('people.gets', { name: p.gets.name || p.gets.number, n: count(given.reduce((n, c) => n + c.open, 0)) }) : t('people.nothingToGive')}
            text={<>{given.map((c) => `${say(c.title)} ${count(c.open)}`).join(' · ')}<br />{t('people.stands')}</>}
          />
        )}
        <Form.Item label={t('reading.reason')} style={{ marginTop: 14 }}>
          <Input value={reason} maxLength={500} autoComplete="off" onChange={(x) => setReason(x.target.value)} />
        </Form.Item>
        {p?.access.open && <Checkbox checked={keep} onChange={(x) => setKeep(x.target.checked)}>{t('people.keepAccess')}</Checkbox>}
        {said && <div className="failed" role="alert">{said.text} <code>{said.code}</code></div>}
      </Form>
    </Modal>
  )
}
