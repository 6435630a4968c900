import type { ReactNode } from 'react'

/** Panel is a white box with a heading. */
export function Panel({ title, note, footer, flush, className, children }: {
  title?: ReactNode
  note?: ReactNode
  footer?: ReactNode
  flush?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <section className={className ? `panel ${className}` : 'panel'}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {note !== undefined && <span className="side-note">{note}</span>}
        </header>
      )}
      {flush ? children : <div className="body">{children}</div>}
      {footer !== undefined && <footer>{footer}</footer>}
    </section>
  )
}

/** Facts lists names with their values. */
export function Facts({ rows, columns }: { rows: [ReactNode, ReactNode][]; columns?: boolean }) {
  return (
    <dl className={columns ? 'facts cols' : 'facts'}>
      {rows.map(([name, value], i) => (
        <FactRow key={i} name={name} value={value} />
      ))}
    </dl>
  )
}

function FactRow({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value === '' || value === undefined || value === null ? <span className="faint">–</span> : value}</dd>
    </>
  )
}

/** Figures shows a few numbers side by side. */
export function Figures({ of }: { of: { label: ReactNode; value: ReactNode; note?: ReactNode }[] }) {
  return (
    <div className="figures">
      {of.map((f, i) => (
        <div key={i}>
          <span>{f.label}</span>
          <b>{f.value}</b>
          {f.note !== undefined && <small>{f.note}</small>}
        </div>
      ))}
    </div>
  )
}
