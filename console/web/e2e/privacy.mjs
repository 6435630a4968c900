// Somebody asks what is kept about them, and to be forgotten.

import { readFileSync } from 'node:fs'
import { second } from './approvals.mjs'
import { ask } from './ask.mjs'

/** somebody gives the number of a person of the demo whom the CRM knows and who has no deal. @param {import('./journeys.mjs').Trip['hub']} hub */
async function somebody(hub) {
  const { items } = await hub.get('/api/v1/customers?kind=person&limit=200')
  for (const c of items.filter((/** @type {any} */ x) => x.mobile && x.deals === 0 && x.systems.includes('crm'))) {
    const { values } = await ask(hub, 'POST', `/api/v1/customers/${c.id}/reveal`, { fields: ['mobiles'], reason: '示例：核对来电号码' })
    const phone = values[0]?.values[0]
    const found = phone ? (await ask(hub, 'POST', '/api/v1/privacy/subjects/search', { phone })).items : []
    if (found.length === 1 && !found[0].held) return { id: c.id, phone }
  }
  throw new Error('the demo has no person with a number of their own')
}

/** A person's data are given out, then erased by two people; what stays is told with its reason. @param {import('./journeys.mjs').Trip} trip */
export async function forgotten(trip) {
  const { page, hub, screens } = trip
  const wrong = []
  const person = await somebody(hub)
  const shot = async (/** @type {import('playwright-core').Page} */ p, /** @type {string} */ name) => {
    await p.waitForTimeout(400)
    await p.screenshot({ path: `${screens}/${name}.png` })
  }
  const find = async () => {
    await page.goto(`/w/${hub.ws}/privacy`)
    await page.getByLabel('手机号').last().fill(` ${person.phone.slice(0, 3)} ${person.phone.slice(3, 7)}-${person.phone.slice(7)}`) // as people write it
    await page.getByRole('button', { name: '查找', exact: true }).click()
  }
  const found = page.locator('.panel', { hasText: '查找个人' }).locator('table.data tbody tr')

  await find()
  await found.first().waitFor()
  if ((await found.count()) !== 1) wrong.push(`${await found.count()} persons are found`)
  if ((await found.first().innerText()).includes(person.phone) || page.url().includes(person.phone)) wrong.push('the number stands in the page or its address')
  await shot(page, 'privacy-found')
  const take = async (/** @type {string} */ button) => {
    const [download] = await Promise.all([page.waitForEvent('download'), found.first().getByRole('button', { name: button }).click()])
    return readFileSync(await download.path())
  }
  const { rows } = JSON.parse((await take('JSON')).toString())
  if (!rows.some((/** @type {any} */ r) => JSON.stringify(r.data).includes(person.phone))) wrong.push('the export does not hold the number')
  if (rows.some((/** @type {any} */ r) => !r.source || !r.basis)) wrong.push('a row of the export has no source or no legal basis')
  const book = await take('导出 Excel')
  if (book.subarray(0, 2).toString() !== 'PK') wrong.push('the workbook is none')

  await found.first().getByRole('button', { name: '提议删除' }).click()
  const dialog = page.locator('.ant-modal').filter({ visible: true })
  await dialog.getByRole('button', { name: '提交审批' }).click() // no reason yet
  await dialog.locator('.ant-form-item-explain-error').waitFor()
  await dialog.getByLabel('原因').fill('示例：本人来电要求删除')
  await dialog.locator('.ant-form-item-explain-error').waitFor({ state: 'detached' })
  await shot(page, 'privacy-erase')
  await dialog.getByRole('button', { name: '提交审批' }).click()
  await page.getByRole('button', { name: '查看申请' }).click()
  await page.locator('.notice', { hasText: '您不能审批这项申请' }).waitFor()
  if ((await page.getByRole('button', { name: '同意并执行' }).count()) > 0) wrong.push('who proposed it may approve it')
  const at = new URL(page.url()).pathname
  const other = await second(trip, 'demo-steward', { width: 1440, height: 900 }, at)
  await other.getByLabel('审批意见').fill('已核对身份')
  await shot(other, 'approval-erase')
  const change = await other.locator('main').innerText()
  if (change.includes(person.phone)) wrong.push('the approval shows the number')
  if (/identifiers|records|shared/.test(change)) wrong.push('the approval is not in words')
  await other.getByRole('button', { name: '同意并执行' }).click()
  await other.locator('h1 .tag', { hasText: '已执行' }).waitFor()
  await other.context().close()

  await page.goto(`/w/${hub.ws}/privacy`)
  const erasure = page.locator('table.data tbody tr', { hasText: at.split('/').pop()?.slice(0, 8) ?? '' }) // what was approved and what was done have one number
  await erasure.locator('.tag', { hasText: '已完成' }).waitFor({ timeout: 30_000 }) // by itself
  await erasure.getByRole('button').first().click()
  const report = page.locator('.ant-drawer table.data tbody')
  await report.locator('tr', { hasText: '仅与此人有关' }).first().waitFor()
  await shot(page, 'privacy-report')
  const lines = await report.locator('tr').allInnerTexts()
  if (!lines.some((l) => l.includes('已删除'))) wrong.push('the report says of nothing that it was deleted')
  const kept = lines.filter((l) => /保留|到期消失/.test(l))
  if (kept.length === 0) wrong.push('the report says of nothing that it stays')
  for (const l of kept) if (!/[,，一-龥]{6,}/.test(l.replace(/\s+\d+$/, ''))) wrong.push(`the report gives no reason: ${l}`)
  if (lines.some((l) => l.includes('有残留'))) wrong.push('something is left over')

  await find()
  await page.locator('[data-state="empty"]', { hasText: '没有人使用该值' }).waitFor()
  await shot(page, 'privacy-nobody')
  const { items } = await hub.get(`/api/v1/customers?mobile=${person.phone}`)
  if (items.length > 0) wrong.push('the customers know the number still')
  await page.goto(`/w/${hub.ws}/audit`)
  await page.locator('table.data tbody tr', { hasText: '删除个人信息' }).first().waitFor()
  const codes = (await page.locator('table.data tbody td').allInnerTexts()).filter((x) => /^[a-z_]+\.[a-z_]+$/.test(x.trim()))
  if (codes.length > 0) wrong.push(`the trail is not in words: ${[...new Set(codes)]}`)
  return wrong
}
