// Search parameters of the pages: what a link says. Unknown values fall back to the
// default by being left out, so that an old or mistyped link still opens a page.

type Raw = Record<string, unknown>

function text(raw: Raw, key: string): string | undefined {
  const v = raw[key]
  const s = typeof v === 'string' ? v : typeof v === 'number' ? String(v) : ''
  return s === '' ? undefined : s.slice(0, 200)
}

function oneOf<T extends string>(raw: Raw, key: string, allowed: readonly T[]): T | undefined {
  return allowed.find((a) => a === raw[key])
}

function month(raw: Raw, key: string): string | undefined {
  const v = text(raw, key)
  return v && /^\d{4}-(0[1-9]|1[0-2])$/.test(v) ? v : undefined
}

// Keys without a value are left out: an address shows only what was chosen.
function clean<T extends object>(o: T): T {
  return Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T
}

export const dimensions = ['channel', 'campaign', 'month'] as const
export const models = ['first', 'last', 'linear'] as const
export const vats = ['net', 'gross'] as const
export const metrics = ['roi_revenue', 'roas', 'revenue', 'cost', 'cpl', 'leads', 'deals'] as const

/** Metric is a figure of the matrix. */
export type Metric = (typeof metrics)[number]

/** RoiSearch is what a link to the ROI matrix says; `row` and `col` open a cell. */
export interface RoiSearch {
  rows?: (typeof dimensions)[number]
  columns?: (typeof dimensions)[number]
  metric?: Metric
  model?: (typeof models)[number]
  vat?: (typeof vats)[number]
  from?: string
  to?: string
  sort?: Metric
  row?: string
  col?: string
}

export function roiSearch(raw: Raw): RoiSearch {
  return clean<RoiSearch>({
    rows: oneOf(raw, 'rows', dimensions),
    columns: oneOf(raw, 'columns', dimensions),
    metric: oneOf(raw, 'metric', metrics),
    model: oneOf(raw, 'model', models),
    vat: oneOf(raw, 'vat', vats),
    from: month(raw, 'from'),
    to: month(raw, 'to'),
    sort: oneOf(raw, 'sort', metrics),
    row: text(raw, 'row'),
    col: text(raw, 'col'),
  })
}

export interface CustomersSearch {
  kind?: 'organisation' | 'person'
  q?: string
}

export function customersSearch(raw: Raw): CustomersSearch {
  return clean<CustomersSearch>({ kind: oneOf(raw, 'kind', ['organisation', 'person'] as const), q: text(raw, 'q') })
}

export const customerTabs = ['profile', 'touches', 'deals', 'money', 'contacts', 'activities', 'relations', 'records'] as const

export interface CustomerSearch {
  tab?: (typeof customerTabs)[number]
  field?: string
}

export function customerSearch(raw: Raw): CustomerSearch {
  return clean<CustomerSearch>({ tab: oneOf(raw, 'tab', customerTabs), field: text(raw, 'field') })
}

export const paymentStates = ['matched', 'unmatched', 'not_matchable'] as const
export const paymentReasons = ['payer_unknown', 'payer_mismatch', 'amount_exceeds_open', 'ambiguous_amount', 'no_open_item'] as const

export interface PaymentsSearch {
  status?: (typeof paymentStates)[number]
  reason?: (typeof paymentReasons)[number]
  q?: string
}

export function paymentsSearch(raw: Raw): PaymentsSearch {
  return clean<PaymentsSearch>({
    status: oneOf(raw, 'status', paymentStates),
    reason: oneOf(raw, 'reason', paymentReasons),
    q: text(raw, 'q'),
  })
}

export interface TraceSearch {
  number?: string
}

export function traceSearch(raw: Raw): TraceSearch {
  return clean<TraceSearch>({ number: text(raw, 'number') })
}

export const connectionTabs = ['progress', 'files', 'settings', 'position'] as const

export interface ConnectionSearch {
  tab?: (typeof connectionTabs)[number]
}

export function connectionSearch(raw: Raw): ConnectionSearch {
  return clean<ConnectionSearch>({ tab: oneOf(raw, 'tab', connectionTabs) })
}

export interface ComparisonsSearch {
  show?: 'differing'
  id?: string
}

export function comparisonsSearch(raw: Raw): ComparisonsSearch {
  return clean<ComparisonsSearch>({ show: oneOf(raw, 'show', ['differing'] as const), id: text(raw, 'id') })
}

export const letterStatuses = ['open', 'replaying', 'resolved', 'discarded'] as const

export interface DeadLettersSearch {
  status?: (typeof letterStatuses)[number]
  connection?: string
  stream?: string
  code?: string
  kind?: 'record' | 'value'
  q?: string
}

export function deadLettersSearch(raw: Raw): DeadLettersSearch {
  const status = oneOf(raw, 'status', letterStatuses)
  return clean<DeadLettersSearch>({
    status: status === 'open' ? undefined : status,
    connection: text(raw, 'connection'),
    stream: text(raw, 'stream'),
    code: text(raw, 'code'),
    kind: oneOf(raw, 'kind', ['record', 'value'] as const),
    q: text(raw, 'q'),
  })
}

export const alertStates = ['unseen', 'open', 'muted', 'closed'] as const
export const severities = ['critical', 'warning', 'info'] as const

export interface AlertsSearch {
  state?: (typeof alertStates)[number]
  kind?: string
  severity?: (typeof severities)[number]
  connection?: string
  mine?: true
}

export function alertsSearch(raw: Raw): AlertsSearch {
  return clean<AlertsSearch>({
    state: oneOf(raw, 'state', alertStates),
    kind: text(raw, 'kind'),
    severity: oneOf(raw, 'severity', severities),
    connection: text(raw, 'connection'),
    mine: raw.mine === true || raw.mine === 'true' ? true : undefined,
  })
}

export interface YearSearch {
  year?: number
}

export function yearSearch(raw: Raw): YearSearch {
  const n = Number(raw.year)
  return clean<YearSearch>({ year: Number.isInteger(n) && n >= 2000 && n <= 2100 ? n : undefined })
}

export const approvalBoxes = ['waiting', 'mine', 'decided'] as const

export interface ApprovalsSearch {
  box?: Exclude<(typeof approvalBoxes)[number], 'waiting'>
}

export function approvalsSearch(raw: Raw): ApprovalsSearch {
  return clean<ApprovalsSearch>({ box: oneOf(raw, 'box', ['mine', 'decided'] as const) })
}

export const userTabs = ['users', 'keys', 'roles'] as const

export interface UsersSearch {
  tab?: (typeof userTabs)[number]
}

export function usersSearch(raw: Raw): UsersSearch {
  return clean<UsersSearch>({ tab: oneOf(raw, 'tab', userTabs) })
}

export const employeeTabs = ['list', 'units', 'conflicts'] as const

export interface EmployeesSearch {
  tab?: (typeof employeeTabs)[number]
  text?: string
  status?: 'active' | 'on_leave' | 'left'
  unit?: string
}

export function employeesSearch(raw: Raw): EmployeesSearch {
  return clean<EmployeesSearch>({
    tab: oneOf(raw, 'tab', employeeTabs), text: text(raw, 'text'), status: oneOf(raw, 'status', ['active', 'on_leave', 'left'] as const), unit: text(raw, 'unit'),
  })
}

export interface SignInSearch {
  next?: string
  /** Shows the providers of this workspace too. */
  workspace?: string
}

/** signInSearch keeps only a path of this console as the place to go on to. */
export function signInSearch(raw: Raw): SignInSearch {
  const next = text(raw, 'next')
  return clean<SignInSearch>({ next: next && /^\/(?!\/|\\)/.test(next) ? next : undefined, workspace: text(raw, 'workspace') })
}

export const auditTabs = ['trail', 'chain', 'personal', 'rights'] as const

/** AuditSearch is what a link to the audit room says; `entry` opens one. */
export interface AuditSearch {
  tab?: (typeof auditTabs)[number]
  actor?: string
  action?: string
  object?: string
  id?: string
  from?: string
  to?: string
  entry?: number
}

function dayOf(raw: Raw, key: string): string | undefined {
  const v = text(raw, key)
  return v && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(v) ? v : undefined
}

export function auditSearch(raw: Raw): AuditSearch {
  const entry = Number(raw['entry'])
  return clean<AuditSearch>({
    tab: oneOf(raw, 'tab', auditTabs), actor: text(raw, 'actor'), action: text(raw, 'action'), object: text(raw, 'object'), id: text(raw, 'id'),
    from: dayOf(raw, 'from'), to: dayOf(raw, 'to'), entry: Number.isSafeInteger(entry) && entry > 0 ? entry : undefined,
  })
}

export const privacyTabs = ['subjects', 'consent', 'retention', 'processing'] as const

/** PrivacySearch is what a link to personal data says: which part, never whose. */
export interface PrivacySearch {
  tab?: (typeof privacyTabs)[number]
}

export function privacySearch(raw: Raw): PrivacySearch {
  return clean<PrivacySearch>({ tab: oneOf(raw, 'tab', privacyTabs) })
}
