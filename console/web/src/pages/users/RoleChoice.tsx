import { Checkbox } from 'antd'
import { useSay } from '../../i18n/useSay'

const roles = ['admin', 'it', 'steward', 'marketing', 'finance', 'seller', 'auditor'] as const

/** RoleChoice chooses roles; a form gives it its value. */
export function RoleChoice({ value, onChange, id }: { value?: string[]; onChange?: (v: string[]) => void; id?: string }) {
  const { t } = useSay()
  return (
    <Checkbox.Group className="role-choice" value={value ?? []} onChange={(v) => onChange?.(v)} {...(id && { id })}>
      {roles.map((r) => (
        <Checkbox key={r} value={r}>
          <b>{t(`role.${r}`)}</b> <span className="soft">{t(`roleNote.${r}`)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  )
}
