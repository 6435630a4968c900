// The hub that is walked: a running one, or one started for it with the demo world.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** running gives a hub whose demo is loaded. Its stop ends only what was started here. */
export async function running() {
  const given = process.env.HELIU_URL
  const started = given ? null : await start()
  const url = given ?? /** @type {NonNullable<typeof started>} */ (started).url
  const key = process.env.HELIU_KEY ?? started?.key ?? ''
  /** @param {string} path */
  const get = async (path) => {
    const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${key}` } })
    if (!answer.ok) throw new Error(`${path.split('?')[0]}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const stop = async () => started?.stop()
  try {
    await loaded(get)
    const me = await get('/api/v1/me')
    return { url, key, get, stop, ws: /** @type {string} */ (me.workspace.slug), signIn: process.env.HELIU_SIGN_IN ?? started?.signIn ?? '', signInEmpty: started?.signInEmpty ?? '' }
  } catch (e) {
    await stop()
    throw e
  }
}

// The demo is loaded when nothing but its trickle is under way and the figures rest.
/** @param {(path: string) => Promise<any>} get */
async function loaded(get) {
  const until = Date.now() + 5 * 60_000
  for (let last = '', same = 0; Date.now() < until; ) {
    const [balance, matrix, payments] = await Promise.all([get('/api/v1/audit/balance'), get('/api/v1/roi/matrix?rows=channel'), get('/api/v1/payments?limit=1')])
    const now = `${matrix.totals.deals} ${matrix.totals.revenue} ${JSON.stringify(payments.sums.map((/** @type {any} */ s) => [s.status, s.count]))}`
    same = now === last && balance.totals.in_flight < 20 && matrix.totals.deals > 0 ? same + 1 : 0
    last = now
    if (same >= 3) return
    await new Promise((done) => setTimeout(done, 2000))
  }
  throw new Error('the demo did not finish loading within five minutes')
}

// Where root's database server may not enter the data directory, its cluster lies
// elsewhere, in a folder that carries the digest of the data directory's path.
/** @param {string} data */
function removeCluster(data) {
  const note = join(data, 'pg.location')
  if (!existsSync(note)) return
  const at = readFileSync(note, 'utf8').trim()
  const mine = `pg-${createHash('sha256').update(data).digest('hex').slice(0, 12)}-`
  if (at && basename(at).startsWith(mine)) rmSync(at, { recursive: true, force: true })
}

async function start() {
  const data = mkdtempSync(join(tmpdir(), 'heliu-e2e-'))
  const address = `127.0.0.1:${await freePort()}`
  const hub = spawn(process.env.HELIU_BIN ?? join(root, 'bin/heliu'), ['up'], { cwd: root, env: { ...process.env, HELIU_DATA: data, HELIU_HTTP: address }, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => hub.once('exit', done))
  const stop = async () => {
    hub.kill('SIGINT')
    await ended
    removeCluster(data)
    rmSync(data, { recursive: true, force: true })
  }
  let url = ''
  let signIn = ''
  let signInEmpty = ''
  const ready = new Promise((done, fail) => {
    hub.once('exit', (code) => fail(new Error(`heliu up ended with ${code}`)))
    createInterface({ input: hub.stdout }).on('line', (line) => {
      url ||= /^heliu ready (\S+)/.exec(line)?.[1] ?? ''
      const link = /(http\S+\/sign-in#token=\S+)/.exec(line)?.[1] ?? ''
      if (link && line.includes('示例')) signIn = link
      else if (link) signInEmpty = link
      if (url && signIn && signInEmpty) done(undefined)
    })
  })
  try {
    await ready
    return { url, signIn, signInEmpty, key: readFileSync(join(data, 'admin.key'), 'utf8').trim(), stop }
  } catch (e) {
    await stop()
    throw e
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const s = createServer().once('error', fail)
    s.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (s.address())
      s.close(() => done(port))
    })
  })
}
