package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormalizeWidth brings full-width forms to half width (NFKC), takes away
// zero-width, direction-override and control characters, and trims.
func NormalizeWidth(s string) string {
	if printable(s) {
		return strings.TrimSpace(s)
	}
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

// printable tells whether s is printable ASCII, which NFKC leaves as it is.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// NormalizeName is the form in which two spellings of one registered name are
// equal: half width, lower-case Latin, one kind of bracket, no spaces beside Han or
// a bracket, one between other words.
// It repairs nothing and drops no word: a former name stays a different name.
func NormalizeName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '【', '〔', '[', '「':
			return '('
		case '】', '〕', ']', '」':
			return ')'
		case '•', '・', '‧':
			return '·'
		}
		return r
	}, strings.ToLower(NormalizeWidth(s)))
	var b strings.Builder
	last := '('
	for _, word := range strings.Fields(s) {
		if first, _ := utf8.DecodeRuneInString(word); !wide(last) && !wide(first) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		last, _ = utf8.DecodeLastRuneInString(word)
	}
	return b.String()
}

// wide tells whether a space beside r says nothing.
func wide(r rune) bool { return unicode.Is(unicode.Han, r) || r == '(' || r == ')' }
