// Which lines of a payload a person should look at first.

const ruleWords = new Set(['from', 'const', 'concat', 'calc', 'each', 'map_of', 'rest', 'fn', 'default', 'map', 'else', 'split', 'all', 'currency', 'scale',
  'percent', 'ref', 'name', 'rules', 'sep', 'of', 'by', 'fields', 'when', 'path', 'exists', 'in', 'not_in', 'code', 'message', 'field', 'value', 'true', 'false'])

/** sourceNames gives the names in the payload that a fault is about: its path, else what the rules read. */
export function sourceNames(path: string, yaml: string, rules: readonly { from: number; to: number }[]): Set<string> {
  const names = new Set<string>()
  const add = (p: string) => {
    const last = p.replaceAll('[]', '').split('.').pop()
    if (last) names.add(last)
  }
  if (path) {
    add(path)
    return names
  }
  const lines = yaml.split('\n')
  for (const r of rules) {
    for (const word of lines.slice(r.from - 1, r.to).join(' ').match(/[\p{L}_](?:[\p{L}\p{N}_.]|\[\])*/gu) ?? []) {
      if (!ruleWords.has(word)) add(word)
    }
  }
  return names
}

/** markedLines gives the numbers (from 1) of the lines of a printed JSON whose member has one of the names. */
export function markedLines(text: string, names: ReadonlySet<string>): Set<number> {
  const out = new Set<number>()
  text.split('\n').forEach((line, i) => {
    const name = /^\s*"((?:[^"\\]|\\.)*)":/.exec(line)?.[1]
    if (name !== undefined && names.has(name)) out.add(i + 1)
  })
  return out
}
