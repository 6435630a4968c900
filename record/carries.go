package record

import "strings"

// CarriesNumber tells whether a content holds a number as a word of its own. number is in the
// form of NormalizeNumber; the content is brought into it.
func CarriesNumber(content, number string) bool {
	text := NormalizeNumber(content)
	for from := 0; ; {
		i := strings.Index(text[from:], number)
		if i < 0 {
			return false
		}
		at := from + i
		end := at + len(number)
		if (at == 0 || !wordly(text[at-1]) || escaped(text, at)) && (end == len(text) || !wordly(text[end])) {
			return true
		}
		from = at + 1
	}
}

func wordly(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b == '-'
}

// escaped tells whether what stands before a place is an escape of JSON, such as \n.
func escaped(text string, at int) bool {
	return at >= 2 && text[at-2] == '\\' && strings.IndexByte("NTRBF", text[at-1]) >= 0
}
