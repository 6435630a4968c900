import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contrast } from '../lib/heat'
import { colours } from './theme'

const css = readFileSync(join(import.meta.dirname, 'global.css'), 'utf8')

describe('colours', () => {
  const grounds = [colours.ground, colours.panel]
  const soft: [string, string][] = [[colours.accent, colours.accentSoft], [colours.good, colours.goodSoft], [colours.warn, colours.warnSoft], [colours.bad, colours.badSoft], [colours.textSoft, '#eef1f4'], [colours.textFaint, '#f8f9fb']]
  it.each(['text', 'textSoft', 'textFaint', 'accent', 'good', 'warn', 'bad'] as const)('%s can be read on every ground', (name) => {
    for (const g of grounds) expect(contrast(colours[name], g)).toBeGreaterThanOrEqual(4.5)
  })
  it.each(soft)('%s can be read on %s', (text, ground) => expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5))

  it('are the same in the style sheet', () => {
    for (const [name, value] of Object.entries(colours)) {
      const variable = `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}: ${value};`
      expect(css).toContain(variable)
    }
  })
})
