import { describe, expect, it } from 'vitest'
import { markedLines, sourceNames } from './marked'

const yaml = 'version: 1\nfields:\n  name: title\n  tax_id: {from: [corp.tax_no, 税号], fn: tax_id}\n'

describe('what to look at first', () => {
  it('is the path of the fault', () => {
    expect([...sourceNames('items[].tax_no', yaml, [{ from: 4, to: 4 }])]).toEqual(['tax_no'])
  })
  it('else what the rule reads', () => {
    expect([...sourceNames('', yaml, [{ from: 4, to: 4 }])]).toEqual(['tax_id', 'tax_no', '税号'])
    expect(sourceNames('', yaml, []).size).toBe(0)
  })
  it('stands in these lines', () => {
    const text = JSON.stringify({ title: 'x', corp: { tax_no: '"tax_no":', other: 1 }, 税号: 2 }, null, 2)
    expect([...markedLines(text, new Set(['tax_no', '税号']))]).toEqual([4, 7])
    expect(markedLines('no json "tax_no":', new Set(['tax_no'])).size).toBe(0)
  })
})
