// Ways through several pages.

import { rulesLineByLine, twoPeople } from './approvals.mjs'
import { ask, ended } from './ask.mjs'
import { revealed } from './audit.mjs'
import { handOver } from './people.mjs'
import { forgotten } from './privacy.mjs'
import { comesAndGoes } from './users.mjs'

/** @typedef {import('./ask.mjs').Api} Api */

/** connect makes a connection to a CRM, or gives the one that an earlier walk has made. @param {Api & { get: (path: string) => Promise<any> }} hub @param {string} name @param {string} title @param {string} at */
async function connect(hub, name, title, at) {
  const { items } = await hub.get('/api/v1/connections')
  const old = items.find((/** @type {any} */ c) => c.name === name)
  if (old) return ask(hub, 'POST', `/api/v1/connections/${old.id}/resume`)
  return ask(hub, 'POST', '/api/v1/connections', { name, title, connector: 'crm', settings: { base_url: at, token: 'not-the-token' } })
}

/**
 * @typedef {{ page: import('playwright-core').Page, hub: { ws: string, url: string, key: string, get: (path: string) => Promise<any> }, screens: string }} Trip
 * @type {Record<string, (t: Trip) => Promise<string[]>>}
 */
export const journeys = {
  // Every number opens: a cell, its deals, their touches, the source record, what it said.
  'from a cell to the source': async ({ page, hub }) => {
    const wrong = []
    await page.goto(`/w/${hub.ws}/roi`)
    await page.locator('table.heat tbody tr:first-child td:nth-of-type(4) .cell').click()
    await page.locator('.ant-drawer .side-note.good').waitFor()
    const [name] = await page.locator('.ant-drawer table.data tbody a.strong').allInnerTexts()
    await page.locator('.ant-drawer table.data tbody a.strong').first().click()
    await page.locator('h1', { hasText: name ?? '' }).waitFor()
    await page.locator('table.path tbody .source').first().click()
    await page.locator('pre.payload').first().waitFor()
    const key = decodeURIComponent(new URL(page.url()).pathname.split('/').pop() ?? '')
    if (!(await page.locator('h1').innerText()).includes(key)) wrong.push('the record page names another record')
    await page.goBack()
    await page.goBack()
    await page.locator('.ant-drawer .side-note').waitFor() // the drawer is part of the address
    return wrong
  },

  'what a leaver owns goes to the manager and comes back': handOver,

  'a number that is shown is noted and the note is proven': revealed,

  'from a payment to its deal': async ({ page, hub }) => {
    await page.goto(`/w/${hub.ws}/payments?status=matched`)
    await page.locator('table.data tbody tr').first().click()
    await page.locator('table.data .why').first().waitFor()
    await page.locator('table.data a.strong[href*="/deals/"]').first().click()
    await page.locator('main h1').waitFor()
    await page.locator('table.data a.strong[href*="/payments/"]').first().waitFor()
    return []
  },

  // The page is open before the form is sent; nobody loads it anew.
  'a posted form appears by itself': async ({ page, hub }) => {
    const { items } = await hub.get('/api/v1/connections')
    const form = items.find((/** @type {any} */ c) => c.settings.public_key)
    const company = `示例合流诊所${Date.now()}`
    await page.goto(`/w/${hub.ws}/customers?q=${encodeURIComponent(company)}`)
    await page.locator('[data-state="empty"]').waitFor()
    await page.locator('.live', { hasText: '实时更新中' }).waitFor()
    const answer = await fetch(hub.url + form.door, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Heliu-Key': form.settings.public_key },
      body: JSON.stringify({ contact_name: '张示例', company_name: company, mobile: '13912345670', channel: 'website', message: '想了解产品' }),
    })
    if (answer.status !== 202) return [`the door answered ${answer.status}`]
    await page.locator('table.data tbody tr', { hasText: company }).waitFor({ timeout: 20_000 })
    return []
  },

  // Somebody who never saw the hub: from the page they start on, one number, one answer.
  'a number that was held back is found with its reason': async ({ page, hub, screens }) => {
    const wrong = []
    const { items } = await hub.get('/api/v1/connections')
    const form = items.find((/** @type {any} */ c) => c.settings.public_key)
    const number = `HT-E2E-${Date.now()}`
    const answer = await fetch(hub.url + form.door, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Heliu-Key': form.settings.public_key },
      body: JSON.stringify({ event_id: `e2e-${Date.now()}`, contract_no: number, channel: 'website' }), // names nobody
    })
    if (answer.status !== 202) return [`the door answered ${answer.status}`]
    await page.goto(`/w/${hub.ws}`)
    await page.locator('main h1').waitFor()
    await page.locator('.find input').fill(` ${number.toLowerCase()} `)
    await page.locator('.find input').press('Enter')
    await page.locator('.steps li.failed', { hasText: '联系人、公司、电话、邮箱均为空' }).or(page.locator('.steps li.failed', { hasText: '缺少必填字段' })).first().waitFor({ timeout: 20_000 })
    await page.screenshot({ path: `${screens}/trace-held-back.png` })
    if ((await page.locator('.steps li.failed a').count()) === 0) wrong.push('no way leads to mending it')
    // A number that never came: where to look next.
    await page.locator('.find input').fill('HT-2099-0001')
    await page.locator('.find input').press('Enter')
    await page.locator('h2', { hasText: '可能的来源' }).waitFor()
    if ((await page.locator('table.data tbody tr').count()) < 3) wrong.push('connections are missing')
    await page.screenshot({ path: `${screens}/trace-never-came.png` })
    return wrong
  },

  'a lost connection shows': async ({ page, hub, screens }) => {
    await page.route('**/api/v1/events*', (r) => r.abort())
    await page.goto(`/w/${hub.ws}/connections`)
    await page.locator('.strip.lost').waitFor()
    await page.locator('table.data tbody tr').first().waitFor()
    await page.screenshot({ path: `${screens}/connection-lost.png` })
    await page.unroute('**/api/v1/events*')
    await page.locator('.strip.lost').waitFor({ state: 'detached', timeout: 30_000 })
    return []
  },

  // Systems that are down, refuse, are left alone or load the past, and a stream whose
  // position is lost: each is told, and a person decides how it goes on.
  'a connection in every state': async ({ page, hub, screens }) => {
    const wrong = []
    const { items } = await hub.get('/api/v1/connections')
    const named = (/** @type {string} */ name) => items.find((/** @type {any} */ c) => c.name === name)
    const [crm, kingdee, baidu] = ['demo-crm', 'demo-kingdee', 'demo-baidu'].map(named)
    const down = await connect(hub, 'crm-east', '华东客户系统', 'http://127.0.0.1:9')
    const refused = await connect(hub, 'crm-south', '华南客户系统', crm.settings.base_url)
    const show = async (/** @type {string} */ name, /** @type {any} */ of, /** @type {string} */ ready, tab = '') => {
      await page.goto(`/w/${hub.ws}/connections/${of.id}${tab}`)
      await page.locator(ready).first().waitFor({ timeout: 60_000 })
      await page.locator('.bones').first().waitFor({ state: 'detached' })
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${screens}/${name}.png` })
    }
    const set = async (/** @type {any} */ of, /** @type {object} */ body) => {
      const is = await hub.get(`/api/v1/connections/${of.id}`)
      await ask(hub, 'PATCH', `/api/v1/connections/${of.id}`, body, `"${is.version}"`)
    }
    const stream = `/api/v1/connections/${baidu.id}/streams/spend/state`
    await ask(hub, 'PUT', stream, { state: { v: 9 }, reason: '演示位置丢失' }, `"${(await hub.get(stream)).tag}"`)
    await set(crm, { history: true })
    await set(kingdee, { quiet: [{ from: '00:00', to: '23:59' }] })
    await show('connection-unauthorised', refused, '.notice.bad')
    await show('connection-history', crm, '.notice.info')
    await show('connection-quiet', kingdee, '.notice.info')
    await show('connection-when', kingdee, '[aria-label="星期"]', '?tab=settings')
    await show('connection-position', crm, 'table.data code', '?tab=position')
    await show('connection-retrying', down, '.notice.warn')
    await page.getByRole('button', { name: '立即重试' }).click()
    await page.locator('.ant-message-success').waitFor()
    await show('connection-lost-cursor', baidu, '.notice.bad')
    await page.locator('.notice.bad').getByRole('button', { name: '从头读取' }).click()
    await page.locator('.ant-modal pre.payload').waitFor()
    await page.locator('.ant-modal-footer .ant-btn-primary').click() // neither reason nor name yet
    await page.locator('.ant-form-item-explain-error').first().waitFor()
    await page.getByLabel('原因').fill('演示：从头读取')
    await page.getByPlaceholder('demo-baidu').fill('demo-baidu')
    await page.waitForTimeout(350)
    await page.screenshot({ path: `${screens}/connection-lost-dialog.png` })
    await page.locator('.ant-modal-footer .ant-btn-primary').click()
    await page.locator('.notice.bad').waitFor({ state: 'detached', timeout: 30_000 })
    await set(crm, { history: false })
    await set(kingdee, { quiet: [] })
    await ask(hub, 'POST', `/api/v1/connections/${down.id}/pause`)
    const after = await hub.get(`/api/v1/connections/${baidu.id}`)
    if (after.streams.some((/** @type {any} */ s) => s.halted)) wrong.push('the stream is stopped still')
    return wrong
  },

  // What a setting changes in stored records is seen before it is done; a source is held against the hub.
  'an order goes from a connection to its result': async ({ page, hub, screens }) => {
    const wrong = []
    const { items } = await hub.get('/api/v1/connections')
    const named = (/** @type {string} */ name) => items.find((/** @type {any} */ c) => c.name === name)
    const [crm, baidu, form] = ['demo-crm', 'demo-baidu', 'demo-form'].map(named)
    const shot = async (/** @type {string} */ name) => {
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${screens}/${name}.png` })
    }
    const open = async (/** @type {any} */ of, /** @type {string} */ verb) => {
      await page.goto(`/w/${hub.ws}/connections/${of.id}`)
      await page.locator('.head .actions').getByRole('button', { name: verb }).click()
      await page.locator('.ant-modal .does').waitFor()
    }
    const send = () => page.locator('.ant-modal-footer .ant-btn-primary').click()
    const done = () => page.locator('h1 .tag.good', { hasText: '已完成' }).waitFor({ timeout: 60_000 })
    const rebate = async (/** @type {string} */ value) => {
      const is = await hub.get(`/api/v1/connections/${baidu.id}`)
      await ask(hub, 'PATCH', `/api/v1/connections/${baidu.id}`, { settings: { ...is.settings, rebate: value } }, `"${is.version}"`)
    }

    await open(form, '回补') // its records are pushed: there is nothing to read again
    await page.locator('.ant-modal .cannot li', { hasText: '推送' }).waitFor()
    if (await page.locator('.ant-modal-footer .ant-btn-primary').isEnabled()) wrong.push('what was pushed can be backfilled')

    await open(crm, '对数')
    await page.getByLabel('起始').fill('2020-01-01T00:00')
    await page.getByLabel('结束（不含）').fill('2020-01-01T00:00')
    await send()
    await page.locator('.ant-form-item-explain-error', { hasText: '晚于' }).waitFor()
    await page.getByLabel('结束（不含）').fill('2099-01-01T00:00')
    await send()
    await done()
    if ((await page.locator('table.data tbody tr').count()) !== crm.streams.length) wrong.push('not every stream was compared')
    await shot('job-comparison')
    await page.locator('table.data tbody a').first().click()
    await page.locator('.ant-drawer .figures').waitFor()
    await shot('comparison-one')

    const before = baidu.settings.rebate
    await rebate(before === '0.05' ? '0.04' : '0.05')
    await open(baidu, '重放')
    await page.getByLabel('原因').fill('返点已更正')
    await shot('order-replay')
    await send()
    await done()
    await page.locator('.examples table.data tbody tr', { hasText: 'rebate' }).first().waitFor()
    await shot('job-preview')
    const shown = (await hub.get(`/api/v1/jobs/${page.url().split('/').pop()}`)).again
    await page.getByRole('button', { name: '执行…' }).click()
    await page.locator('.ant-modal').getByLabel('原因').fill('核对过示例')
    await shot('job-apply')
    await send()
    await page.locator('h1', { hasText: '重放 ·' }).waitFor()
    await done()
    const did = (await hub.get(`/api/v1/jobs/${page.url().split('/').pop()}`)).again
    if (shown.changed === 0 || did.changed !== shown.changed) wrong.push(`the preview showed ${shown.changed} changes, the replay made ${did.changed}`)

    // A preview that the settings have left behind is refused, with the way on.
    await page.getByRole('link', { name: '查看预览' }).click()
    await page.locator('.notice', { hasText: '已执行' }).waitFor()
    await page.getByRole('button', { name: '重新预览' }).click()
    await page.locator('.notice.good', { hasText: '没有任何变化' }).waitFor({ timeout: 60_000 })
    await rebate(before)
    const back = await ended(hub, '/api/v1/replays', { connection: baidu.id })
    await rebate('0.01')
    await page.goto(`/w/${hub.ws}/jobs/${back.id}`)
    await page.getByRole('button', { name: '执行…' }).click()
    await page.locator('.ant-modal').getByLabel('原因').fill('还原')
    await send()
    await page.locator('.ant-modal .failed', { hasText: 'mapping_changed' }).waitFor()
    await shot('job-changed')
    await rebate(before)
    await page.locator('.ant-modal').getByRole('button', { name: '重新预览' }).click()
    await page.waitForURL((u) => !u.pathname.endsWith(back.id))
    await done()
    await page.getByRole('button', { name: '执行…' }).click()
    await page.locator('.ant-modal').getByLabel('原因').fill('还原')
    await send()
    await page.locator('h1', { hasText: '重放 ·' }).waitFor()
    await done()

    await open(named('demo-kingdee'), '回补')
    await page.locator('.ant-modal .ant-select').first().click()
    await page.locator('.ant-select-dropdown').getByText('销售订单').click()
    await page.getByLabel('起始').fill('2026-01-01T00:00')
    await page.getByLabel('结束（不含）').fill('2026-01-15T00:00')
    await page.locator('.ant-modal').getByLabel('原因').fill('核对一月的订单')
    await shot('order-backfill')
    await send()
    await done()
    if ((await page.locator('table.data tbody .tag.good').count()) !== 14) wrong.push('not every window of the backfill is done')
    await shot('job-backfill')
    await page.goto(`/w/${hub.ws}/jobs`)
    await page.locator('table.data tbody tr:nth-child(4)').waitFor()
    await shot('jobs')
    await fetch(hub.url + form.door, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Heliu-Key': 'pk_unknown' }, body: '{}' })
    await page.goto(`/w/${hub.ws}/balance`)
    await page.locator('h2', { hasText: '接入口拒收' }).scrollIntoViewIfNeeded()
    await shot('balance-refused')
    return wrong
  },

  'the demo asks before it goes': async ({ page, hub, screens }) => {
    await page.goto(`/w/${hub.ws}/connections`)
    await page.locator('table.data tbody tr').first().waitFor()
    await page.locator('.strip button').click()
    await page.locator('.ant-modal-confirm').waitFor()
    await page.waitForTimeout(350)
    await page.screenshot({ path: `${screens}/delete-demo.png` })
    await page.locator('.ant-modal-confirm .ant-btn').first().click()
    await page.locator('.ant-modal-confirm').waitFor({ state: 'detached' })
    return (await hub.get('/api/v1/me')).workspace.demo ? [] : ['the demo is gone']
  },

  // A value that could not be read is repaired in a copy; its letter closes by itself.
  'a dead letter is repaired': async ({ page, hub, screens }) => {
    const open = async () => (await hub.get('/api/v1/dead-letters?status=open&kind=value&code=bad_phone&limit=1')).items[0]
    const letter = await open()
    await page.goto(`/w/${hub.ws}/dead-letters?code=bad_phone`)
    await page.locator('table.data tbody tr').first().waitFor()
    await page.goto(`/w/${hub.ws}/dead-letters/${letter.id}`)
    await page.locator('ol.lined li.marked').first().waitFor()
    await page.getByRole('button', { name: '修改副本' }).click()
    const text = page.locator('textarea.mono').first()
    const copy = JSON.parse(await text.inputValue())
    for (const name of ['mobile', 'phone']) if (name in copy) copy[name] = '13900012345'
    await text.fill(JSON.stringify(copy, null, 2))
    await page.locator('[data-outcome="taken"] .notice.good').waitFor()
    await page.getByPlaceholder('为什么这样改').fill('客户电话已核实')
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${screens}/dead-letter-edit.png` })
    await page.getByRole('button', { name: '发送副本' }).click()
    await page.locator('.job[data-state="done"]').waitFor({ timeout: 20_000 })
    await page.locator('h1 .tag.good', { hasText: '已解决' }).waitFor({ timeout: 20_000 })
    const after = (await hub.get(`/api/v1/dead-letters/${letter.id}`)).letter
    const wrong = after.how === 'edited' ? [] : [`the letter is ${after.status} ${after.how}`]
    // What still fails stays, with its reason and one more on its count.
    const other = await open()
    await page.goto(`/w/${hub.ws}/dead-letters/${other.id}`)
    await page.getByRole('button', { name: '重放' }).click()
    await page.locator('.job[data-state="done"]', { hasText: '仍失败 1 条' }).waitFor({ timeout: 20_000 })
    const again = (await hub.get(`/api/v1/dead-letters/${other.id}`)).letter
    if (again.status !== 'open' || again.count !== other.count + 1) wrong.push(`a replay that fails leaves it ${again.status}, ${again.count} times`)
    return wrong
  },

  'what needs two people': twoPeople,

  'new rules are shown line by line': rulesLineByLine,

  'a user gets a role by two people and is shut out': comesAndGoes,

  // A fault arises, a message arrives where a person reads it, and whoever acknowledges
  // keeps it from the manager; all of it on a phone.
  'an alert reaches a person': async ({ page, hub, screens }) => {
    const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body) => {
      const answer = await fetch(hub.url + path, { method, headers: { Authorization: `Bearer ${hub.key}`, 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    }
    const { items } = await hub.get('/api/v1/connections')
    const wecom = items.find((/** @type {any} */ c) => c.connector === 'wecom')
    const baidu = items.find((/** @type {any} */ c) => c.connector === 'baidu')
    const before = await hub.get('/api/v1/alert-routes')
    const person = before.people.find((/** @type {any} */ p) => p.via.includes('wecom'))
    if (!person) return ['nobody has a WeCom id']
    await ask('PUT', '/api/v1/alert-routes', { routes: [{ person: person.id, channel: wecom.id, kinds: ['switched_off'] }], not_default: [], version: before.made.version })
    const began = Date.now()
    await ask('POST', `/api/v1/connections/${baidu.id}/pause`, {})
    const inbox = new URL('/inbox.json', wecom.settings.base_url)
    // What else happened in the same minute is told in one message with it: which message
    // tells of this alert, the hub knows; that it arrived, the inbox does.
    /** @type {any} */ let open
    /** @type {any} */ let told
    /** @type {any} */ let came
    while (!came && Date.now() - began < 60_000) {
      open ??= (await hub.get('/api/v1/alerts?state=unseen&kind=switched_off')).items.find((/** @type {any} */ a) => a.connection === baidu.id)
      told = open && (await hub.get(`/api/v1/alerts/${open.id}`)).messages.find((/** @type {any} */ m) => m.person === person.id && m.channel === wecom.id && m.state === 'sent')
      const got = told && (await (await fetch(inbox)).json()).items
      came = got?.find((/** @type {any} */ m) => m.channel === 'wecom' && m.title === told.title && new Date(m.at).getTime() >= began)
      if (!came) await new Promise((done) => setTimeout(done, 200))
    }
    const took = Date.now() - began
    const wrong = came ? [] : [`no message within a minute: ${JSON.stringify(open && (await hub.get(`/api/v1/alerts/${open.id}`)))}`]
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`/w/${hub.ws}/alerts?state=unseen`)
    await page.locator('.alert-cards li').first().waitFor()
    await page.screenshot({ path: `${screens}/alerts-phone.png` })
    await page.goto(`/w/${hub.ws}/alerts/${open.id}`)
    await page.getByRole('button', { name: '我来处理' }).click()
    await page.locator('h1 .tag', { hasText: '处理中' }).waitFor()
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${screens}/alert.png` })
    const after = await hub.get(`/api/v1/alerts/${open.id}`)
    if (after.alert.state !== 'acknowledged' || after.alert.escalated_at) wrong.push(`it is ${after.alert.state}, escalated ${after.alert.escalated_at}`)
    await ask('POST', `/api/v1/connections/${baidu.id}/resume`, {})
    const now = await hub.get('/api/v1/alert-routes')
    await ask('PUT', '/api/v1/alert-routes', { routes: before.routes, not_default: before.not_default, version: now.made.version })
    console.log(`      alert to person: ${took} ms`)
    return wrong
  },

  'somewhere that is not there': async ({ page, hub, screens }) => {
    await page.goto(`/w/${hub.ws}/customers/00000000-0000-4000-8000-000000000000`)
    await page.locator('[data-state="error"] code', { hasText: 'not_found' }).waitFor()
    await page.screenshot({ path: `${screens}/not-found.png` })
    return []
  },

  // Near the end: one person of the demo is gone afterwards.
  'a person asks for their data and to be forgotten': forgotten,
}
