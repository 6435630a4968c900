// One person proposes, another one decides.

import { ask } from './ask.mjs'

const password = 'walked through by two'

/** second gives a page on which another person is signed in, by their own password. @param {import('./journeys.mjs').Trip} trip @param {string} name @param {{ width: number, height: number }} viewport @param {string} at */
export async function second({ page, hub, screens }, name, viewport, at) {
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser')
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'America/New_York', baseURL: hub.url })
  const other = await context.newPage()
  const enter = () => context.request.post('/api/v1/session', { data: { sign_in: name, password } })
  if ((await enter()).status() === 201) {
    await other.goto(at)
    return other
  }
  // A link is made by somebody else: it opens the page, and is not enough to decide.
  const { items } = await hub.get('/api/v1/members')
  const { account } = items.find((/** @type {any} */ m) => m.sign_in === name)
  const { token } = await ask(hub, 'POST', `/api/v1/members/${account}/links`)
  await other.goto(`/sign-in?next=${encodeURIComponent(at)}#token=${token}`)
  await other.getByRole('button', { name: '设置自己的密码' }).click()
  await other.getByLabel('新密码').fill(password)
  await other.getByLabel('再输一次').fill(password)
  await other.waitForTimeout(400)
  if (viewport.width < 500) await other.screenshot({ path: `${screens}/own-password-phone.png` })
  await other.getByRole('button', { name: '设置并重新登录' }).click()
  await other.locator('h1', { hasText: '登录' }).waitFor()
  await other.getByLabel('登录名').fill(name)
  await other.getByLabel('密码').fill(password)
  await other.locator('button[type=submit]').click()
  await other.waitForURL((u) => u.pathname === at)
  return other
}

/** Putting away more than a hundred dead letters takes two people; the second one is on the way, with a phone. @param {import('./journeys.mjs').Trip} trip */
export async function twoPeople(trip) {
  const { page, hub, screens } = trip
  const wrong = []
  const { items } = await hub.get('/api/v1/connections')
  const form = items.find((/** @type {any} */ c) => c.settings.public_key)
  const mark = `APPROVE${Date.now()}`
  for (let i = 0; i < 103; i++) { // each names nobody
    const answer = await fetch(hub.url + form.door, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Heliu-Key': form.settings.public_key },
      body: JSON.stringify({ event_id: `${mark}-${i}`, channel: 'website' }),
    })
    if (answer.status !== 202) return [`the door answered ${answer.status}`]
  }
  for (const until = Date.now() + 30_000; ;) {
    const counts = await hub.get(`/api/v1/dead-letters/counts?q=${mark}&status=open`)
    if (counts.statuses.some((/** @type {any} */ s) => s.status === 'open' && s.count === 103)) break
    if (Date.now() > until) return ['the letters do not come']
    await new Promise((done) => setTimeout(done, 300))
  }
  await page.goto(`/w/${hub.ws}/dead-letters?q=${mark}`)
  await page.getByRole('button', { name: '丢弃…' }).click()
  await page.getByLabel('原因').fill('示例：测试提交，无需处理')
  await page.locator('.ant-modal-confirm .ant-btn-dangerous, .ant-modal .ant-btn-dangerous').click()
  await page.locator('.ant-modal', { hasText: '已提交审批' }).waitFor()
  await page.waitForTimeout(400)
  await page.screenshot({ path: `${screens}/approval-proposed.png` })
  await page.getByRole('button', { name: '查看申请' }).click()
  await page.locator('.notice', { hasText: '您不能审批这项申请' }).waitFor()
  await page.locator('.ant-modal').first().waitFor({ state: 'detached' })
  await page.screenshot({ path: `${screens}/approval-own.png` })
  if ((await page.getByRole('button', { name: '同意并执行' }).count()) > 0) wrong.push('who proposed it may approve it')
  const at = new URL(page.url()).pathname

  const other = await second(trip, 'demo-it', { width: 390, height: 844 }, at)
  await other.getByRole('button', { name: '同意并执行' }).waitFor()
  await other.waitForTimeout(400)
  await other.screenshot({ path: `${screens}/approval-phone.png` })
  const width = await other.evaluate(() => document.documentElement.scrollWidth)
  if (width > 390) wrong.push(`on a phone the page is ${width}px wide`)
  await other.getByRole('button', { name: '菜单' }).click()
  await other.locator('.nav a', { hasText: '审批' }).locator('.badge').waitFor()
  await other.screenshot({ path: `${screens}/approvals-phone-menu.png` })
  await other.locator('.nav a', { hasText: '审批' }).click()
  await other.locator('.inbox li').first().waitFor()
  await other.waitForTimeout(300)
  await other.screenshot({ path: `${screens}/approvals-phone.png` })
  await other.setViewportSize({ width: 1440, height: 900 })
  await other.waitForTimeout(300)
  await other.screenshot({ path: `${screens}/approvals.png` })
  await other.locator('.inbox li a').first().click()
  await other.getByRole('button', { name: '同意并执行' }).click() // no comment yet
  await other.locator('.ant-message-warning').waitFor()
  await other.getByLabel('审批意见').fill('已核对，均为测试提交')
  await other.locator('.ant-message-warning').waitFor({ state: 'detached' })
  await other.screenshot({ path: `${screens}/approval.png` })
  await other.getByRole('button', { name: '同意并执行' }).click()
  await other.locator('h1 .tag', { hasText: '已执行' }).waitFor()
  await other.waitForTimeout(400)
  await other.screenshot({ path: `${screens}/approval-done.png` })
  await other.context().close()

  await page.locator('h1 .tag', { hasText: '已执行' }).waitFor({ timeout: 20_000 }) // by itself
  for (const until = Date.now() + 30_000; ;) {
    const counts = await hub.get(`/api/v1/dead-letters/counts?q=${mark}`)
    if (counts.statuses.some((/** @type {any} */ s) => s.status === 'discarded' && s.count === 103)) break
    if (Date.now() > until) return [...wrong, 'the letters stay']
    await new Promise((done) => setTimeout(done, 300))
  }
  return wrong
}

/** New mapping rules are shown line by line before somebody agrees. @param {import('./journeys.mjs').Trip} trip */
export async function rulesLineByLine({ page, hub, screens }) {
  const now = await hub.get('/api/v1/mappings/crm/leads')
  const yaml = `${now.yaml.trimEnd()}\n# ${new Date().toISOString()}: reviewed\n`
  const a = await ask(hub, 'POST', '/api/v1/mappings/crm/leads/propose', { yaml, reason: '示例：补充说明' })
  await page.goto(a.link)
  await page.locator('.lines .added').waitFor()
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${screens}/approval-mapping.png` })
  await page.goto(`/w/${hub.ws}/approvals?box=decided`)
  await page.locator('.inbox li, [data-state="empty"]').first().waitFor()
  await page.getByRole('button', { name: '委托审批' }).click()
  await page.locator('.ant-modal form').waitFor()
  await page.waitForTimeout(400)
  await page.screenshot({ path: `${screens}/approvals-delegate.png` })
  await page.keyboard.press('Escape')
  await ask(hub, 'POST', `/api/v1/approvals/${a.id}/withdraw`, {})
  return []
}
