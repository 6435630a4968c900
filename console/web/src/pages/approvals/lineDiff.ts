/** Line is one line of a comparison: staying, added or gone; or how many lines that stay are left out. */
export interface Line {
  sign: ' ' | '+' | '-'
  text: string
  same?: number
}

const around = 3

/** lineDiff tells two texts apart line by line, by their longest common subsequence. What stays far from any change is left out. */
export function lineDiff(from: string, to: string): Line[] {
  const [a, b] = [linesOf(from), linesOf(to)]
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i] as Uint32Array
      row[j] = a[i] === b[j] ? at(common, i + 1, j + 1) + 1 : Math.max(at(common, i + 1, j), at(common, i, j + 1))
    }
  }
  const all: Line[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      all.push({ sign: ' ', text: a[i] ?? '' })
      i++
      j++
    } else if (j === b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) all.push({ sign: '-', text: a[i++] ?? '' })
    else all.push({ sign: '+', text: b[j++] ?? '' })
  }
  return nearChanges(all)
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function at(common: Uint32Array[], i: number, j: number): number {
  return common[i]?.[j] ?? 0
}

function nearChanges(all: Line[]): Line[] {
  const near = all.map((_, i) => all.slice(Math.max(0, i - around), i + around + 1).some((l) => l.sign !== ' '))
  const out: Line[] = []
  for (const [i, l] of all.entries()) {
    const last = out.at(-1)
    if (near[i]) out.push(l)
    else if (last?.same === undefined) out.push({ sign: ' ', text: '', same: 1 })
    else last.same++
  }
  return out
}
