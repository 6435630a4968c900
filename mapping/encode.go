package mapping

import "unicode/utf8"

const hexDigits = "0123456789abcdef"

// appendText writes a JSON text byte for byte as encoding/json does, so that an
// entity has one encoding wherever it is made.
func appendText(b []byte, t string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(t); {
		c := t[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' {
				i++
				continue
			}
			b = append(b, t[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(t[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, t[start:i]...), `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			b = append(append(b, t[start:i]...), '\\', 'u', '2', '0', '2', hexDigits[r&15])
		default:
			i += n
			continue
		}
		i += n
		start = i
	}
	return append(append(b, t[start:]...), '"')
}

func appendName(b []byte, name string) []byte {
	b = append(append(b, '"'), name...)
	return append(b, '"', ':')
}
