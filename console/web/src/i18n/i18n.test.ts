import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from './en.json'
import zh from './zh.json'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  const out = new Map<string, string>()
  for (const [k, v] of Object.entries(tree)) {
    if (typeof v === 'string') out.set(path + k, v)
    else for (const [key, text] of flat(v, `${path}${k}.`)) out.set(key, text)
  }
  return out
}

const words = { zh: flat(zh), en: flat(en) }
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).toSorted()

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const at = join(dir, e.name)
    if (e.isDirectory()) return e.name === 'gen' ? [] : sources(at)
    return /\.tsx?$/.test(e.name) && !/\.test\./.test(e.name) ? [readFileSync(at, 'utf8')] : []
  })
}

// What the pages ask for: whole keys, and beginnings of keys whose end comes with the data.
function asked() {
  const keys = new Set<string>()
  const groups = new Set<string>()
  for (const text of sources(join(import.meta.dirname, '..'))) {
    for (const call of text.matchAll(/(?<![\w.])t\(((?:[^()`']|'[^']*'|`[^`]*`|\((?:[^()]|\([^()]*\))*\))*)/g)) {
      const first = call[1] ?? ''
      const template = /^`([^$`]*)\$\{/.exec(first)
      if (template) groups.add(template[1] ?? '')
      else for (const m of first.matchAll(/'([a-zA-Z_]+(?:\.[a-zA-Z_]+)+)'/g)) keys.add(m[1] ?? '')
    }
    for (const m of text.matchAll(/(?<![\w.])word\((?:t, )?'(\w+)'/g)) groups.add(`${m[1]}.`)
    for (const m of text.matchAll(/const closed = \[([^\]]*)\]/g)) for (const g of (m[1] ?? '').matchAll(/'(\w+)'/g)) groups.add(`${g[1]}.`)
  }
  return { keys, groups: [...groups].filter((g) => g !== '') }
}

describe('the language files', () => {
  it('have the same keys', () => {
    expect([...words.en.keys()].toSorted()).toEqual([...words.zh.keys()].toSorted())
  })

  it('fill in the same values', () => {
    for (const [key, text] of words.zh) expect([key, holes(words.en.get(key) ?? '')]).toEqual([key, holes(text)])
  })

  it('leave nothing empty, and each language in its own script', () => {
    for (const [key, text] of words.zh) expect(text.trim(), key).not.toBe('')
    for (const [key, text] of words.en) expect(text, key).not.toMatch(/^\s*$|\p{Script=Han}/u)
  })

  it('hold every key that a page asks for', () => {
    const { keys } = asked()
    expect(keys.size).toBeGreaterThan(200)
    expect([...keys].filter((k) => !words.zh.has(k))).toEqual([])
  })

  it('hold something of every group that a page asks for', () => {
    const all = [...words.zh.keys()]
    expect(asked().groups.filter((g) => !all.some((k) => k.startsWith(g)))).toEqual([])
  })

  it('hold nothing that no page asks for', () => {
    const { keys, groups } = asked()
    expect([...words.zh.keys()].filter((k) => !keys.has(k) && !groups.some((g) => k.startsWith(g)))).toEqual([])
  })

  it('keep the words of the engine off the pages', () => {
    for (const text of words.en.values()) expect(text).not.toMatch(/\b(lane|offset|fencing|prefix|broker|kafka|partition|postgres)/i)
    for (const text of words.zh.values()) expect(text).not.toMatch(/偏移|分区|消费者|队列|事务|Kafka/i)
  })
})
