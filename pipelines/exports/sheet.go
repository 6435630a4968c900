package exports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/heliuhub/heliu/record"
)

// Sheet takes rows one after the other. Cells are texts, int64 and times; a text that
// could be a formula is guarded.
type Sheet interface {
	Row(cells ...any) error
	// Close writes what is left.
	Close() error
}

// Formats are the forms of a sheet with their media types.
var Formats = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// NewSheet begins a sheet of a form, csv or xlsx.
func NewSheet(w io.Writer, form string) (Sheet, error) {
	switch form {
	case "csv":
		// Excel takes a text without this mark for one of its country's old encodings.
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return nil, err
		}
		return csvSheet{csv.NewWriter(w)}, nil
	case "xlsx":
		f := excelize.NewFile()
		s, err := f.NewStreamWriter("Sheet1")
		return &xlsxSheet{w: w, f: f, s: s}, err
	}
	return nil, fmt.Errorf("exports: there is no form %q", form)
}

func textOf(v any) string {
	switch x := v.(type) {
	case string:
		return record.GuardCell(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case time.Time:
		return x.In(record.Shanghai).Format(time.DateTime)
	}
	return ""
}

type csvSheet struct{ w *csv.Writer }

func (c csvSheet) Row(cells ...any) error {
	out := make([]string, len(cells))
	for i, v := range cells {
		out[i] = textOf(v)
	}
	return c.w.Write(out)
}

func (c csvSheet) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// xlsxSheet keeps rows in a temporary file beyond 16 MB of them.
type xlsxSheet struct {
	w   io.Writer
	f   *excelize.File
	s   *excelize.StreamWriter
	row int
}

func (x *xlsxSheet) Row(cells ...any) error {
	x.row++
	out := make([]any, len(cells))
	for i, v := range cells {
		if n, ok := v.(int64); ok {
			out[i] = n
			continue
		}
		out[i] = textOf(v)
	}
	at, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return err
	}
	return x.s.SetRow(at, out)
}

func (x *xlsxSheet) Close() error {
	defer func() { _ = x.f.Close() }()
	if err := x.s.Flush(); err != nil {
		return err
	}
	return x.f.Write(x.w)
}
