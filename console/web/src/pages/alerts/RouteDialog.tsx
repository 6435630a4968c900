import { useQuery } from '@tanstack/react-query'
import { Button, Form, Modal, Segmented, Select } from 'antd'
import { alertKindsQuery } from '../../api/alertQueries'
import { connectionsQuery } from '../../api/queries'
import type { AlertChannel, AlertPerson, AlertRoute } from '../../api/types'
import { severities } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { useMay, useWs } from '../../ui/useWs'

const roles = ['admin', 'it', 'steward', 'marketing', 'finance', 'seller', 'auditor'] as const

interface Values extends AlertRoute { to: 'role' | 'person' | 'group' }

/** RouteDialog edits one line of who is told what. */
export function RouteDialog({ route, page, onClose, onSave, onRemove }: {
  route: AlertRoute | undefined
  page: { channels: AlertChannel[]; people: AlertPerson[] }
  onClose: () => void
  onSave: (r: AlertRoute) => void
  onRemove: (() => void) | undefined
}) {
  const { t, say } = useSay()
  const ws = useWs()
  const may = useMay()
  const [form] = Form.useForm<Values>()
  const { data: kinds } = useQuery(alertKindsQuery(ws))
  const { data: connections } = useQuery({ ...connectionsQuery(ws), enabled: may('connection.read') })
  const begin: Values = { ...route, to: route?.person ? 'person' : route && !route.role ? 'group' : 'role' }
  const to = Form.useWatch('to', form) ?? begin.to
  const needed = (name: string) => [{ required: true, message: t('settings.needed', { name }) }]
  const save = ({ to: kind, ...v }: Values) => {
    const out: AlertRoute = { ...v }
    if (kind !== 'role') delete out.role
    if (kind !== 'person') delete out.person
    onSave(Object.fromEntries(Object.entries(out).filter(([, x]) => x !== undefined && x !== null && x !== '')) as AlertRoute)
  }
  return (
    <Modal
      open title={t(route ? 'alertRoutes.editTitle' : 'alertRoutes.addTitle')} onCancel={onClose} width={560}
      footer={[
        onRemove && <Button key="remove" danger style={{ float: 'left' }} onClick={onRemove}>{t('alertRules.remove')}</Button>,
        <Button key="cancel" onClick={onClose}>{t('letters.cancel')}</Button>,
        <Button key="save" type="primary" onClick={() => form.submit()}>{t('settings.save')}</Button>,
      ]}
    >
      <Form<Values> form={form} layout="horizontal" labelCol={{ flex: '120px' }} labelAlign="left" labelWrap colon={false} requiredMark={false} initialValues={begin} onFinish={save}>
        <Form.Item name="to" label={t('alertRoutes.who')}><Segmented options={[{ value: 'role', label: t('alertRoutes.aRole') }, { value: 'person', label: t('alertRoutes.aPerson') }, { value: 'group', label: t('alertCentre.group') }]} /></Form.Item>
        {to === 'role' && <Form.Item name="role" label={t('alertRoutes.aRole')} rules={needed(t('alertRoutes.aRole'))}><Select options={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} /></Form.Item>}
        {to === 'person' && <Form.Item name="person" label={t('alertRoutes.aPerson')} rules={needed(t('alertRoutes.aPerson'))}><Select showSearch optionFilterProp="label" options={page.people.map((p) => ({ value: p.id, label: p.name }))} /></Form.Item>}
        <Form.Item name="severity" label={t('alertRoutes.from')}><Select allowClear placeholder={t('alertRoutes.any')} options={severities.map((s) => ({ value: s, label: t('alertRoutes.atLeast', { severity: t(`alertSeverity.${s}`) }) }))} /></Form.Item>
        <Form.Item name="kinds" label={t('alertRoutes.kinds')}><Select mode="multiple" placeholder={t('alertRoutes.any')} options={(kinds?.items ?? []).map((k) => ({ value: k.kind, label: say(k.title) }))} /></Form.Item>
        <Form.Item name="connection" label={t('connections.connection')}><Select allowClear placeholder={t('alertRoutes.any')} options={(connections?.items ?? []).map((c) => ({ value: c.id, label: c.title || c.name }))} /></Form.Item>
        <Form.Item name="channel" label={t('alertRoutes.by')} rules={to === 'group' ? needed(t('alertRoutes.by')) : []}><Select allowClear placeholder={t('alertRoutes.defaults')} options={page.channels.filter((c) => to !== 'group' || c.group).map((c) => ({ value: c.id, label: c.title || c.name }))} /></Form.Item>
      </Form>
    </Modal>
  )
}
