// Errors of the API: problem details (RFC 9457) with a code and a sentence in both languages.

/** Problem is the body of an error answer. */
export interface Problem {
  title: string
  status: number
  code: string
  message_zh: string
  message_en: string
  field?: string
  value?: string
  where?: string
  detail?: string
}

/** ApiError is an error answer of the hub. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
  get status(): number {
    return this.problem.status
  }
}

/** problemOf reads an error answer; one that is no problem keeps its status. */
export function problemOf(status: number, body: unknown): Problem {
  const b = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>
  const out: Problem = {
    title: b.title ?? '', status: b.status ?? status, code: b.code ?? `http_${status}`,
    message_zh: b.message_zh ?? '', message_en: b.message_en ?? '',
  }
  for (const k of ['field', 'value', 'where', 'detail'] as const) {
    if (b[k]) out[k] = b[k]
  }
  return out
}

/** messageOf gives what to tell a person about an error, in their language. */
export function messageOf(error: unknown, lang: string, t: (key: 'state.unreachable' | 'state.failed') => string): { text: string; code: string; detail: string } {
  if (!(error instanceof ApiError)) return { text: t('state.unreachable'), code: 'unreachable', detail: '' }
  const p = error.problem
  const text = (lang.startsWith('zh') ? p.message_zh : p.message_en) || t('state.failed')
  const where = [p.field, p.value].filter(Boolean).join(' = ')
  return { text, code: p.code, detail: where }
}
