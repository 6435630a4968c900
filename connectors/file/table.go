package file

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// rows are the rows of a file, which may be gone through several times.
type rows interface {
	each(columns func() int, f func(row) bool) error
}

// table is a list with its header found.
type table struct {
	rows     rows
	strict   bool // every row has as many cells as the header (CSV)
	date1904 bool
	flags    []string
	header   int      // line of the header
	columns  []string // canonical name, or the header's own text
	known    []bool
	missing  []string // the groups of needed columns that are not there, as mobile|phone
	score    int
	close    func()
}

func sortMerges(m []merge) {
	slices.SortFunc(m, func(a, b merge) int { return cmp.Or(a.top-b.top, a.left-b.left) })
}

// openTable recognises a file by its content and finds the header of a list of this
// kind. The caller closes the table. Errors are faults.
func openTable(kind string, content []byte, own map[string]string) (*table, error) {
	if _, ok := layouts[kind]; !ok {
		return nil, fault.Newf("bad_request", "%.40q is no kind of list", kind).At("kind", "")
	}
	switch {
	case len(content) > MaxBytes:
		return nil, fault.New("file_too_large", nil)
	case len(bytes.TrimSpace(content)) == 0:
		return nil, fault.New("empty_file", nil)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return nil, fault.Newf("old_excel", "an old .xls file, or an .xlsx with a password")
	case bytes.HasPrefix(content, []byte("PK")):
		return openXLSX(kind, content, own)
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff"))), []byte("<")):
		return nil, fault.Newf("unreadable_file", "a web page or XML, not a list")
	}
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	return openCSV(kind, text, own)
}

func openCSV(kind, text string, own map[string]string) (*table, error) {
	var best *table
	for _, comma := range []byte{',', ';', '\t'} {
		t := &table{rows: csvFile{text, comma}, strict: true, close: func() {}}
		if err := t.findHeader(kind, own); err != nil {
			return nil, err
		}
		if best == nil || t.score > best.score || t.score == best.score && len(t.columns) > len(best.columns) {
			best = t
		}
	}
	if best.header == 0 {
		return nil, fault.New("empty_file", nil)
	}
	return best, nil
}

func openXLSX(kind string, content []byte, own map[string]string) (*table, error) {
	w, err := openWorkbook(content)
	if err != nil {
		return nil, err
	}
	var best *table
	for _, s := range w.sheets() {
		t := &table{rows: s, date1904: w.date1904, flags: w.c.flags, close: func() { _ = w.f.Close() }}
		if err := t.findHeader(kind, own); err != nil {
			_ = w.f.Close()
			return nil, err
		}
		if t.header > 0 && (best == nil || t.score > best.score) {
			best = t
		}
	}
	if best == nil {
		_ = w.f.Close()
		return nil, fault.New("empty_file", nil)
	}
	return best, nil
}

// headerWithin is how many rows from the top the header is looked for.
const headerWithin = 20

// findHeader takes the row with the most known column names for the header: title
// rows may stand above it. Where no name is known, it is the first row of several cells.
func (t *table) findHeader(kind string, own map[string]string) error {
	var header row
	best, seen := -1, 0
	err := t.rows.each(func() int { return 0 }, func(r row) bool {
		if r.empty() {
			return true
		}
		seen++
		names, cells := map[string]bool{}, 0
		for _, c := range r.cells {
			if name := canonical(kind, c, own); name != "" {
				names[name] = true
			}
			if strings.TrimSpace(c) != "" {
				cells++
			}
		}
		score := len(names) * 100
		if score == 0 && cells > 1 {
			score = 1
		}
		if score > best && r.bad == nil {
			best, header = score, r
		}
		return seen < headerWithin
	})
	if err != nil || best < 0 {
		return err
	}
	t.header, t.score = header.line, best
	t.name(kind, header.cells, own)
	return nil
}

func (t *table) name(kind string, cells []string, own map[string]string) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	used := map[string]bool{}
	for i, c := range cells {
		name := canonical(kind, c, own)
		known := name != "" && !used[name]
		if !known {
			name = ownName(c, i)
			for n := 2; used[name] || layouts[kind].synonyms[name] != nil; n++ {
				name = fmt.Sprintf("%s (%d)", ownName(c, i), n)
			}
		}
		used[name] = true
		t.columns, t.known = append(t.columns, name), append(t.known, known)
	}
	for _, group := range layouts[kind].needs {
		if !slices.ContainsFunc(group, func(n string) bool { return used[n] }) {
			t.missing = append(t.missing, strings.Join(group, "|"))
		}
	}
}

// ownName is the name of a column that is not known: its header's text.
func ownName(header string, i int) string {
	h := record.NormalizeWidth(header)
	if r := []rune(h); len(r) > 60 {
		h = string(r[:60])
	}
	switch {
	case h == "":
		return fmt.Sprintf("column %d", i+1)
	case strings.HasPrefix(h, "_"):
		return "column " + h // names with an underscore are the reader's own
	}
	return h
}

// data calls f with the rows of data in order; n counts them from 1. Empty rows are left out.
func (t *table) data(f func(n int, r row) bool) error {
	n := 0
	return t.rows.each(func() int { return len(t.columns) }, func(r row) bool {
		if r.line <= t.header || r.empty() {
			return true
		}
		n++
		if r.bad == nil {
			r.bad = t.misfit(r)
		}
		return f(n, r)
	})
}

// misfit tells when the cells of a row do not fit the header.
func (t *table) misfit(r row) *rowError {
	cells := len(r.cells)
	for cells > len(t.columns) && strings.TrimSpace(r.cells[cells-1]) == "" {
		cells--
	}
	if cells > len(t.columns) || t.strict && cells < len(t.columns) {
		return &rowError{"bad_row", r.line, fmt.Sprintf("应有%d列，实有%d列 (%d cells where the header has %d)", len(t.columns), cells, cells, len(t.columns))}
	}
	return nil
}

// unknown lists the columns that are not known.
func (t *table) unknown() []string {
	var out []string
	for i, k := range t.known {
		if !k {
			out = append(out, t.columns[i])
		}
	}
	return out
}

// cell gives the text of a canonical column in a row; "" where there is none.
func (t *table) cell(r row, name string) string {
	if i := slices.Index(t.columns, name); i >= 0 && i < len(r.cells) && t.known[i] {
		return r.cells[i]
	}
	return ""
}
