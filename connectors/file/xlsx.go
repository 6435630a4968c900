package file

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/heliuhub/heliu/fault"
)

// sheet is one visible sheet of an XLSX file. Cells come as stored, not as shown: a
// phone shows as 1.39E+10 and is stored whole, a date is its serial.
type sheet struct {
	f      *excelize.File
	name   string
	merges []merge
}

// merge is a range of joined cells, rows and columns from 1.
type merge struct{ top, left, bottom, right int }

// workbook is an opened XLSX file.
type workbook struct {
	c        *container
	f        *excelize.File
	date1904 bool
}

func openWorkbook(content []byte) (w *workbook, err error) {
	defer func() { // the library has been seen to panic on malformed parts
		if p := recover(); p != nil {
			w, err = nil, fault.Newf("unsafe_file", "the workbook is malformed")
		}
	}()
	c, err := openContainer(content)
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(c.zip), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: 8 << 20,
	})
	if err != nil {
		return nil, fault.Newf("unsafe_file", "the workbook is malformed")
	}
	w = &workbook{c: c, f: f}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		w.date1904 = *p.Date1904
	}
	return w, nil
}

// sheets gives the visible sheets, five at most.
func (w *workbook) sheets() []*sheet {
	parts := w.sheetParts()
	var out []*sheet
	for _, name := range w.f.GetSheetList() {
		if visible, err := w.f.GetSheetVisible(name); err != nil || !visible || len(out) == 5 {
			continue
		}
		out = append(out, &sheet{f: w.f, name: name, merges: w.merges(parts[name])})
	}
	return out
}

// each calls f with the rows in order until f says false. An empty row counts in
// the numbering and is not given.
func (s *sheet) each(_ func() int, f func(row) bool) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.Newf("unsafe_file", "the sheet is malformed")
		}
	}()
	rows, err := s.f.Rows(s.name)
	if err != nil {
		return fault.Newf("unsafe_file", "the sheet is malformed")
	}
	defer rows.Close()
	held := map[int]string{} // column → text of the joined cell that reaches down
	first := 0               // merges before it end above
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return fault.Newf("unsafe_file", "row %d is malformed", line)
		}
		cells, first = s.fill(line, cells, held, first)
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > 0 && !f(row{line: line, cells: cells}) {
			return nil
		}
	}
	if rows.Error() != nil {
		return fault.Newf("unsafe_file", "the sheet is malformed")
	}
	return nil
}

// fill writes the text of a cell that is joined downwards into the rows below, where
// the file has nothing: one company for three visitors.
func (s *sheet) fill(line int, cells []string, held map[int]string, first int) ([]string, int) {
	for first < len(s.merges) && s.merges[first].bottom < line {
		first++
	}
	for _, m := range s.merges[first:] {
		if m.top > line {
			break
		}
		switch {
		case m.bottom < line || m.bottom == m.top:
		case m.top == line && m.left <= len(cells):
			held[m.left] = cells[m.left-1]
		case m.top < line && held[m.left] != "":
			for len(cells) < m.left {
				cells = append(cells, "")
			}
			if cells[m.left-1] == "" {
				cells[m.left-1] = held[m.left]
			}
		}
	}
	return cells, first
}

// sheetParts finds the part of each sheet by the workbook and its relations.
func (w *workbook) sheetParts() map[string]string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Rels []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	b, err1 := w.c.part("xl/workbook.xml", maxPart)
	r, err2 := w.c.part("xl/_rels/workbook.xml.rels", maxPart)
	if err1 != nil || err2 != nil || xml.Unmarshal(b, &book) != nil || xml.Unmarshal(r, &rels) != nil {
		return nil
	}
	target := map[string]string{}
	for _, x := range rels.Rels {
		t := x.Target
		if !strings.HasPrefix(t, "/") {
			t = "/xl/" + t
		}
		target[x.ID] = strings.TrimPrefix(path.Clean(t), "/")
	}
	out := map[string]string{}
	for _, s := range book.Sheets {
		out[s.Name] = target[s.ID]
	}
	return out
}

var mergeRef = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"`)

// merges reads the joined ranges, which stand behind all rows of a sheet; the library
// would load the whole sheet for them. They come in the order of their top row.
func (w *workbook) merges(part string) []merge {
	f := w.c.parts[strings.ToLower(part)]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return nil
	}
	defer r.Close()
	var out []merge
	const keep = 256 // a reference that lies across two blocks
	buf := make([]byte, 0, 64<<10+keep)
	for len(out) < MaxRows {
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		last := 0
		if bytes.Contains(buf, []byte("mergeCell")) {
			for _, m := range mergeRef.FindAllSubmatchIndex(buf, -1) {
				last = m[1]
				if g, ok := parseMerge(string(buf[m[2]:m[3]]), string(buf[m[4]:m[5]]), string(buf[m[6]:m[7]]), string(buf[m[8]:m[9]])); ok {
					out = append(out, g)
				}
			}
		}
		if err != nil {
			break
		}
		buf = append(buf[:0], buf[max(last, len(buf)-keep):]...)
	}
	sortMerges(out)
	return out
}

func parseMerge(c1, r1, c2, r2 string) (m merge, ok bool) {
	left, err1 := excelize.ColumnNameToNumber(c1)
	right, err2 := excelize.ColumnNameToNumber(c2)
	_, err3 := fmt.Sscan(r1, &m.top)
	_, err4 := fmt.Sscan(r2, &m.bottom)
	m.left, m.right = left, right
	return m, err1 == nil && err2 == nil && err3 == nil && err4 == nil && m.top <= m.bottom && left <= right
}
