import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { setWorkspace } from '../api/client'
import { ApiError } from '../api/problem'
import { meQuery } from '../api/queries'
import { Shell } from '../layout/Shell'
import { homeOf } from '../layout/places'
import { Fault, Missing } from '../pages/Fault'
import * as search from './search'

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: Missing, errorComponent: Fault })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search.signInSearch,
  component: lazyRouteComponent(() => import('../pages/SignIn')),
})

const signInReturn = createRoute({ getParentRoute: () => root, path: '/sign-in/return/$way', component: lazyRouteComponent(() => import('../pages/SignInReturn')) })

/** who asks the hub who is calling; without a session the way leads to the sign-in page. */
async function who(queries: QueryClient, workspace: string, href: string) {
  setWorkspace(workspace)
  try {
    return await queries.ensureQueryData(meQuery(workspace))
  } catch (e) {
    if (e instanceof ApiError && e.status === 401) throw redirect({ to: '/sign-in', search: href === '/' ? {} : { next: href } })
    if (e instanceof ApiError && e.status === 404) throw notFound()
    throw e
  }
}

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await who(context.queries, '', '/')
    throw redirect({ to: '/w/$workspace', params: { workspace: me.workspace.slug } })
  },
})

const shell = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  beforeLoad: async ({ context, params, location }) => ({ me: await who(context.queries, params.workspace, location.href) }),
  component: Shell,
  notFoundComponent: Missing,
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context, params }) => {
    throw redirect({ to: homeOf(context.me.actions), params })
  },
})

const roi = createRoute({ getParentRoute: () => shell, path: 'roi', validateSearch: search.roiSearch, component: lazyRouteComponent(() => import('../pages/roi/Roi')) })
const deal = createRoute({ getParentRoute: () => shell, path: 'deals/$deal', component: lazyRouteComponent(() => import('../pages/deal/Deal')) })
const customers = createRoute({ getParentRoute: () => shell, path: 'customers', validateSearch: search.customersSearch, component: lazyRouteComponent(() => import('../pages/customers/Customers')) })
const customer = createRoute({ getParentRoute: () => shell, path: 'customers/$customer', validateSearch: search.customerSearch, component: lazyRouteComponent(() => import('../pages/customers/Customer')) })
const payments = createRoute({ getParentRoute: () => shell, path: 'payments', validateSearch: search.paymentsSearch, component: lazyRouteComponent(() => import('../pages/payments/Payments')) })
const payment = createRoute({ getParentRoute: () => shell, path: 'payments/$payment', component: lazyRouteComponent(() => import('../pages/payments/Payment')) })
const trace = createRoute({ getParentRoute: () => shell, path: 'trace', validateSearch: search.traceSearch, component: lazyRouteComponent(() => import('../pages/Trace')) })
const connections = createRoute({ getParentRoute: () => shell, path: 'connections', component: lazyRouteComponent(() => import('../pages/connections/Connections')) })
const connection = createRoute({ getParentRoute: () => shell, path: 'connections/$connection', validateSearch: search.connectionSearch, component: lazyRouteComponent(() => import('../pages/connections/Connection')) })
const newConnection = createRoute({ getParentRoute: () => shell, path: 'connect', component: lazyRouteComponent(() => import('../pages/connections/Catalogue')) })
const newOf = createRoute({ getParentRoute: () => shell, path: 'connect/$connector', component: lazyRouteComponent(() => import('../pages/connections/NewConnection')) })
const record = createRoute({ getParentRoute: () => shell, path: 'records/$connection/$stream/$', component: lazyRouteComponent(() => import('../pages/Record')) })
const deadLetters = createRoute({ getParentRoute: () => shell, path: 'dead-letters', validateSearch: search.deadLettersSearch, component: lazyRouteComponent(() => import('../pages/letters/DeadLetters')) })
const letter = createRoute({ getParentRoute: () => shell, path: 'dead-letters/$letter', component: lazyRouteComponent(() => import('../pages/letters/Letter')) })
const alerts = createRoute({ getParentRoute: () => shell, path: 'alerts', validateSearch: search.alertsSearch, component: lazyRouteComponent(() => import('../pages/alerts/Alerts')) })
const alert = createRoute({ getParentRoute: () => shell, path: 'alerts/$alert', component: lazyRouteComponent(() => import('../pages/alerts/AlertPage')) })
const alertRules = createRoute({ getParentRoute: () => shell, path: 'alerts/rules', component: lazyRouteComponent(() => import('../pages/alerts/Rules')) })
const alertRoutes = createRoute({ getParentRoute: () => shell, path: 'alerts/routes', component: lazyRouteComponent(() => import('../pages/alerts/Routes')) })
const alertCalendar = createRoute({ getParentRoute: () => shell, path: 'alerts/calendar', validateSearch: search.yearSearch, component: lazyRouteComponent(() => import('../pages/alerts/WorkCalendar')) })
const myAlerts = createRoute({ getParentRoute: () => shell, path: 'alerts/mine', component: lazyRouteComponent(() => import('../pages/alerts/MyAlerts')) })
const balance = createRoute({ getParentRoute: () => shell, path: 'balance', component: lazyRouteComponent(() => import('../pages/Balance')) })
const comparisons = createRoute({ getParentRoute: () => shell, path: 'comparisons', validateSearch: search.comparisonsSearch, component: lazyRouteComponent(() => import('../pages/jobs/Comparisons')) })
const jobs = createRoute({ getParentRoute: () => shell, path: 'jobs', component: lazyRouteComponent(() => import('../pages/jobs/Jobs')) })
const job = createRoute({ getParentRoute: () => shell, path: 'jobs/$job', component: lazyRouteComponent(() => import('../pages/jobs/JobPage')) })
const approvals = createRoute({ getParentRoute: () => shell, path: 'approvals', validateSearch: search.approvalsSearch, component: lazyRouteComponent(() => import('../pages/approvals/Approvals')) })
const approval = createRoute({ getParentRoute: () => shell, path: 'approvals/$approval', component: lazyRouteComponent(() => import('../pages/approvals/ApprovalPage')) })
const network = createRoute({ getParentRoute: () => shell, path: 'network', component: lazyRouteComponent(() => import('../pages/network/Network')) })
const users = createRoute({ getParentRoute: () => shell, path: 'users', validateSearch: search.usersSearch, component: lazyRouteComponent(() => import('../pages/users/Users')) })
const employees = createRoute({ getParentRoute: () => shell, path: 'employees', validateSearch: search.employeesSearch, component: lazyRouteComponent(() => import('../pages/people/Employees')) })
const employee = createRoute({ getParentRoute: () => shell, path: 'employees/$employee', component: lazyRouteComponent(() => import('../pages/people/EmployeePage')) })
const sessions = createRoute({ getParentRoute: () => shell, path: 'sessions', component: lazyRouteComponent(() => import('../pages/users/Mine')) })
const privacy = createRoute({ getParentRoute: () => shell, path: 'privacy', validateSearch: search.privacySearch, component: lazyRouteComponent(() => import('../pages/privacy/Privacy')) })
const trail = createRoute({ getParentRoute: () => shell, path: 'audit', validateSearch: search.auditSearch, component: lazyRouteComponent(() => import('../pages/audit/Audit')) })
const security = createRoute({ getParentRoute: () => shell, path: 'security', component: lazyRouteComponent(() => import('../pages/security/Security')) })

const tree = root.addChildren([
  signIn, signInReturn, start,
  shell.addChildren([
    home,
    roi,
    deal,
    customers,
    customer,
    payments,
    payment,
    trace,
    connections,
    connection,
    newConnection,
    newOf,
    record,
    deadLetters,
    letter,
    alerts,
    alert,
    alertRules,
    alertRoutes,
    alertCalendar,
    myAlerts,
    balance,
    comparisons,
    jobs,
    job,
    approvals,
    approval,
    network,
    users,
    employees,
    employee,
    sessions,
    trail,
    security,
    privacy,
  ]),
])

/** makeRouter makes the console's router around a query client. */
export function makeRouter(queries: QueryClient) {
  return createRouter({ routeTree: tree, context: { queries }, defaultPreload: false, scrollRestoration: true, defaultErrorComponent: Fault })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
