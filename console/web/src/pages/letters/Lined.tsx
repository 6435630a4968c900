import { useEffect, useRef } from 'react'

/** Lined shows a text with its line numbers; the marked lines stand out and are scrolled to. */
export function Lined({ text, marked, label }: { text: string; marked: ReadonlySet<number>; label: string }) {
  const first = useRef<HTMLLIElement>(null)
  const at = Math.min(...marked)
  useEffect(() => {
    const line = first.current
    if (line?.parentElement) line.parentElement.scrollTop = Math.max(0, line.offsetTop - line.parentElement.offsetTop - 60)
  }, [text, at])
  return (
    <ol className="payload lined" aria-label={label}>
      {text.split('\n').map((l, i) => (
        <li key={i} ref={i + 1 === at ? first : undefined} className={marked.has(i + 1) ? 'marked' : undefined}>{l || ' '}</li>
      ))}
    </ol>
  )
}
