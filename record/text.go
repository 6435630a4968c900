package record

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NormalizeWidth brings full-width forms to half width (NFKC), takes away
// zero-width, direction-override and control characters, and trims.
func NormalizeWidth(s string) string {
	s = norm.NFKC.String(s)
	s = strings.Map(func(r rune) rune {
		if r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// NormalizeName is the form in which two spellings of one registered name are
// equal: half width, lower-case Latin, one kind of bracket, no spaces beside Han.
// It repairs nothing and drops no word: a former name stays a different name.
func NormalizeName(s string) string {
	s = strings.ToLower(NormalizeWidth(s))
	var b strings.Builder
	rs := []rune(s)
	for i, r := range rs {
		switch r {
		case '【', '〔', '[', '「':
			r = '('
		case '】', '〕', ']', '」':
			r = ')'
		case '·', '•', '・', '‧':
			r = '·'
		}
		if unicode.IsSpace(r) {
			if i == 0 || i == len(rs)-1 || wide(rs[i-1]) || wide(rs[i+1]) {
				continue
			}
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r == '(' || r == ')' || unicode.IsSpace(r)
}
