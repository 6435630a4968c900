package file_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/file"
)

// office is somebody who uploads lists: two of each kind, then single rows and
// corrections of rows.
type office struct {
	env  *connectortest.Env
	keys map[string][]string
	seq  int
	next map[string]int // row to change next
}

var headers = map[string]string{
	file.StreamTradeFair: "胸卡号,姓名,手机", file.StreamOfflineCost: "日期,渠道,金额,备注", file.StreamEmployees: "工号,姓名,手机",
}

// line is row i (from 1) of a list; note tells one state of the row from another.
func line(stream, list string, i int, note string) string {
	switch stream {
	case file.StreamOfflineCost:
		return fmt.Sprintf("2026-03-%02d,展会,%d.50,%s", i%28+1, i*100, note)
	case file.StreamEmployees:
		return fmt.Sprintf("%s%03d,示例员工%s,1390000%04d", list, i, note, i)
	}
	return fmt.Sprintf("%s%03d,示例观众%s,1390000%04d", list, i, note, i)
}

func keyOf(stream, list string, i int) string {
	switch stream {
	case file.StreamOfflineCost:
		return fmt.Sprintf("%s/%d", list, i)
	case file.StreamEmployees:
		return fmt.Sprintf("%s%03d", list, i)
	}
	return fmt.Sprintf("%s/%s%03d", list, list, i)
}

// upload uploads rows 1 to n of a list, one of them with a note.
func (o *office) upload(stream, list string, n, noted int, note string) {
	var b strings.Builder
	b.WriteString(headers[stream] + "\n")
	for i := 1; i <= n; i++ {
		mark := ""
		if i == noted {
			mark = note
		}
		b.WriteString(line(stream, list, i, mark) + "\n")
	}
	o.seq++
	o.env.Uploads.Add(stream, fmt.Sprintf("%s-%d.csv", list, o.seq), []byte(b.String()), map[string]string{"list": list}, o.env.Now.Now())
}

func (o *office) add(stream, list string, n int) {
	o.upload(stream, list, n, 0, "")
	for i := 1; i <= n; i++ {
		o.keys[stream] = append(o.keys[stream], keyOf(stream, list, i))
	}
}

func TestConformance(t *testing.T) {
	connectortest.RunSource(t, connectortest.SourceCase{
		Connector: file.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.System {
			o := &office{env: env, keys: map[string][]string{}, next: map[string]int{}}
			for stream := range headers {
				o.add(stream, "A", 7)
				o.add(stream, "B", 8)
			}
			inserted := 0
			return &connectortest.System{
				Settings: func(string) map[string]any { return map[string]any{"page_rows": 3, "columns": []any{"客户=name"}} },
				BadSettings: map[string]func(map[string]any){
					"columns": func(s map[string]any) { s["columns"] = []any{"客户=nothing"} },
				},
				Rows: func(stream string) []connectortest.Row {
					var rows []connectortest.Row
					for _, k := range o.keys[stream] {
						rows = append(rows, connectortest.Row{Key: k})
					}
					return rows
				},
				Insert: func(stream string) string {
					inserted++
					list := fmt.Sprintf("N%d-", inserted)
					o.add(stream, list, 1)
					return keyOf(stream, list, 1)
				},
				Change: func(stream string) string { // the list is corrected and uploaded again
					o.next[stream]++
					i := o.next[stream]
					o.upload(stream, "A", 7, i, fmt.Sprintf("更正%d", o.seq))
					return keyOf(stream, "A", i)
				},
				Personal: []string{"13900000001", "示例观众", "示例员工"},
			}
		},
		Waive: map[string]string{
			"check_credentials": "an uploaded file needs no credentials",
			"one_moment":        "files are ordered by their upload number, not by a time",
			"smallest_step":     "files are ordered by their upload number, not by a time",
			"late_rows":         "files are ordered by their upload number, not by a time",
		},
	})
}
