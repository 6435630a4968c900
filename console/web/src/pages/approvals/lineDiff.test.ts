import { describe, expect, it } from 'vitest'
import { lineDiff } from './lineDiff'

const show = (from: string, to: string) => lineDiff(from, to).map((l) => (l.same === undefined ? `${l.sign}${l.text}` : `…${l.same}`)).join('|')

describe('lineDiff', () => {
  it('shows what goes and what comes', () => {
    expect(show('a\nb\nc\n', 'a\nx\nc\n')).toBe(' a|-b|+x| c')
    expect(show('', 'a\n')).toBe('+a')
    expect(show('a\n', '')).toBe('-a')
  })
  it('leaves out what stays far from any change', () => {
    expect(show('1\n2\n3\n4\n5\n6\n7\n8\n9\n', '0\n2\n3\n4\n5\n6\n7\n8\n0\n')).toBe('-1|+0| 2| 3| 4|…1| 6| 7| 8|-9|+0')
    expect(show('a\nb\n', 'a\nb\n')).toBe('…2')
  })
})
