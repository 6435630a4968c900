package file

import (
	"context"
	"io"

	"github.com/heliuhub/heliu/fault"
)

// Preview is what a person sees of a file before it is imported.
type Preview struct {
	HeaderRow int          `json:"header_row"`
	Columns   []string     `json:"columns"` // canonical names, or the header's own text
	Unknown   []string     `json:"unknown"`
	Missing   []string     `json:"missing"` // needed columns that were not found: mobile|phone|email
	Rows      int          `json:"rows"`
	Bad       []RowProblem `json:"bad"` // the first 20 rows that cannot be used
	BadRows   int          `json:"bad_rows"`
	Sample    [][]string   `json:"sample"` // the first 20 rows, personal values included
	Flags     []string     `json:"flags"`  // macro, external_link, embedded: left out
}

// RowProblem is a row that cannot be used.
type RowProblem struct {
	Row     int    `json:"row"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

const previewRows = 20

// Inspect looks through a file as a list of the given kind. columns are the
// connection's own header names (setting columns). The error is a fault for what
// nobody can read row by row.
func Inspect(kind string, r io.ReaderAt, size int64, columns []string) (Preview, error) {
	own, err := ownColumns(columns)
	if err != nil {
		return Preview{}, err
	}
	return inspect(kind, r, size, own)
}

func inspect(kind string, r io.ReaderAt, size int64, own map[string]string) (Preview, error) {
	if size > MaxBytes {
		return Preview{}, fault.New("file_too_large", nil)
	}
	content, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return Preview{}, fault.Newf("bad_request", "the file broke off")
	}
	t, err := openTable(kind, content, own)
	if err != nil {
		return Preview{}, err
	}
	defer t.close()
	p := Preview{HeaderRow: t.header, Columns: t.columns, Unknown: t.unknown(), Missing: t.missing, Flags: t.flags}
	err = t.data(func(n int, r row) bool {
		p.Rows = n
		if r.bad != nil {
			if p.BadRows++; len(p.Bad) < previewRows {
				p.Bad = append(p.Bad, RowProblem{Row: r.bad.Row, Code: r.bad.Code, Message: r.bad.Message})
			}
		}
		if len(p.Sample) < previewRows && r.bad == nil {
			p.Sample = append(p.Sample, r.cells)
		}
		return n <= MaxRows
	})
	switch {
	case err != nil:
		return Preview{}, err
	case p.Rows > MaxRows:
		return Preview{}, fault.New("too_many_rows", nil)
	case p.Rows == 0:
		return Preview{}, fault.New("empty_file", nil)
	}
	return p, nil
}

// CheckFile is connectors.FileTaker: it refuses what Inspect refuses. A renamed column
// or a bad row is no reason: those rows become dead letters that name it.
func (s *source) CheckFile(_ context.Context, _, kind string, content io.ReaderAt, size int64) error {
	_, err := inspect(kind, content, size, s.own)
	return err
}
