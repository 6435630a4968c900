import { describe, expect, it } from 'vitest'
import { keepNext, takeNext, takeReturn } from './next'

function at(href: string) {
  const seen: string[] = []
  return { seen, w: { location: { href } as Location, history: { state: null, replaceState: (_: unknown, __: string, to: string) => seen.push(to) } as unknown as History } }
}

describe('what a provider sent back', () => {
  it('is read and taken out of the address', () => {
    const { w, seen } = at('https://hub.example.com/sign-in/return/0.id?code=c&state=s&iss=https%3A%2F%2Fid.example.com&session_state=x')
    expect(takeReturn(w)).toEqual({ state: 's', code: 'c', iss: 'https://id.example.com' })
    expect(seen).toEqual(['/sign-in/return/0.id'])
  })
  it('may be a refusal or DingTalk’s code', () => {
    expect(takeReturn(at('https://h/x?state=s&error=access_denied').w)).toEqual({ state: 's', error: 'access_denied' })
    expect(takeReturn(at('https://h/x?state=s&authCode=a').w)).toEqual({ state: 's', code: 'a' })
  })
  it('is nothing without a state', () => {
    const { w, seen } = at('https://h/x?code=c')
    expect(takeReturn(w)).toBeNull()
    expect(seen).toEqual([])
  })
})

describe('where to go on to', () => {
  it('is remembered once, and only a path of this console', () => {
    keepNext(window, '/w/demo/roi')
    expect(takeNext(window)).toBe('/w/demo/roi')
    expect(takeNext(window)).toBeUndefined()
    for (const bad of ['//evil.example.com', 'https://evil.example.com', '/\\evil.example.com']) {
      keepNext(window, bad)
      expect(takeNext(window)).toBeUndefined()
    }
  })
})
