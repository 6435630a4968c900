// What is asked and done about employees.

/** @typedef {{ get: (path: string) => Promise<any>, ws: string }} Hub */

/** busy gives an employee who has left and still owns open things. @param {Hub} h */
export async function leaver(h) {
  const { items } = await h.get('/api/v1/employees?status=left&limit=200')
  let best = items[0]
  let most = -1
  for (const e of items) {
    const { owned } = await h.get(`/api/v1/employees/${e.id}`)
    const open = owned.filter((/** @type {any} */ c) => c.given).reduce((/** @type {number} */ n, /** @type {any} */ c) => n + c.open, 0)
    if (open > most) [best, most] = [e, open]
  }
  return best
}

/** Hands a leaver's work to their manager, and takes it back. @param {{ page: import('playwright-core').Page, hub: Hub }} t */
export async function handOver({ page, hub }) {
  const wrong = []
  const e = await leaver(hub)
  const open = async () => (await hub.get(`/api/v1/employees/${e.id}`)).owned.filter((/** @type {any} */ c) => c.given).reduce((/** @type {number} */ n, /** @type {any} */ c) => n + c.open, 0)
  const before = await open()
  if (before === 0) return ['nobody who has left owns anything that is open']
  await page.goto(`/w/${hub.ws}/employees?status=left`)
  await page.locator(`table.data a.strong[href$="/employees/${e.id}"]`).click()
  await page.locator('[data-owned]').first().waitFor()
  await page.locator('.head .actions button.ant-btn-primary').click()
  await page.locator('.ant-modal .notice.info').waitFor()
  await page.locator('.ant-modal input[maxlength="500"]').fill('示例：离职交接')
  await page.locator('.ant-modal .ant-modal-footer button.ant-btn-primary').click()
  await page.locator('[data-handover]').first().waitFor()
  if ((await open()) !== 0) wrong.push('something open is still theirs')
  await page.locator('[data-handover] button').first().click()
  await page.locator('.ant-modal input[maxlength="500"]').fill('示例：撤销')
  await page.locator('.ant-modal .ant-modal-footer button.ant-btn-primary').click()
  await page.locator('[data-handover] .tag').first().waitFor()
  if ((await open()) !== before) wrong.push(`${before} were open, ${await open()} are after undoing`)
  return wrong
}
