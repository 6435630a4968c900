/**
 * pretty lays out JSON for reading. It works on the text, so that numbers keep every
 * digit; what is no JSON stays as it is.
 */
export function pretty(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  let out = ''
  let depth = 0
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (inside) {
      out += c
      if (c === '\\') out += text[++i] ?? ''
      else if (c === '"') inside = false
      continue
    }
    switch (c) {
      case '"':
        inside = true
        out += c
        break
      case '{':
      case '[': {
        const close = /^\s*[}\]]/.exec(text.slice(i + 1))
        if (close) {
          out += c + (c === '{' ? '}' : ']')
          i += close[0].length
        } else out += c + line(++depth)
        break
      }
      case '}':
      case ']':
        out += line(--depth) + c
        break
      case ',':
        out += c + line(depth)
        break
      case ':':
        out += ': '
        break
      default:
        if (!/\s/.test(c)) out += c
    }
  }
  return out
}

function line(depth: number): string {
  return '\n' + '  '.repeat(depth)
}
