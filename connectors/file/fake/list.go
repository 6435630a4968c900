// Package fake writes lists the way organisers, bookkeepers and personnel offices
// export them: CSV in the encodings and with the line ends of their programs, and
// XLSX with title rows, joined cells and numbers that a spreadsheet made of phones.
package fake

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// List is a list: title rows, a header, rows of text.
type List struct {
	Titles []string
	Header []string
	Rows   [][]string
}

// Style is how a CSV is written. The zero value is UTF-8 with commas and LF.
type Style struct {
	GB18030 bool // as Excel in a Chinese Windows saves CSV
	BOM     bool // "CSV UTF-8"
	Comma   string
	EOL     string
}

// CSV writes a list as CSV. Cells are quoted where they must be.
func (l List) CSV(s Style) ([]byte, error) {
	if s.Comma == "" {
		s.Comma = ","
	}
	if s.EOL == "" {
		s.EOL = "\n"
	}
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteString(s.Comma)
			}
			if strings.ContainsAny(c, s.Comma+"\"\r\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString(s.EOL)
	}
	for _, t := range l.Titles { // a title fills the first cell of its row
		line(append([]string{t}, make([]string, max(0, len(l.Header)-1))...))
	}
	line(l.Header)
	for _, r := range l.Rows {
		line(r)
	}
	out := []byte(b.String())
	switch {
	case s.GB18030:
		return simplifiedchinese.GB18030.NewEncoder().Bytes(out)
	case s.BOM:
		out = append([]byte("\ufeff"), out...)
	}
	return out, nil
}

// XLSX writes a list as a workbook of one sheet. numeric names the header columns
// whose cells are written as numbers where they are numbers; join joins equal
// neighbouring cells of these columns downwards.
func (l List) XLSX(numeric, join []string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	line := 0
	set := func(col int, v any) error {
		cell, err := excelize.CoordinatesToCellName(col, line)
		if err != nil {
			return err
		}
		return f.SetCellValue(sheet, cell, v)
	}
	for _, t := range l.Titles {
		line++
		if err := set(1, t); err != nil {
			return nil, err
		}
		end, err := excelize.CoordinatesToCellName(max(2, len(l.Header)), line)
		if err != nil {
			return nil, err
		}
		if err := f.MergeCell(sheet, fmt.Sprintf("A%d", line), end); err != nil {
			return nil, err
		}
	}
	for i, r := range append([][]string{l.Header}, l.Rows...) {
		line++
		for c, v := range r {
			var cell any = v
			if i > 0 && c < len(l.Header) && contains(numeric, l.Header[c]) {
				var n float64
				if _, err := fmt.Sscanf(v, "%g", &n); err == nil {
					cell = n
				}
			}
			if v == "" {
				continue
			}
			if err := set(c+1, cell); err != nil {
				return nil, err
			}
		}
	}
	if err := l.join(f, sheet, join); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// join joins equal neighbours; only the first cell of a joined range keeps its text.
func (l List) join(f *excelize.File, sheet string, columns []string) error {
	top := len(l.Titles) + 2
	for c, h := range l.Header {
		if !contains(columns, h) {
			continue
		}
		for i := 0; i < len(l.Rows); {
			j := i + 1
			for j < len(l.Rows) && l.Rows[j][c] == l.Rows[i][c] && l.Rows[i][c] != "" {
				j++
			}
			if j > i+1 {
				from, err1 := excelize.CoordinatesToCellName(c+1, top+i)
				to, err2 := excelize.CoordinatesToCellName(c+1, top+j-1)
				if err1 != nil || err2 != nil {
					return fmt.Errorf("fake: cell names: %w %w", err1, err2)
				}
				for k := i + 1; k < j; k++ {
					below, err := excelize.CoordinatesToCellName(c+1, top+k)
					if err != nil {
						return err
					}
					if err := f.SetCellValue(sheet, below, nil); err != nil {
						return err
					}
				}
				if err := f.MergeCell(sheet, from, to); err != nil {
					return err
				}
			}
			i = j
		}
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
