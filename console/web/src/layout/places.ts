// The rooms of the console, by who works in them.

/** Place is one entry of the sidebar. */
export interface Place {
  to:
    | '/w/$workspace/roi'
    | '/w/$workspace/customers'
    | '/w/$workspace/payments'
    | '/w/$workspace/trace'
    | '/w/$workspace/connections'
    | '/w/$workspace/dead-letters'
    | '/w/$workspace/alerts'
    | '/w/$workspace/balance'
    | '/w/$workspace/comparisons'
    | '/w/$workspace/jobs'
    | '/w/$workspace/approvals'
    | '/w/$workspace/users'
    | '/w/$workspace/employees'
    | '/w/$workspace/network'
    | '/w/$workspace/privacy'
    | '/w/$workspace/audit'
    | '/w/$workspace/security'
  key:
    | 'roi'
    | 'customers'
    | 'payments'
    | 'trace'
    | 'connections'
    | 'deadLetters'
    | 'alerts'
    | 'balance'
    | 'comparison'
    | 'jobs'
    | 'approvals'
    | 'users'
    | 'employees'
    | 'network'
    | 'privacy'
    | 'audit'
    | 'security'
  /** One of these must be allowed to see it. */
  any: string[]
}

// Who may propose or decide about something has approvals.
const deciders = ['approval.mapping.apply', 'approval.role.grant', 'approval.secret.rotate', 'approval.url.allow', 'approval.dlq.discard', 'approval.customer.export', 'approval.subject.erase', 'audit.read']

/** Groups of places, in the order of the sidebar. */
export const groups: { key: 'marketing' | 'customer' | 'finance' | 'data' | 'access'; places: Place[] }[] = [
  { key: 'marketing', places: [{ to: '/w/$workspace/roi', key: 'roi', any: ['roi.read'] }] },
  { key: 'customer', places: [{ to: '/w/$workspace/customers', key: 'customers', any: ['customer.read'] }] },
  { key: 'finance', places: [{ to: '/w/$workspace/payments', key: 'payments', any: ['payment.read'] }] },
  {
    key: 'data',
    places: [
      { to: '/w/$workspace/connections', key: 'connections', any: ['connection.read'] },
      { to: '/w/$workspace/trace', key: 'trace', any: ['pipeline.read', 'roi.read', 'payment.read'] },
      { to: '/w/$workspace/alerts', key: 'alerts', any: ['alert.read', 'alert.own'] },
      { to: '/w/$workspace/dead-letters', key: 'deadLetters', any: ['pipeline.read'] },
      { to: '/w/$workspace/balance', key: 'balance', any: ['pipeline.read'] },
      { to: '/w/$workspace/comparisons', key: 'comparison', any: ['comparison.read'] },
      { to: '/w/$workspace/jobs', key: 'jobs', any: ['pipeline.read'] },
    ],
  },
  {
    key: 'access',
    places: [
      { to: '/w/$workspace/approvals', key: 'approvals', any: deciders },
      { to: '/w/$workspace/employees', key: 'employees', any: ['people.read'] },
      { to: '/w/$workspace/users', key: 'users', any: ['member.read', 'key.read'] },
      { to: '/w/$workspace/network', key: 'network', any: ['url.allow'] },
      { to: '/w/$workspace/privacy', key: 'privacy', any: ['subject.export'] },
      { to: '/w/$workspace/audit', key: 'audit', any: ['audit.read'] },
      { to: '/w/$workspace/security', key: 'security', any: ['workspace.read'] },
    ],
  },
]

/** mayEnter tells whether somebody with these actions sees a place. */
export function mayEnter(p: Place, actions: readonly string[]): boolean {
  return p.any.some((a) => actions.includes(a))
}

/** homeOf is the page somebody starts on: the first one that they may see. */
export function homeOf(actions: readonly string[]): Place['to'] {
  for (const g of groups) {
    for (const p of g.places) {
      if (mayEnter(p, actions)) return p.to
    }
  }
  return '/w/$workspace/customers'
}
