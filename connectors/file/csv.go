package file

import (
	"strings"
	"unicode/utf8"
)

// row is one row of a list as its file has it.
type row struct {
	line  int // as the spreadsheet or an editor numbers it, from 1
	cells []string
	bad   *rowError
	text  string // the line as it stands, of a bad row
}

// rowError says why a row cannot be used. Code is of the fault catalogue.
type rowError struct {
	Code    string `json:"code"`
	Row     int    `json:"row"`
	Message string `json:"message"`
}

func (r row) empty() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return r.bad == nil
}

// maxSpan bounds how far a quoted cell may run, in lines and bytes: beyond it a quote
// was not closed.
const (
	maxSpanLines = 100
	maxSpanBytes = 64 << 10
)

// csvFile is a CSV text: RFC 4180 with any line end, quotes allowed inside bare
// cells, and rows that cannot be read reported alone.
type csvFile struct {
	text  string
	comma byte
}

// each calls f with the rows in order until f says false. columns, where it is not
// 0, is how many a row has: it tells a quote that was not closed from a cell of several lines.
func (c csvFile) each(columns func() int, f func(row) bool) error {
	s := c.text
	for pos, line := 0, 1; pos < len(s); {
		cells, end, lines, why := c.parse(s[pos:])
		if n := columns(); why == "" && lines > 1 && n > 0 && len(cells) != n {
			why = "unclosed_quote"
		}
		r := row{line: line, cells: cells}
		if why != "" {
			end, lines = lineEnd(s[pos:])
			r.cells, r.text = nil, legible(s[pos:pos+end])
			r.bad = &rowError{"unclosed_quote", line, "引号未闭合 (a quote is not closed)"}
		} else if raw := s[pos : pos+end]; !utf8.ValidString(raw) || strings.ContainsRune(raw, utf8.RuneError) || strings.IndexByte(raw, 0) >= 0 {
			r.cells, r.text = nil, legible(raw)
			r.bad = &rowError{"bad_row", line, "含有无法解码的字符 (characters that cannot be decoded)"}
		}
		pos += end
		line += lines
		if !f(r) {
			return nil
		}
	}
	return nil
}

// legible is a line as it may be kept: without its end, and with a replacement
// character for what is no text and for NUL, which the database refuses.
func legible(line string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\ufffd"), "\x00", "\ufffd")
}

// parse reads one row from the front of s; end is where the next begins and lines
// how many lines it took. why is a code when a quote is not closed properly.
func (c csvFile) parse(s string) (cells []string, end, lines int, why string) {
	lines = 1
	for i := 0; ; {
		var cell string
		if i < len(s) && s[i] == '"' {
			text, n, breaks, ok := quoted(s[i:])
			if !ok {
				return nil, 0, 0, "unclosed_quote"
			}
			i += n
			lines += breaks
			for i < len(s) && s[i] == ' ' {
				i++
			}
			if i < len(s) && s[i] != c.comma && s[i] != '\r' && s[i] != '\n' {
				return nil, 0, 0, "unclosed_quote"
			}
			cell = text
		} else {
			n := strings.IndexFunc(s[i:], func(r rune) bool { return r == rune(c.comma) || r == '\r' || r == '\n' })
			if n < 0 {
				n = len(s) - i
			}
			cell = s[i : i+n]
			i += n
		}
		cells = append(cells, cell)
		if i >= len(s) {
			return cells, len(s), lines, ""
		}
		if s[i] != c.comma {
			n, _ := lineEnd(s[i:])
			return cells, i + n, lines, ""
		}
		i++
	}
}

// quoted reads a quoted cell; n is its length with the quotes.
func quoted(s string) (text string, n, breaks int, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s) && i < maxSpanBytes && breaks < maxSpanLines; i++ {
		switch {
		case s[i] == '"' && i+1 < len(s) && s[i+1] == '"':
			b.WriteByte('"')
			i++
			continue
		case s[i] == '"':
			return b.String(), i + 1, breaks, true
		case s[i] == '\n', s[i] == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			breaks++
		}
		b.WriteByte(s[i])
	}
	return "", 0, 0, false
}

// lineEnd gives the length of the line at the front of s with its end: LF, CRLF or CR.
func lineEnd(s string) (n, lines int) {
	i := strings.IndexAny(s, "\r\n")
	switch {
	case i < 0:
		return len(s), 1
	case s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n':
		return i + 2, 1
	}
	return i + 1, 1
}
