// Holds the sizes of the built web app (gzip): the entry ≤ 300 kB, a route with all it
// needs ≤ 620 kB. Prints a table and exits 1 when one is too big.
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const limits = { entry: 300_000, route: 620_000 }

/** @type {Record<string, {file: string, src?: string, isEntry?: boolean, isDynamicEntry?: boolean, imports?: string[], css?: string[]}>} */
const manifest = JSON.parse(readFileSync(dist + '.vite/manifest.json', 'utf8'))

/** @param {string} key @param {Set<string>} into */
function files(key, into) {
  const chunk = manifest[key]
  if (!chunk || into.has(chunk.file)) return into
  into.add(chunk.file)
  for (const css of chunk.css ?? []) into.add(css)
  for (const i of chunk.imports ?? []) files(i, into)
  return into
}

/** @param {Iterable<string>} names */
function gzipped(names) {
  let n = 0
  for (const name of names) n += gzipSync(readFileSync(dist + name)).length
  return n
}

const entry = Object.keys(manifest).find((k) => manifest[k]?.isEntry)
if (!entry) throw new Error('the manifest has no entry')
const first = files(entry, new Set())
let bad = false
/** @param {string} what @param {number} size @param {number} limit */
function hold(what, size, limit) {
  const over = size > limit
  bad ||= over
  console.log(`${over ? 'TOO BIG' : '     ok'}  ${(size / 1000).toFixed(1).padStart(7)} kB of ${limit / 1000} kB  ${what}`)
}
hold('entry', gzipped(first), limits.entry)
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry) hold(key, gzipped(files(key, new Set(first))), limits.route)
}
rmSync(dist + '.vite', { recursive: true })
process.exit(bad ? 1 : 0)
