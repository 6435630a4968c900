package world

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// serial writes a moment as Excel keeps it: days since 1899-12-30 (ECMA-376 part 1,
// section 18.17.4.1).
func serial(t time.Time) string {
	y, m, d := t.Date()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour)
	secs := int64(t.Hour()*3600 + t.Minute()*60 + t.Second())
	return strings.TrimRight(fmt.Sprintf("%d.%09d", int64(days), (secs*1_000_000_000+43_200)/86_400), "0")
}

// numeric is what Excel makes numbers of, whatever they were meant as: mobile
// numbers and moments.
var numeric = regexp.MustCompile(`^(1\d{10}|4\d{4}\.\d{1,9})$`)

// sheet writes the rows into the first sheet of an Excel file, with empty rows below
// them, as people leave them.
func sheet(rows [][]string) ([]byte, error) {
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	for i, row := range append(rows, nil, []string{"", " "}) {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = v
			if n, err := strconv.ParseFloat(v, 64); err == nil && numeric.MatchString(v) {
				cells[j] = n
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return nil, fmt.Errorf("write sheet: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	return b.Bytes(), nil
}
