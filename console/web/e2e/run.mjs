// Walks every page of a running, filled hub in a real browser, in Chinese and in
// English, and takes the pictures of docs/screens.
//
//   HELIU_URL      address of the hub; without it bin/heliu is started in a new folder
//   HELIU_KEY      API key of the demo workspace, to find what to open
//   HELIU_SIGN_IN  one-time sign-in link of the demo workspace; without it the key is used
//   CHROMIUM       the browser (/usr/bin/chromium)
//   FULL=1         every page again in a small and in a large window
//   SCREENS        where the pictures go (docs/screens); ONLY=name,name walks some pages and ways
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { look, watch } from './checks.mjs'
import { running } from './hub.mjs'
import { empty, pages } from './pages.mjs'
import { journeys } from './journeys.mjs'
import { signInJourneys } from './signin.mjs'

const screens = process.env.SCREENS ?? fileURLToPath(new URL('../../../docs/screens', import.meta.url))
const results = fileURLToPath(new URL('../../../e2e-results', import.meta.url)) // pictures of what failed
const only = process.env.ONLY?.split(',')
mkdirSync(screens, { recursive: true })
mkdirSync(results, { recursive: true })

const hub = await running()
let failures = 0
/** @param {string} what @param {string[]} wrong */
function report(what, wrong) {
  console.log(`${wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${what}`)
  for (const w of new Set(wrong)) console.log(`      ${w}`)
  failures += wrong.length
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'America/New_York', baseURL: hub.url })
  const page = await context.newPage()
  const noted = watch(page)
  report('sign-in', await signIn())
  if (!hub.signIn) await context.setExtraHTTPHeaders({ Authorization: `Bearer ${hub.key}` })
  for (const spec of pages) {
    if (only && !only.includes(spec.name)) continue
    report(spec.name, await walk(spec))
  }
  for (const [name, go] of Object.entries({ ...journeys, ...signInJourneys })) {
    if (only && !only.includes(name)) continue
    noted.take()
    const wrong = await go({ page, hub, screens }).catch((/** @type {Error} */ e) => [e.message.split('\n').slice(0, 4).join(' ')])
    report(name, wrong)
  }

  for (const size of process.env.FULL ? [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }] : []) {
    await page.setViewportSize(size)
    for (const spec of pages) report(`${spec.name} at ${size.width}×${size.height}`, await walk(spec, hub, false))
  }
  await page.setViewportSize({ width: 1440, height: 900 })

  // Last, in the other workspace: the sign-in by its own link replaces the session.
  if (hub.signInEmpty) {
    await page.goto(hub.signInEmpty)
    await page.waitForURL((u) => u.pathname.startsWith('/w/') && !u.pathname.startsWith(`/w/${hub.ws}/`))
    const other = { ...hub, ws: new URL(page.url()).pathname.split('/')[2] ?? '' }
    for (const spec of empty) {
      if (only && !only.includes(spec.name)) continue
      report(spec.name, await walk(spec, other))
    }
  }

  async function signIn() {
    await page.goto('/sign-in')
    await page.locator('h1').waitFor()
    await page.screenshot({ path: `${screens}/sign-in.png` })
    const wrong = [...(await look(page, { lang: 'zh' })), ...noted.take()]
    await page.locator('[data-lang="en"]').click()
    await page.locator('h1', { hasText: 'Sign in' }).waitFor()
    wrong.push(...(await look(page, { lang: 'en' })))
    await page.locator('[data-lang="zh"]').click()
    if (hub.signIn) {
      await page.goto(hub.signIn)
      await page.waitForURL(`**/w/${hub.ws}/**`)
      if (page.url().includes('token')) wrong.push('the token stays in the address')
      wrong.push(...noted.take())
    }
    return wrong
  }

  /** @param {import('./pages.mjs').PageSpec} spec */
  async function walk(spec, on = hub, keep = true) {
    noted.take()
    try {
      const wrong = []
      const at = await spec.at(on)
      await page.goto(at)
      await settled(spec)
      wrong.push(...(await look(page, { lang: 'zh', ...spec })))
      if (keep) await page.screenshot({ path: `${screens}/${spec.name}.png` })
      const before = new URL(page.url())
      await language('en')
      await settled(spec)
      const after = new URL(page.url())
      if (before.pathname + before.search !== after.pathname + after.search) wrong.push('the language switch left the page')
      wrong.push(...(await look(page, { lang: 'en', ...spec })).map((w) => `in English: ${w}`))
      if (process.env.SCREENS_EN) await page.screenshot({ path: `${process.env.SCREENS_EN}/${spec.name}.png` })
      await language('zh')
      return [...wrong, ...noted.take()]
    } catch (e) {
      await page.screenshot({ path: `${results}/${spec.name}.png` }).catch(() => undefined)
      await page.evaluate(() => localStorage.removeItem('heliu.lang')).catch(() => undefined)
      return [/** @type {Error} */ (e).message.split('\n').slice(0, 4).join(' '), ...noted.take()]
    }
  }

  /** @param {import('./pages.mjs').PageSpec} spec */
  async function settled(spec) {
    await page.locator('main h1').first().waitFor()
    await page.locator(spec.ready).filter({ visible: true }).first().waitFor({ timeout: 15_000 })
    await page.locator('.bones').first().waitFor({ state: 'detached' })
    await page.waitForTimeout(350) // drawers slide in
  }

  // A drawer covers the sidebar: the button is pressed by the keyboard's way.
  /** @param {'zh' | 'en'} lang */
  async function language(lang) {
    await page.locator(`.foot [data-lang="${lang}"]`).dispatchEvent('click')
    await page.locator(`html[lang="${lang === 'zh' ? 'zh-CN' : 'en'}"]`).waitFor({ state: 'attached' })
  }
} finally {
  await browser.close()
  await hub.stop()
}
console.log(failures === 0 ? `all pages hold; pictures in ${screens}` : `${failures} findings`)
process.exit(failures === 0 ? 0 : 1)
