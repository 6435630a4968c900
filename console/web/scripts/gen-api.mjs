// Writes src/gen/api.d.ts from the hub's OpenAPI document; with --check it only tells
// whether that file is current (exit 1 when not). The document is the file named by
// HELIU_OPENAPI, else what `go run ./cmd/heliu openapi` prints.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const target = fileURLToPath(new URL('../src/gen/api.d.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

const text = process.env.HELIU_OPENAPI
  ? readFileSync(process.env.HELIU_OPENAPI, 'utf8')
  : execFileSync('go', ['run', './cmd/heliu', 'openapi'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] })

const made = '// Made by `npm run gen:api` from the OpenAPI document. Do not edit.\n\n' + astToString(await openapiTS(JSON.parse(text)))

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    console.error('src/gen/api.d.ts is out of date: run `npm run gen:api` and commit the result')
    process.exit(1)
  }
  console.log('src/gen/api.d.ts is current')
} else {
  writeFileSync(target, made)
  console.log(`wrote ${target}`)
}
