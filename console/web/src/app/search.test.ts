import { describe, expect, it } from 'vitest'
import { homeOf } from '../layout/places'
import { connectionSearch, customersSearch, paymentsSearch, roiSearch, signInSearch, traceSearch } from './search'

describe('an address', () => {
  it('keeps what it may say and drops the rest', () => {
    expect(roiSearch({ rows: 'campaign', columns: 'month', vat: 'gross', from: '2026-01', to: '2026-13', model: 'clever', row: 'baidu_sem/1', x: 1 })).toEqual({
      rows: 'campaign', columns: 'month', vat: 'gross', from: '2026-01', row: 'baidu_sem/1',
    })
    expect(paymentsSearch({ status: 'unmatched', reason: 'bad', q: 'HT-1' })).toEqual({ status: 'unmatched', q: 'HT-1' })
    expect(customersSearch({ kind: 'robot' })).toEqual({})
    expect(connectionSearch({ tab: 'files' })).toEqual({ tab: 'files' })
  })

  it('takes a number that looks like one as text', () => expect(traceSearch({ number: 123 })).toEqual({ number: '123' }))

  it('goes on to this console only', () => {
    expect(signInSearch({ next: '/w/demo/roi?vat=gross' })).toEqual({ next: '/w/demo/roi?vat=gross' })
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', 'w/demo']) expect(signInSearch({ next })).toEqual({})
  })
})

it('everybody starts in a room of theirs', () => {
  expect(homeOf(['roi.read', 'customer.read'])).toBe('/w/$workspace/roi')
  expect(homeOf(['customer.read', 'payment.read'])).toBe('/w/$workspace/customers')
  expect(homeOf(['connection.read'])).toBe('/w/$workspace/connections')
})
