package privacy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Span is where a value of somebody stands in a text, in bytes.
type Span struct {
	From, To int
	Kind     Kind
	Owners   []string
}

const (
	minWord = 6
	maxWord = 64
)

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '-'
}

// Find gives the values of the set that stand in a text, in every spelling: numbers
// with +86, spaces, hyphens and in full width, addresses, and ids as words. Names are
// not looked for; see Names. Spans come in order and do not overlap.
func (s *Set) Find(text string) []Span {
	if s.Empty() || len(text) < minWord {
		return nil
	}
	var out []Span
	if s.kinds[Mobile] || s.kinds[Phone] {
		out = s.numbers(text, out)
	}
	if s.kinds[Email] {
		out = s.addresses(text, out)
	}
	if s.kinds[ID] {
		out = s.words(text, out)
	}
	return inOrder(out)
}

func inOrder(spans []Span) []Span {
	slices.SortStableFunc(spans, func(a, b Span) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return b.To - a.To
	})
	out := spans[:0]
	for _, x := range spans {
		if n := len(out); n > 0 && x.From < out[n-1].To {
			out[n-1].To = max(out[n-1].To, x.To)
			for _, o := range x.Owners {
				if !slices.Contains(out[n-1].Owners, o) {
					out[n-1].Owners = append(slices.Clone(out[n-1].Owners), o)
				}
			}
			continue
		}
		out = append(out, x)
	}
	return out
}

// digitOf gives the decimal digit that a character stands for, in any width; -1: none.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < utf8.RuneSelf:
		return -1
	case r >= '０' && r <= '９':
		return int(r - '０')
	case unicode.IsNumber(r):
		if n := norm.NFKC.String(string(r)); len(n) == 1 && n[0] >= '0' && n[0] <= '9' {
			return int(n[0] - '0')
		}
	}
	return -1
}

// between are the characters with which people break up a number.
func between(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', '\u2002', '\u2003', '\u2009', '\u200b', '\u3000', '\ufeff', '-', '‐', '‑', '‒', '–', '—', '―', '−', '－', '_', '＿', '.', '．', '·', '(', ')', '（', '）', '/', '+', '＋':
		return true
	}
	return false
}

// run is a row of digits with what stands between them.
type run struct {
	digits   []byte
	from, to []int // of each digit, in bytes
}

func (s *Set) numbers(text string, out []Span) []Span {
	var r run
	gap := 0
	flush := func() {
		if len(r.digits) >= 7 {
			out = s.number(text, r, out)
		}
		r.digits, r.from, r.to, gap = r.digits[:0], r.from[:0], r.to[:0], 0
	}
	for i, c := range text {
		if d := digitOf(c); d >= 0 {
			r.digits = append(r.digits, byte('0'+d)) //nolint:gosec // a decimal digit
			r.from, r.to, gap = append(r.from, i), append(r.to, i+utf8.RuneLen(c)), 0
			continue
		}
		if len(r.digits) == 0 {
			continue
		}
		if gap++; gap > 3 || !between(c) {
			flush()
		}
	}
	flush()
	return out
}

// number looks for mobile numbers anywhere in a row of digits, and for a fixed line as
// all of it or as what stands between two gaps.
func (s *Set) number(text string, r run, out []Span) []Span {
	d := string(r.digits)
	for i := 0; i+11 <= len(d); i++ {
		if d[i] != '1' || d[i+1] < '3' {
			continue
		}
		if own := s.Holds(Value{Mobile, d[i : i+11]}); len(own) > 0 {
			out = append(out, Span{s.prefix(text, r, i), r.to[i+10], Mobile, own})
			i += 10
		}
	}
	if !s.kinds[Phone] {
		return out
	}
	starts, ends := []int{0}, []int{}
	for i := 1; i < len(d); i++ {
		if r.from[i] != r.to[i-1] {
			starts, ends = append(starts, i), append(ends, i)
		}
	}
	ends = append(ends, len(d))
	for _, i := range starts {
		for _, j := range ends {
			if j-i < 7 || j-i > 15 {
				continue
			}
			n := d[i:j]
			for _, cut := range []string{"", "0086", "86"} {
				rest, ok := strings.CutPrefix(n, cut)
				if !ok || len(rest) < 7 {
					continue
				}
				own := s.Holds(Value{Phone, rest})
				if len(own) == 0 && cut != "" {
					own = s.Holds(Value{Phone, "0" + rest}) // +86 571 … is 0571 …
				}
				if len(own) > 0 {
					out = append(out, Span{r.from[i], r.to[j-1], Phone, own})
				}
			}
		}
	}
	return out
}

// prefix gives where the country code of the number at digit i begins.
func (s *Set) prefix(text string, r run, i int) int {
	from := r.from[i]
	switch {
	case i >= 4 && string(r.digits[i-4:i]) == "0086":
		from = r.from[i-4]
	case i >= 2 && string(r.digits[i-2:i]) == "86":
		from = r.from[i-2]
	}
	if c, n := utf8.DecodeLastRuneInString(text[:from]); c == '+' || c == '＋' {
		from -= n
	}
	return from
}

func (s *Set) addresses(text string, out []Span) []Span {
	local := func(r rune) bool {
		return r < utf8.RuneSelf && (wordByte(byte(r)) || strings.ContainsRune(".%+'", r)) || r >= '！' && r <= '～' && r != '＠' && r != '，' && r != '；' && r != '：'
	}
	for i, c := range text {
		if c != '@' && c != '＠' {
			continue
		}
		from, to := i, i+utf8.RuneLen(c)
		for from > 0 {
			r, n := utf8.DecodeLastRuneInString(text[:from])
			if !local(r) {
				break
			}
			from -= n
		}
		for to < len(text) {
			r, n := utf8.DecodeRuneInString(text[to:])
			if !local(r) {
				break
			}
			to += n
		}
		for to > i && text[to-1] == '.' {
			to--
		}
		if v, ok := ParseEmail(text[from:to]); ok {
			if own := s.Holds(v); len(own) > 0 {
				out = append(out, Span{from, to, Email, own})
			}
		}
	}
	return out
}

func (s *Set) words(text string, out []Span) []Span {
	from := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && wordByte(text[i]) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 && i-from >= minWord && i-from <= maxWord {
			if own := s.Holds(Value{ID, text[from:i]}); len(own) > 0 {
				out = append(out, Span{from, i, ID, own})
			}
		}
		from = -1
	}
	return out
}

// Names gives where names of the given owners stand in a text: as the whole of it, or
// as two to four Han characters, or as one to three Latin words in a row.
func (s *Set) Names(text string, owners []string) []Span {
	if s.Empty() || !s.kinds[Name] || len(owners) == 0 || text == "" {
		return nil
	}
	holds := func(part string) []string {
		v, ok := ParseName(part)
		if !ok {
			return nil
		}
		var mine []string
		for _, o := range s.Holds(v) {
			if slices.Contains(owners, o) {
				mine = append(mine, o)
			}
		}
		return mine
	}
	if own := holds(text); len(own) > 0 {
		return []Span{{0, len(text), Name, own}}
	}
	var out []Span
	var han []int // starts of a row of Han characters
	row := func(end int) {
		at := append(han, end) //nolint:gocritic // han is not used again
		for i := range len(at) - 1 {
			for n := 4; n >= 2; n-- {
				if i+n < len(at) {
					if own := holds(text[at[i]:at[i+n]]); len(own) > 0 {
						out = append(out, Span{at[i], at[i+n], Name, own})
					}
				}
			}
		}
		han = nil
	}
	for i, r := range text {
		if unicode.Is(unicode.Han, r) || r == '·' {
			han = append(han, i)
		} else if len(han) > 0 {
			row(i)
		}
	}
	row(len(text))
	out = append(out, latinNames(text, holds)...)
	return inOrder(out)
}

func latinNames(text string, holds func(string) []string) (out []Span) {
	var words [][2]int
	from := -1
	for i, r := range text + " " {
		latin := unicode.Is(unicode.Latin, r) || r == '\'' || r == '-'
		if latin && from < 0 {
			from = i
		}
		if !latin && from >= 0 {
			words = append(words, [2]int{from, i})
			from = -1
		}
	}
	for i := range words {
		for n := 3; n >= 1; n-- {
			if j := i + n - 1; j < len(words) {
				if own := holds(text[words[i][0]:words[j][1]]); len(own) > 0 {
					out = append(out, Span{words[i][0], words[j][1], Name, own})
				}
			}
		}
	}
	return out
}

// Holder tells whether a text is, as a whole, a value of the set that says who somebody is.
func (s *Set) Holder(text string) []string {
	for _, parse := range []func(string) (Value, bool){ParsePhone, ParseEmail, ParseID} {
		if v, ok := parse(text); ok {
			if own := s.Holds(v); len(own) > 0 {
				return own
			}
		}
	}
	return nil
}
