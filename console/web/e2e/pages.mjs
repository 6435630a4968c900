// The pages that are walked. `at` gives the address of a page that is filled; `ready` is
// what must be there besides the heading before anybody looks.

import { ended } from './ask.mjs'
import { leaver } from './people.mjs'

/**
 * @typedef {{ get: (path: string) => Promise<any>, ws: string, url: string, key: string }} Hub
 * @typedef {{ name: string, at: (hub: Hub) => Promise<string>, ready: string, mayBeEmpty?: boolean, full?: boolean }} PageSpec
 */

/** @type {PageSpec[]} */
export const pages = [
  { name: 'roi', at: async (h) => `/w/${h.ws}/roi`, ready: 'table.heat tbody tr:nth-child(6)' },
  { name: 'roi-months', at: async (h) => `/w/${h.ws}/roi?columns=month&metric=revenue&model=linear`, ready: 'table.heat tbody tr:nth-child(6)' },
  { name: 'roi-campaigns', at: async (h) => `/w/${h.ws}/roi?rows=campaign&vat=gross`, ready: 'table.heat tbody tr:nth-child(6)' },
  { name: 'roi-cell', at: async (h) => `/w/${h.ws}/roi?row=${await bestRow(h)}`, ready: '.ant-drawer table.data tbody tr' },
  { name: 'roi-unattributed', at: async (h) => `/w/${h.ws}/roi?row=unattributed`, ready: '.ant-drawer table.data tbody tr' },
  { name: 'deal', at: async (h) => `/w/${h.ws}/deals/${await richDeal(h)}`, ready: 'table.path tbody tr' },
  { name: 'customers', at: async (h) => `/w/${h.ws}/customers`, ready: 'table.data tbody tr:nth-child(10)' },
  { name: 'customer', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}`, ready: 'table.data tbody tr:nth-child(3)' },
  { name: 'customer-why', at: async (h) => `/w/${h.ws}/customers/${await disputed(h)}`, ready: '.ant-drawer .said.lost li' },
  { name: 'customer-touches', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=touches`, ready: 'table.data tbody tr' },
  { name: 'customer-deals', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=deals`, ready: 'table.data tbody tr' },
  { name: 'customer-money', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=money`, ready: 'table.data tbody tr', mayBeEmpty: true },
  { name: 'customer-contacts', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=contacts`, ready: 'table.data tbody tr' },
  { name: 'customer-activities', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=activities`, ready: '.panel', mayBeEmpty: true },
  { name: 'customer-relations', at: async (h) => `/w/${h.ws}/customers/${await tiedCustomer(h)}?tab=relations`, ready: 'table.data tbody tr' },
  { name: 'customer-records', at: async (h) => `/w/${h.ws}/customers/${await richCustomer(h)}?tab=records`, ready: 'table.data tbody tr' },
  { name: 'payments', at: async (h) => `/w/${h.ws}/payments`, ready: 'table.data tbody tr:nth-child(10)' },
  { name: 'payment', at: async (h) => `/w/${h.ws}/payments/${await payment(h, 'status=matched')}`, ready: 'table.data tbody tr' },
  { name: 'payment-unmatched', at: async (h) => `/w/${h.ws}/payments/${await payment(h, 'status=unmatched')}`, ready: '.notice', mayBeEmpty: true },
  { name: 'trace', at: async (h) => `/w/${h.ws}/trace?number=${encodeURIComponent(await number(h))}`, ready: '.steps li:nth-child(3)' },
  { name: 'trace-start', at: async (h) => `/w/${h.ws}/trace`, ready: '[data-state="empty"]', mayBeEmpty: true },
  { name: 'record', at: async (h) => await record(h), ready: 'pre.payload' },
  { name: 'employees', at: async (h) => `/w/${h.ws}/employees`, ready: 'table.data tbody tr:nth-child(5)' },
  { name: 'employees-units', at: async (h) => `/w/${h.ws}/employees?tab=units`, ready: 'table.data tbody tr:nth-child(3)' },
  { name: 'employees-conflicts', at: async (h) => `/w/${h.ws}/employees?tab=conflicts`, ready: '.panel', mayBeEmpty: true },
  { name: 'employee', at: async (h) => `/w/${h.ws}/employees/${(await leaver(h)).id}`, ready: '[data-owned]' },
  { name: 'connections', at: async (h) => `/w/${h.ws}/connections`, ready: 'table.data tbody tr:nth-child(5)' },
  { name: 'connection', at: async (h) => `/w/${h.ws}/connections/${await connection(h, 'kingdee')}`, ready: 'table.data tbody tr' },
  { name: 'connection-files', at: async (h) => `/w/${h.ws}/connections/${await connection(h, 'file')}?tab=files`, ready: 'table.data tbody tr' },
  { name: 'connection-settings', at: async (h) => `/w/${h.ws}/connections/${await connection(h, 'kingdee')}?tab=settings`, ready: 'form input' },
  { name: 'connection-channel', at: async (h) => `/w/${h.ws}/connections/${await connection(h, 'wecom')}`, ready: 'form input' },
  { name: 'connect', at: async (h) => `/w/${h.ws}/connect`, ready: '.cards li:nth-child(5)' },
  { name: 'connect-form', at: async (h) => `/w/${h.ws}/connect/kingdee`, ready: 'form input' },
  { name: 'dead-letter', at: async (h) => `/w/${h.ws}/dead-letters/${await aLetter(h)}`, ready: 'ol.lined li.marked' },
  { name: 'alerts', at: async (h) => `/w/${h.ws}/alerts`, ready: 'table.data tbody tr, [data-state="empty"]', mayBeEmpty: true },
  { name: 'alert-rules', at: async (h) => `/w/${h.ws}/alerts/rules`, ready: 'table.data tbody tr:nth-child(3)' },
  { name: 'alert-routes', at: async (h) => `/w/${h.ws}/alerts/routes`, ready: 'table.data tbody tr', mayBeEmpty: true },
  { name: 'work-calendar', at: async (h) => `/w/${h.ws}/alerts/calendar?year=2026`, ready: '.month .holiday' },
  { name: 'my-alerts', at: async (h) => `/w/${h.ws}/alerts/mine`, ready: 'form' },
  { name: 'dead-letters', at: async (h) => `/w/${h.ws}/dead-letters`, ready: 'table.data tbody tr' },
  { name: 'users', at: async (h) => `/w/${h.ws}/users`, ready: 'table.data tbody tr:nth-child(5)' },
  { name: 'users-keys', at: async (h) => `/w/${h.ws}/users?tab=keys`, ready: 'table.data tbody tr' },
  { name: 'users-roles', at: async (h) => `/w/${h.ws}/users?tab=roles`, ready: 'table.data tbody tr:nth-child(5)' },
  { name: 'sessions', at: async (h) => `/w/${h.ws}/sessions`, ready: 'table.data tbody tr' },
  { name: 'approvals-empty', at: async (h) => `/w/${h.ws}/approvals`, ready: '.inbox li, [data-state="empty"]', mayBeEmpty: true },
  { name: 'balance', at: async (h) => `/w/${h.ws}/balance`, ready: 'table.data tbody tr' },
  { name: 'job', at: async (h) => `/w/${h.ws}/jobs/${(await ordered(h)).id}`, ready: 'table.data tbody tr' },
  { name: 'comparison', at: async (h) => ((await ordered(h)), `/w/${h.ws}/comparisons`), ready: 'table.data tbody tr' },
  { name: 'jobs', at: async (h) => `/w/${h.ws}/jobs`, ready: 'table.data tbody tr' },
  { name: 'security-empty', at: async (h) => `/w/${h.ws}/security`, ready: '[data-state="empty"]', mayBeEmpty: true },
  { name: 'network', at: async (h) => `/w/${h.ws}/network`, ready: '[data-state="empty"], table.data tbody tr', mayBeEmpty: true },
  { name: 'privacy', at: async (h) => `/w/${h.ws}/privacy`, ready: '.panel', mayBeEmpty: true },
  { name: 'privacy-consent', at: async (h) => `/w/${h.ws}/privacy?tab=consent`, ready: '.panel', mayBeEmpty: true },
  { name: 'privacy-retention', at: async (h) => `/w/${h.ws}/privacy?tab=retention`, ready: 'table.data tbody tr', mayBeEmpty: true },
  { name: 'privacy-processing', at: async (h) => `/w/${h.ws}/privacy?tab=processing`, ready: 'table.data tbody tr' },
  { name: 'audit', at: async (h) => `/w/${h.ws}/audit`, ready: 'table.data tbody tr' },
  { name: 'audit-personal', at: async (h) => `/w/${h.ws}/audit?tab=personal`, ready: '.panel', mayBeEmpty: true },
  { name: 'audit-rights', at: async (h) => `/w/${h.ws}/audit?tab=rights`, ready: 'table.data tbody tr' },
]

/** The pages of a workspace in which nothing is yet: each says so, with one next step. @type {PageSpec[]} */
export const empty = ['roi', 'customers', 'payments', 'connections', 'dead-letters', 'alerts', 'balance'].map((name) => ({
  name: `empty-${name}`, at: async (h) => `/w/${h.ws}/${name}`, ready: '[data-state="empty"]', mayBeEmpty: true,
}))

/** @param {Hub} h */
async function bestRow(h) {
  const { rows } = await h.get('/api/v1/roi/matrix?rows=channel')
  const best = rows.filter((/** @type {any} */ r) => !r.unattributed).sort((/** @type {any} */ a, /** @type {any} */ b) => b.deals - a.deals)[0]
  return best.id
}

/** A deal with a path of several touches and payments, bought by the one who uses it. @param {Hub} h */
async function richDeal(h) {
  const { items } = await h.get('/api/v1/roi/deals?rows=channel&model=linear&limit=200')
  let best = items[0]?.id
  for (const d of items.filter((/** @type {any} */ x) => x.path_length > 2).slice(0, 40)) {
    const deal = await h.get(`/api/v1/deals/${d.id}`)
    if (deal.payments.length === 0) continue
    best = deal.id
    if (deal.payments.length > 1 && deal.buyer?.id === deal.account?.id) break
  }
  return best
}

/** The account of that deal: it has touches, deals, documents and contacts. @param {Hub} h */
async function richCustomer(h) {
  const deal = await h.get(`/api/v1/deals/${await richDeal(h)}`)
  return deal.account.id
}

/** @param {Hub} h */
async function tiedCustomer(h) {
  const { items } = await h.get('/api/v1/payments?status=matched&limit=200')
  for (const p of items.slice(0, 60)) {
    if (!p.payer) continue
    const s = await h.get(`/api/v1/customers/${p.payer.id}/sections`)
    if (s.relations.length > 0) return p.payer.id
  }
  throw new Error('no paying customer has a relation')
}

/** A field about which sources disagree, as the address of its "why this value". @param {Hub} h */
async function disputed(h) {
  const { items } = await h.get('/api/v1/roi/deals?rows=channel&limit=200')
  for (const d of items.slice(0, 80)) {
    if (!d.account) continue
    const c = await h.get(`/api/v1/customers/${d.account.id}`)
    const f = c.fields.find((/** @type {any} */ x) => x.losers.length > 0)
    if (f) return `${c.id}?field=${f.name}`
  }
  throw new Error('no customer has a field about which its sources disagree')
}

/** @param {Hub} h @param {string} filter */
async function payment(h, filter) {
  const { items } = await h.get(`/api/v1/payments?${filter}&limit=50`)
  return (items.find((/** @type {any} */ p) => p.deals.length > 0 || p.reason === 'no_open_item') ?? items[0]).id
}

/** @param {Hub} h */
async function number(h) {
  const deal = await h.get(`/api/v1/deals/${await richDeal(h)}`)
  return deal.contract_no || deal.number
}

/** @param {Hub} h */
async function record(h) {
  const deal = await h.get(`/api/v1/deals/${await richDeal(h)}`)
  const r = deal.path[0]?.record ?? deal.record
  return `/w/${h.ws}/records/${r.connection_name}/${r.stream}/${encodeURIComponent(r.key)}`
}

/** @param {Hub} h @param {string} connector */
async function connection(h, connector) {
  const { items } = await h.get('/api/v1/connections')
  return items.find((/** @type {any} */ c) => c.connector === connector).id
}

/** @param {Hub} h */
async function aLetter(h) {
  const { items } = await h.get('/api/v1/dead-letters?status=open&kind=value&limit=1&code=uscc_checksum')
  return items[0].id
}

// A comparison that was ordered; one of an earlier page will do.
/** @param {Hub} h */
async function ordered(h) {
  const { items } = await h.get('/api/v1/jobs?kind=compare&limit=1')
  if (items[0]?.status === 'done') return items[0]
  return ended(h, '/api/v1/comparisons', { connection: 'demo-crm', from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z', reason: '核对' })
}
