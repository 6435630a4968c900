// What must hold of every page, whatever it shows.
import { readFileSync } from 'node:fs'

const zh = JSON.parse(readFileSync(new URL('../src/i18n/zh.json', import.meta.url), 'utf8'))

/** A word of the page that is a key of the language files: nobody translated it. */
const key = new RegExp(`(?<![\\w./@-])(?:${Object.keys(zh).join('|')})\\.[a-zA-Z_]+(?:\\.[a-zA-Z_]+)?(?![\\w/@-])`)
const broken = /\{\{|\}\}|\[object |(?<!\w)(?:undefined|NaN)(?!\w)/

/**
 * Watch notes what goes wrong on a page by itself: errors of the console and of
 * scripts, failed requests, error answers.
 * @param {import('playwright-core').Page} page
 */
export function watch(page) {
  /** @type {string[]} */
  const wrong = []
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') wrong.push(`console ${m.type()}: ${m.text()}`)
  })
  page.on('pageerror', (e) => wrong.push(`script error: ${e.message}`))
  page.on('requestfailed', (r) => {
    const why = r.failure()?.errorText ?? ''
    if (why !== 'net::ERR_ABORTED') wrong.push(`request failed: ${r.method()} ${pathOf(r.url())} ${why}`)
  })
  page.on('response', (r) => {
    if (r.status() >= 400) wrong.push(`answer ${r.status()}: ${r.request().method()} ${pathOf(r.url())}`)
  })
  return {
    /** take gives what was noted since the last time. */
    take: () => wrong.splice(0),
  }
}

/** @param {string} url */
function pathOf(url) {
  return new URL(url).pathname
}

/**
 * look checks what a page shows and gives what is wrong.
 * @param {import('playwright-core').Page} page
 * @param {{ lang: 'zh' | 'en', mayBeEmpty?: boolean }} o
 */
export async function look(page, o) {
  const seen = await page.evaluate(() => {
    /** @type {string[]} */
    const over = []
    const width = document.documentElement.clientWidth
    // Many months scroll beside their names; in a narrow window every table may.
    const scrolls = (/** @type {Element} */ e) => e.matches('.table-wrap') && (e.querySelector(':scope > table.cross') !== null || width < 1440)
    if (document.documentElement.scrollWidth > width) over.push(`the page is ${document.documentElement.scrollWidth}px wide`)
    for (const e of document.querySelectorAll('.scroll, .panel, .ant-drawer-body, .table-wrap')) {
      if (scrolls(e)) continue
      if (e.scrollWidth > e.clientWidth + 1) over.push(`${e.className} holds ${e.scrollWidth}px in ${e.clientWidth}px`)
    }
    for (const e of document.querySelectorAll('h1, h2, button, .figures b, .figures span, .tag, table.data th, table.data td.num')) {
      const wrap = e.closest('.table-wrap')
      if (wrap && scrolls(wrap)) continue
      const box = e.getBoundingClientRect()
      if (box.width > 0 && box.right > width + 1) over.push(`"${e.textContent?.slice(0, 40)}" ends at ${Math.round(box.right)}px`)
      const style = getComputedStyle(e)
      if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.display !== 'inline' && style.textOverflow !== 'ellipsis') {
        over.push(`"${e.textContent?.slice(0, 40)}" is cut off (${e.scrollWidth}px in ${e.clientWidth}px)`)
      }
    }
    const texts = (/** @type {string} */ css) => [...document.querySelectorAll(css)].map((e) => e.textContent?.trim() ?? '')
    // What a mapping or a payload says is theirs: its brackets are no slip of ours.
    const quoted = [...document.querySelectorAll('.lined')].map((e) => /** @type {HTMLElement} */ (e).innerText)
    return {
      text: quoted.reduce((text, q) => text.replace(q, ''), document.body.innerText),
      chrome: texts('nav a, nav h2, table.data:not(.heat) thead th, .bar .label, .facts dt, .figures span, .ant-tabs-tab, .side .foot button:not([data-lang])'),
      empty: texts('[data-state="empty"] b'),
      errors: texts('[data-state="error"]'),
      waiting: document.querySelectorAll('.bones').length,
      tables: [...document.querySelectorAll('table.data')].map((t) => ({ label: t.getAttribute('aria-label'), rows: t.querySelectorAll('tbody tr').length })),
      over,
    }
  })
  const wrong = seen.over.map((s) => `overflow: ${s}`)
  const k = key.exec(seen.text)
  if (k) wrong.push(`untranslated key: ${k[0]}`)
  const b = broken.exec(seen.text)
  if (b) wrong.push(`broken text: …${seen.text.slice(Math.max(0, b.index - 30), b.index + 30)}…`)
  if (o.lang === 'en') {
    for (const t of new Set(seen.chrome)) {
      if (/\p{Script=Han}/u.test(t)) wrong.push(`Chinese in the English page: ${t}`)
    }
  }
  for (const e of seen.errors) wrong.push(`the page shows an error: ${e}`)
  if (seen.waiting > 0) wrong.push('the page is still loading')
  if (!o.mayBeEmpty) {
    for (const e of seen.empty) wrong.push(`nothing where something is expected: ${e}`)
    for (const t of seen.tables) {
      if (t.rows === 0) wrong.push(`empty table: ${t.label}`)
    }
  }
  return wrong
}
