// The life of somebody's access: two people give it, one ends it.

import { second } from './approvals.mjs'

const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms))

/** until asks again until it is true, and gives how many milliseconds that took. @param {string} what @param {number} within @param {() => Promise<boolean>} so */
async function until(what, within, so) {
  for (const began = performance.now(); ; await wait(20)) {
    const is = await so()
    const took = Math.round(performance.now() - began)
    if (is) return took
    if (took > within) throw new Error(`${what}: not within ${within} ms`)
  }
}

/** A user is added, gets a role by two people, and is shut out; so is a key. @param {import('./journeys.mjs').Trip} trip */
export async function comesAndGoes(trip) {
  const { page, hub, screens } = trip
  const wrong = []
  const sign = `zhang-${Date.now()}@example.com`
  const shot = async (/** @type {import('playwright-core').Page} */ p, /** @type {string} */ name) => {
    await p.waitForTimeout(400)
    await p.screenshot({ path: `${screens}/${name}.png` })
  }
  const row = page.locator('table.data tbody tr', { hasText: sign })
  const dialog = page.locator('.ant-modal').filter({ visible: true })
  const manage = async (/** @type {string} */ what) => {
    await row.getByRole('button', { name: '管理' }).click()
    await page.getByRole('menuitem', { name: what }).click()
  }

  await page.goto(`/w/${hub.ws}/users`)
  await page.getByRole('button', { name: '添加用户' }).click()
  await dialog.getByRole('button', { name: '添加', exact: true }).click() // nothing is filled in
  await dialog.locator('.ant-form-item-explain-error', { hasText: '请至少选择一个角色' }).waitFor()
  await page.getByLabel('姓名').fill('张新员（示例）')
  await page.getByLabel('登录名').fill(sign)
  await dialog.getByRole('checkbox', { name: '财务' }).check()
  await page.getByLabel('原因').fill('示例：财务部新同事')
  await dialog.locator('.ant-form-item-explain-error').first().waitFor({ state: 'detached' })
  await shot(page, 'user-add')
  await dialog.getByRole('button', { name: '添加', exact: true }).click()
  await page.locator('.notice', { hasText: '的角色等待审批' }).waitFor()
  await shot(page, 'user-waits')
  if ((await row.locator('.tag', { hasText: '财务' }).count()) > 0) wrong.push('the role is there before anybody agreed')
  await page.getByRole('link', { name: '查看审批' }).click()
  await page.locator('.notice', { hasText: '您不能审批这项申请' }).waitFor()
  if ((await page.getByRole('button', { name: '同意并执行' }).count()) > 0) wrong.push('who proposed the role may approve it')
  const other = await second(trip, 'demo-it', { width: 1440, height: 900 }, new URL(page.url()).pathname)
  await other.getByLabel('审批意见').fill('已核对入职单')
  await shot(other, 'approval-role')
  await other.getByRole('button', { name: '同意并执行' }).click()
  await other.locator('h1 .tag', { hasText: '已执行' }).waitFor()
  await other.context().close()
  await page.locator('h1 .tag', { hasText: '已执行' }).waitFor({ timeout: 20_000 }) // by itself

  await page.goto(`/w/${hub.ws}/users`)
  await row.locator('.tag', { hasText: '财务' }).waitFor()
  await manage('生成登录链接')
  const link = (await dialog.locator('.once').innerText()).trim()
  await dialog.getByRole('button', { name: '已保存' }).click()
  const theirs = await page.context().browser()?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'America/New_York', baseURL: hub.url })
  if (!theirs) throw new Error('there is no browser')
  try {
    const p = await theirs.newPage()
    await p.goto(link)
    await p.waitForURL(`**/w/${hub.ws}/**`)
    await p.locator('.nav a', { hasText: '收款核销' }).click()
    await p.locator('table.data tbody tr').first().waitFor()
    if (p.url().includes('token')) wrong.push('the token stays in the address')
    if ((await p.locator('.nav a', { hasText: '用户与密钥' }).count()) > 0) wrong.push('the finance role is led to the users')
    const headers = { 'X-Heliu-Workspace': hub.ws }
    const members = await theirs.request.get('/api/v1/members', { headers })
    if (members.status() !== 403) wrong.push(`the list of users answers the finance role with ${members.status()}`)
    await p.locator('.live', { hasText: '实时更新中' }).waitFor()
    await shot(p, 'user-finance')
    const again = await theirs.request.post('/api/v1/session', { data: { token: link.split('token=')[1] } })
    if (again.status() !== 401) wrong.push(`the link works twice: ${again.status()}`)

    wrong.push(...(await keyComesAndGoes(trip, shot)))

    await page.goto(`/w/${hub.ws}/users`)
    await manage('停用')
    const done = page.waitForResponse((r) => r.url().endsWith('/disable') && r.status() < 300)
    await shot(page, 'user-disable')
    await dialog.getByRole('button', { name: '停用' }).click()
    await done
    const [refused, left] = await Promise.all([
      until('the session ends', 1000, async () => (await theirs.request.get('/api/v1/me', { headers })).status() === 401),
      until('the open page is signed out', 3000, async () => new URL(p.url()).pathname === '/sign-in'), // by the stream of events, then one load
    ])
    console.log(`      disabled: refused after ${refused} ms, the open page left after ${left} ms`)
    await row.locator('.tag.bad', { hasText: '已停用' }).waitFor()
    await p.goto(`/w/${hub.ws}/payments`)
    await p.waitForURL('**/sign-in**')
  } finally {
    await theirs.close()
  }
  return wrong
}

/** A key is shown once, works, and is dead within a second of being revoked. @param {import('./journeys.mjs').Trip} trip @param {(p: import('playwright-core').Page, name: string) => Promise<void>} shot */
async function keyComesAndGoes({ page, hub }, shot) {
  const wrong = []
  const name = `示例报表程序 ${Date.now()}`
  const dialog = page.locator('.ant-modal').filter({ visible: true })
  await page.goto(`/w/${hub.ws}/users?tab=keys`)
  await page.getByRole('button', { name: '签发密钥' }).click()
  await dialog.getByLabel('用途').fill(name)
  await dialog.getByRole('checkbox', { name: '财务' }).check()
  await dialog.getByRole('button', { name: '签发', exact: true }).click() // how long it lasts has to be chosen, and what an administrator may do too
  await dialog.locator('.ant-form-item-explain-error', { hasText: '请选择有效期' }).waitFor()
  await dialog.locator('.ant-form-item-explain-error', { hasText: '请选择这个密钥可以做的操作' }).waitFor()
  await dialog.locator('.ant-select').first().click()
  await page.locator('.ant-select-dropdown').getByText('查看收款').click()
  await dialog.locator('.ant-modal-title').click()
  await dialog.locator('.ant-select').last().click()
  await page.locator('.ant-select-dropdown').filter({ visible: true }).getByText('30 天').click()
  await dialog.locator('.ant-form-item-explain-error').first().waitFor({ state: 'detached' })
  await shot(page, 'key-issue')
  await dialog.getByRole('button', { name: '签发', exact: true }).click()
  const key = (await dialog.locator('.once').innerText()).trim()
  await dialog.getByRole('button', { name: '已保存' }).click()
  const ask = (what = 'payments') => fetch(`${hub.url}/api/v1/${what}?limit=1`, { headers: { Authorization: `Bearer ${key}` } }).then((r) => r.status)
  if ((await ask()) !== 200) wrong.push(`the new key is answered ${await ask()}`)
  if ((await ask('customers')) !== 403) wrong.push(`what the key is not for answers ${await ask('customers')}`)
  await page.reload()
  const row = page.locator('table.data tbody tr', { hasText: name })
  await row.getByText(`…${key.slice(-4)}`).waitFor()
  if ((await page.content()).includes(key)) wrong.push('the key is shown again')
  await row.getByRole('button', { name: '吊销' }).click()
  const done = page.waitForResponse((r) => r.request().method() === 'DELETE' && r.url().includes('/api/v1/keys/') && r.status() < 300)
  await dialog.getByRole('button', { name: '吊销' }).click()
  await done
  const took = await until('the key is refused', 1000, async () => (await ask()) === 401)
  console.log(`      revoked: the key is refused after ${took} ms`)
  await row.locator('.tag', { hasText: '已吊销' }).waitFor()
  await shot(page, 'key-revoked')
  return wrong
}
