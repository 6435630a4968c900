// The way of a personal value: it is shown once, noted, and the note is proven.

/** revealed shows a masked number, finds the entry and checks the trail. @param {{ page: import('playwright-core').Page, hub: { ws: string }, screens: string }} t */
export async function revealed({ page, hub, screens }) {
  const wrong = []
  await page.goto(`/w/${hub.ws}/customers?kind=person`)
  const cell = page.locator('.reveal-value', { hasText: /\d{3}\*{4}\d{4}/ }).first()
  await cell.waitFor()
  const masked = (await cell.innerText()).trim()
  const at = await cell.evaluateHandle((e) => e.closest('tr'))
  await cell.getByRole('button').click()
  const why = `核对号码 ${Date.now()}`
  await page.locator('.reveal-ask input').fill(why)
  await page.locator('.reveal-ask .ant-btn-primary').click()
  await page.waitForFunction((row) => /(^|\D)1[3-9]\d{9}(\D|$)/.test(row?.textContent ?? ''), at)
  const shown = /1[3-9]\d{9}/.exec((await at.evaluate((row) => row?.textContent ?? '')) ?? '')?.[0] ?? ''
  if (shown.slice(0, 3) !== masked.slice(0, 3) || shown.slice(-4) !== masked.slice(-4)) wrong.push(`${masked} became another number`)
  await page.goto(`/w/${hub.ws}/audit?action=personal.view`)
  await page.locator('table.data tbody tr', { hasText: why }).first().click()
  await page.locator('.ant-drawer .audit-diff').waitFor()
  await page.screenshot({ path: `${screens}/audit-entry.png` })
  const entry = await page.locator('.ant-drawer').innerText()
  if (!entry.includes('手机') || entry.includes(shown)) wrong.push('the entry does not name the field, or holds the value')
  await page.goto(`/w/${hub.ws}/audit?tab=chain`)
  await page.getByRole('button', { name: '立即校验全部记录' }).click()
  await page.locator('.notice.good').waitFor()
  await page.screenshot({ path: `${screens}/audit-chain.png` })
  return wrong
}
