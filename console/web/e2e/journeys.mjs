// Ways through several pages.

/**
 * @typedef {{ page: import('playwright-core').Page, hub: { ws: string, url: string, get: (path: string) => Promise<any> }, screens: string }} Trip
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

  'somewhere that is not there': async ({ page, hub, screens }) => {
    await page.goto(`/w/${hub.ws}/customers/00000000-0000-4000-8000-000000000000`)
    await page.locator('[data-state="error"] code', { hasText: 'not_found' }).waitFor()
    await page.screenshot({ path: `${screens}/not-found.png` })
    return []
  },
}
