import type { ReactNode } from 'react'

/** Tone of a mark: how a person should feel about it. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent'

/** Tag is a short mark; a dot makes it a status. The words carry the meaning, the colour helps. */
export function Tag({ tone = 'plain', dot, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span className={tone === 'plain' ? 'tag' : `tag ${tone}`}>
      {dot && <i aria-hidden />}
      {children}
    </span>
  )
}
