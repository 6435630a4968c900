// Signing in by an identity provider and by a second factor: the provider is that of the
// tests (internal/oidctest), in a process of its own.
import { execFileSync, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** provider starts the identity provider. @param {string[]} redirects */
async function provider(redirects) {
  const folder = mkdtempSync(join(tmpdir(), 'heliu-idp-'))
  const program = join(folder, 'idp')
  execFileSync('go', ['build', '-buildvcs=false', '-o', program, './internal/oidctest/serve'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const child = spawn(program, ['heliu', 's3cret', ...redirects], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => child.once('exit', done))
  const issuer = await new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the identity provider ended with ${code}`)))
    createInterface({ input: child.stdout }).once('line', done)
  })
  const stop = async () => {
    child.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { issuer: /** @type {string} */ (issuer), stop }
}

/** codeAt is the code of an authenticator (RFC 6238), some steps from now. @param {string} secret @param {number} ahead */
export function codeAt(secret, ahead) {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return ((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0')
}

const name = 'corp'

/** @type {Record<string, (t: import('./journeys.mjs').Trip) => Promise<string[]>>} */
export const signInJourneys = {
  'somebody comes by an identity provider': async ({ page, hub, screens }) => {
    const wrong = []
    const me = await hub.get('/api/v1/me')
    const way = `${me.workspace.id.replaceAll('-', '')}.${name}`
    const { items: members } = await hub.get('/api/v1/members')
    const old = members.find((/** @type {any} */ m) => m.sign_in === 'wang@example.com')
    if (!old) {
      const { waits } = await ask(hub, 'POST', '/api/v1/members', { sign_in: 'wang@example.com', name: '王小明（示例）', roles: ['auditor'], reason: '演示' })
      const agreed = waits && (await page.request.post(`/api/v1/approvals/${waits.id}/approve`, { data: { reason: '演示' } })) // the key proposed, the administrator agrees
      if (agreed && !agreed.ok()) return [`the approval: ${agreed.status()} ${await agreed.text()}`]
    } else { // what an earlier walk that failed has left
      const { second_factor: on } = await hub.get(`/api/v1/members/${old.account}/security`)
      if (on) await fetch(`${hub.url}/api/v1/members/${old.account}/second-factor/reset`, { method: 'POST', headers: { Authorization: `Bearer ${hub.key}`, 'Content-Type': 'application/json' }, body: '{"reason":"演示"}' })
    }
    const idp = await provider([`${hub.url}/sign-in/return/${way}`])
    const browser = page.context().browser()
    const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', baseURL: hub.url })
    if (!context) throw new Error('there is no browser')
    try {
      const before = (await hub.get('/api/v1/identity-providers')).items.find((/** @type {any} */ p) => p.name === name)
      if (before) await fetch(`${hub.url}/api/v1/identity-providers/${name}`, { method: 'DELETE', headers: { Authorization: `Bearer ${hub.key}` } })
      await ask(hub, 'PUT', `/api/v1/identity-providers/${name}`, {
        version: 0, kind: 'oidc', title: { zh: '企业账号', en: 'company account' }, enabled: true, public: true, proven: false, roles: [], contact: '信息部，分机8001',
        issuer: idp.issuer, client_id: 'heliu', client_secret: 's3cret',
      })
      const p = await context.newPage()
      const by = async (/** @type {string} */ who) => {
        await p.goto('/sign-in')
        await p.getByRole('button', { name: '用企业账号登录' }).click()
        await p.getByRole('button', { name: who }).click()
      }
      await p.goto('/sign-in')
      await p.getByRole('button', { name: '用企业账号登录' }).waitFor()
      await p.screenshot({ path: `${screens}/sign-in-ways.png` })
      await by('没有账号的人')
      await p.locator('.failed', { hasText: '分机8001' }).waitFor()
      await p.waitForTimeout(300)
      await p.screenshot({ path: `${screens}/sign-in-stranger.png` })
      if (p.url().includes('code=')) wrong.push('the code stays in the address')
      await by('王小明')
      await p.waitForURL(`**/w/${hub.ws}/**`)

      await p.goto(`/w/${hub.ws}/security`)
      await p.locator('ul.identities li', { hasText: '企业账号' }).waitFor()
      await p.getByRole('button', { name: '设置两步验证' }).click()
      await p.locator('.ant-modal').getByRole('button', { name: '下一步' }).click()
      const secret = await p.locator('code.secret').innerText()
      await p.waitForTimeout(400)
      await p.screenshot({ path: `${screens}/security-enrol.png` })
      await p.getByLabel('6位验证码').fill('000000')
      await p.getByRole('button', { name: '启用' }).click()
      await p.locator('.ant-modal .failed', { hasText: 'wrong_code' }).waitFor()
      await p.getByLabel('6位验证码').fill(codeAt(secret, 0))
      await p.getByRole('button', { name: '启用' }).click()
      await p.locator('.recovery .codes li').nth(9).waitFor()
      await p.waitForTimeout(300)
      await p.screenshot({ path: `${screens}/security-recovery.png` })
      const recovery = await p.locator('.recovery .codes li').first().innerText()
      await p.getByRole('button', { name: '我已保存' }).click()
      await p.locator('.panel .tag.good', { hasText: '已启用' }).waitFor()
      await p.locator('.foot [aria-label="退出"], .foot button[title]').last().click()
      await p.waitForURL('**/sign-in**')

      await by('王小明')
      await p.getByLabel('验证码或恢复码').waitFor()
      await p.screenshot({ path: `${screens}/sign-in-second.png` })
      await p.getByLabel('验证码或恢复码').fill(codeAt(secret, 1)) // the one of now was used to set it up
      await p.getByRole('button', { name: '验证并登录' }).click()
      await p.waitForURL(`**/w/${hub.ws}/**`)
      await p.goto(`/w/${hub.ws}/security`)
      await p.getByRole('button', { name: '停用' }).click()
      await p.locator('.ant-modal').getByLabel('验证码或恢复码').fill(recovery)
      await p.locator('.ant-modal').getByRole('button', { name: '停用' }).click()
      await p.locator('.panel .tag', { hasText: '未启用' }).waitFor()

      await page.goto(`/w/${hub.ws}/security`) // as the administrator
      await page.locator('table.data tbody tr', { hasText: '企业账号' }).waitFor()
      await page.waitForTimeout(300)
      await page.screenshot({ path: `${screens}/security.png` })
      await page.getByRole('button', { name: '修改' }).click()
      await page.locator('.ant-modal .redirect code', { hasText: way }).waitFor()
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${screens}/security-provider.png` })
      await page.locator('.ant-modal-close').click()
      return wrong
    } finally {
      await fetch(`${hub.url}/api/v1/identity-providers/${name}`, { method: 'DELETE', headers: { Authorization: `Bearer ${hub.key}` } })
      await context.close()
      await idp.stop()
    }
  },
}
