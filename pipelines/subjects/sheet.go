package subjects

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// headings are the columns of a sheet.
var headings = []string{"表 table", "栏 column", "记录 record", "行 row", "时间 time", "来源 source", "法律依据 legal basis", "处理活动 activity", "仅此人 own", "位置 path", "内容 value"}

// WriteSheet writes what is known about a person as a workbook: one line a value, each
// with its source, its time and its ground. Values are texts: none becomes a formula.
func WriteSheet(w io.Writer, rows []privacy.Row) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	const sheet = "personal data"
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return fault.New("internal", err)
	}
	n := 0
	line := func(cells []string) error {
		n++
		out := make([]any, len(cells))
		for i, c := range cells {
			out[i] = plain(c)
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err == nil {
			err = f.SetSheetRow(sheet, at, &out)
		}
		if err != nil {
			return fault.New("internal", err)
		}
		return nil
	}
	if err := line(headings); err != nil {
		return err
	}
	for _, r := range rows {
		own := "否 no"
		if r.Own {
			own = "是 yes"
		}
		head := []string{r.Table, r.Column, r.Record, string(r.Ref), r.At.In(record.Shanghai).Format("2006-01-02 15:04:05"), r.Source, string(r.Basis), r.Activity, own}
		values := r.Fragments
		if len(r.Data) > 0 {
			values = append(flatten("", r.Data), values...)
		}
		for _, v := range values {
			if err := line(append(slices.Clone(head), v.Path, v.Text)); err != nil {
				return err
			}
		}
	}
	if err := f.Write(w); err != nil {
		return fault.New("internal", err)
	}
	return nil
}

// plain keeps a text from being read as a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	if len(s) > excelize.TotalCellChars {
		return strings.ToValidUTF8(s[:excelize.TotalCellChars-10], "") + "…"
	}
	return s
}

// flatten gives the values of a document with their paths.
func flatten(path string, data json.RawMessage) []privacy.Fragment {
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) == nil && object != nil {
		var out []privacy.Fragment
		for _, k := range slices.Sorted(maps.Keys(object)) {
			out = append(out, flatten(path+"/"+k, object[k])...)
		}
		return out
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil && list != nil {
		var out []privacy.Fragment
		for _, x := range list {
			out = append(out, flatten(path+"[]", x)...)
		}
		return out
	}
	var text string
	if json.Unmarshal(data, &text) != nil {
		text = string(data)
	}
	if text == "" || text == "null" {
		return nil
	}
	return []privacy.Fragment{{Path: path, Text: text}}
}
