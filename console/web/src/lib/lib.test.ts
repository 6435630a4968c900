import { describe, expect, it } from 'vitest'
import { compact, fromMinor, group, isNegative, isZero, sum, toMinor, whole } from './money'
import { bytes, count, percent, times } from './number'
import { pretty } from './pretty'
import { ago, dateTime, day, fromField, inField, month, startOfDay } from './time'
import { takeToken } from './token'

describe('money', () => {
  it.each([
    ['0.00', '0.00'], ['1234.50', '1,234.50'], ['-1234567.8', '−1,234,567.8'], ['999', '999'], ['1000', '1,000'],
    ['90071992547409931234.56', '90,071,992,547,409,931,234.56'], // a float would lose digits
    ['n/a', 'n/a'],
  ])('groups %s', (value, want) => expect(group(value)).toBe(want))

  it.each([['1.49', '1'], ['1.50', '2'], ['-1.5', '-2'], ['-0.4', '0'], ['12', '12'], ['9007199254740993.5', '9007199254740994']])('rounds %s', (value, want) => expect(whole(value)).toBe(want))

  it('adds exactly', () => {
    expect(sum(Array.from({ length: 10 }, () => '0.10'))).toBe('1.00')
    expect(sum(['9007199254740993.01', '0.02', '-0.04'])).toBe('9007199254740992.99')
    expect(sum([])).toBe('0.00')
    expect(fromMinor(toMinor('-0.05'))).toBe('-0.05')
  })

  it('tells signs', () => {
    expect([isZero('0.00'), isZero('-0'), isZero('0.01')]).toEqual([true, true, false])
    expect([isNegative('-0.01'), isNegative('-0.00'), isNegative('1')]).toEqual([true, false, false])
  })

  it('is short on scales', () => {
    expect([compact(12000, 'zh'), compact(1.5e8, 'zh'), compact(950, 'zh'), compact(-25000, 'zh')]).toEqual(['1.2万', '1.5亿', '950', '−2.5万'])
    expect([compact(12000, 'en'), compact(1.5e6, 'en')]).toEqual(['12K', '1.5M'])
  })
})

describe('numbers', () => {
  it('are shown as people say them', () => {
    expect([count(1234567), count(undefined), count(0)]).toEqual(['1,234,567', '–', '0'])
    expect([percent('2.5000'), percent('-0.1234'), percent('n/a'), percent('12.3456', 0)]).toEqual(['250.0%', '−12.3%', '–', '1,235%'])
    expect([times('3.5000'), times('n/a')]).toEqual(['3.50', '–'])
    expect([bytes(10), bytes(2048), bytes(3 * 1024 * 1024)]).toEqual(['10 B', '2.0 KB', '3.0 MB'])
  })
})

describe('time', () => {
  it('goes into a form and comes back on the clock of Asia/Shanghai', () => {
    const at = new Date('2026-03-31T16:30:00Z')
    expect(inField(at)).toBe('2026-04-01T00:30')
    expect(fromField(inField(at))).toBe(at.toISOString())
    expect(startOfDay(at).toISOString()).toBe('2026-03-31T16:00:00.000Z')
    expect(startOfDay(at, 1).toISOString()).toBe('2026-03-30T16:00:00.000Z')
    expect(fromField('')).toBeUndefined()
  })

  it('is the clock of Shanghai, whatever the machine says', () => {
    expect(dateTime('2026-03-31T16:00:00Z')).toBe('2026-04-01 00:00')
    expect(dateTime('2026-03-31T16:00:05.123Z', true)).toBe('2026-04-01 00:00:05')
    expect([day('2026-12-31T15:59:59Z'), day('2026-12-31T16:00:00Z'), month('2026-12-31T16:00:00Z')]).toEqual(['2026-12-31', '2027-01-01', '2027-01'])
  })

  it('leaves a day as it is and shows no time as a dash', () => {
    expect([day('2026-02-28'), dateTime(''), dateTime(undefined), dateTime('0001-01-01T00:00:00Z'), dateTime('nonsense')]).toEqual(['2026-02-28', '–', '–', '–', '–'])
  })

  it('counts what has passed', () => {
    const now = new Date('2026-01-02T00:00:00Z')
    expect(ago('2026-01-01T23:59:30Z', now)).toEqual({ unit: 'second', n: 30 })
    expect(ago('2026-01-01T23:30:00Z', now)).toEqual({ unit: 'minute', n: 30 })
    expect(ago('2026-01-01T00:00:00Z', now)).toEqual({ unit: 'day', n: 1 })
    expect(ago('2026-01-02T00:00:09Z', now)).toEqual({ unit: 'second', n: 0 }) // the clocks differ a little
    expect(ago(null, now)).toBeNull()
  })
})

describe('pretty', () => {
  it('lays out JSON and keeps every digit', () => {
    expect(pretty('{"a":9007199254740993,"b":["x, y: {z}"],"c":{},"d":[ ]}')).toBe('{\n  "a": 9007199254740993,\n  "b": [\n    "x, y: {z}"\n  ],\n  "c": {},\n  "d": []\n}')
    expect(pretty(String.raw`{"q":"a\"b\\"}`)).toBe('{\n  "q": "a\\"b\\\\"\n}')
  })

  it('says the same as before', () => {
    const text = '{"list":[1,{"deep":[[],[{}]]},null,true,"中文\\n"],"n":-1.5e3}'
    expect(JSON.parse(pretty(text))).toEqual(JSON.parse(text))
  })

  it('leaves what is no JSON', () => expect(pretty('a,b\n{"c')).toBe('a,b\n{"c'))
})

describe('a one-time sign-in link', () => {
  const at = (href: string) => {
    const seen: string[] = []
    const w = { location: { href } as Location, history: { state: null, replaceState: (_: unknown, __: string, url?: string | URL | null) => void seen.push(String(url)) } as unknown as History }
    return { token: takeToken(w), seen }
  }
  it('gives its token and leaves none in the address', () => {
    expect(at('http://hub/sign-in#token=abc.def')).toEqual({ token: 'abc.def', seen: ['/sign-in'] })
    expect(at('http://hub/sign-in?next=%2Fw%2Fa&token=abc')).toEqual({ token: 'abc', seen: ['/sign-in?next=%2Fw%2Fa'] })
    expect(at('http://hub/sign-in')).toEqual({ token: '', seen: [] })
  })
})
