import { describe, expect, it } from 'vitest'
import { colours } from '../app/theme'
import { blue, buckets, contrast, nice, orange, tintOf } from './heat'

describe('tints', () => {
  it.each([...blue, ...orange])('%s carries dark text', (tint) => expect(contrast(colours.text, tint)).toBeGreaterThanOrEqual(4.5))

  it('grow darker step by step', () => {
    for (const tones of [blue, orange]) {
      const light = tones.map((c) => contrast('#000000', c))
      expect(light).toEqual(light.toSorted((a, b) => b - a))
    }
  })
})

describe('a sequential scale', () => {
  const steps = buckets('sequential', [0, 12, 980])
  it('has round edges without gaps, and a place for every value', () => {
    expect(steps.map((s) => s.from)).toEqual([0, 200, 400, 600, 800])
    for (const v of ['0', '199.99', '200', '980', '5000']) expect(tintOf(steps, v), v).toBeDefined()
    expect(tintOf(steps, '980')).toBe(blue[4])
  })
  it('has no steps where there is nothing', () => expect(buckets('sequential', [0, 0])).toEqual([]))
})

describe('a diverging scale', () => {
  it('turns from orange to blue at its middle', () => {
    const steps = buckets('diverging', [-0.9, -0.1, 0, 0.5, 4], 0)
    expect([tintOf(steps, '-0.9000'), tintOf(steps, '-0.0001')]).toEqual([orange[2], orange[0]])
    expect(blue).toContain(tintOf(steps, '0.0000'))
    expect(blue).toContain(tintOf(steps, '4'))
  })
  it('has its middle at one for revenue over cost', () => {
    const steps = buckets('diverging', [0.5, 2], 1)
    expect(orange).toContain(tintOf(steps, '0.99'))
    expect(blue).toContain(tintOf(steps, '1.00'))
  })
  it('tells values apart however far they lie from each other', () => {
    const values = [9, 15, 23, 71, 73, 119, 615]
    const steps = buckets('diverging', values)
    expect(new Set(values.map((v) => tintOf(steps, String(v)))).size).toBeGreaterThanOrEqual(4)
    expect(steps.every((s, i) => i === 0 || s.from === steps[i - 1]?.to)).toBe(true)
  })
  it('tints nothing that is no number', () => expect(tintOf(buckets('diverging', [1]), 'n/a')).toBeUndefined())
})

it.each([[0.7, 1], [1.2, 2], [23, 25], [26, 50], [0, 1]])('nice(%d) is %d', (n, want) => expect(nice(n)).toBe(want))
