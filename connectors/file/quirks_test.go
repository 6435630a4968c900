package file_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/connectors/file/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var uploaded = time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC) // 18:00 in Shanghai

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func source(t testing.TB, settings map[string]any) (connectors.Source, *connectortest.Env) {
	t.Helper()
	env := connectortest.NewEnv(t)
	return connectortest.OpenSource(t, file.Connector, env, settings), env
}

// got is a record with its Raw decoded.
type got struct {
	record.Record
	raw map[string]any
}

func (g got) text(name string) string {
	switch v := g.raw[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func (g got) code() string {
	e, _ := g.raw["_error"].(map[string]any)
	c, _ := e["code"].(string)
	return c
}

// read uploads one file and reads it.
func read(t testing.TB, kind string, content []byte, params map[string]string) []got {
	t.Helper()
	src, env := source(t, nil)
	env.Uploads.Add(kind, "list.csv", content, params, uploaded)
	return readAll(t, src, env, kind)
}

func readAll(t testing.TB, src connectors.Source, env *connectortest.Env, kind string) []got {
	t.Helper()
	sink := &connectortest.Sink{Connector: "file", Stream: kind, Env: env}
	if err := src.Read(t.Context(), kind, nil, sink.Emit); err != nil {
		t.Fatal(err)
	}
	if p := sink.Problems(); len(p) > 0 {
		t.Error(p)
	}
	if n := env.Uploads.StillOpen(); n != 0 {
		t.Errorf("%d files were left open", n)
	}
	var out []got
	for _, r := range sink.Records() {
		g := got{Record: r}
		d := json.NewDecoder(bytes.NewReader(r.Raw))
		d.UseNumber()
		if err := d.Decode(&g.raw); err != nil {
			t.Fatalf("raw %s: %v", r.Raw, err)
		}
		out = append(out, g)
	}
	return out
}

var fair = fake.List{
	Titles: []string{"2026示例医疗展 扫码名单", "导出人：示例"},
	Header: []string{"胸卡号", "姓名", "手机号", "公司", "职务", "扫码时间", "备注"},
	Rows: [][]string{
		{"B001", "示例甲", "13900001234", "示例医院", "主任", "2026-03-11 09:05:00", "要\"CT\"报价,急"},
		{"B002", "𠮷䶮", "13900001235", "示例医院", "", "2026/3/11 9:06", "第一行\n第二行"},
	},
}

// TestQuirkEncodings: UTF-8, with and without a mark, and GB18030; the delimiters and
// line ends of all programs; XLSX. All give the same rows.
func TestQuirkEncodings(t *testing.T) {
	files := map[string][]byte{}
	for name, s := range map[string]fake.Style{
		"UTF-8": {}, "UTF-8 with BOM": {BOM: true}, "GB18030": {GB18030: true, EOL: "\r\n"}, "semicolons": {Comma: ";"},
		"tabs": {Comma: "\t", EOL: "\r\n"}, "old Mac line ends": {EOL: "\r"},
	} {
		b, err := fair.CSV(s)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = b
	}
	files["UTF-16 of Excel"] = utf16le(string(files["tabs"]))
	x, err := fair.XLSX([]string{"手机号"}, []string{"公司"})
	if err != nil {
		t.Fatal(err)
	}
	files["XLSX"] = x
	for name, b := range files {
		t.Run(name, func(t *testing.T) {
			recs := read(t, file.StreamTradeFair, b, map[string]string{"list": "fair-1"})
			if len(recs) != 2 {
				t.Fatalf("%d records", len(recs))
			}
			a, r := recs[0], recs[1]
			if a.Key != "fair-1/B001" || r.Key != "fair-1/B002" || a.Version != "000000000001" {
				t.Errorf("keys %s %s, version %s", a.Key, r.Key, a.Version)
			}
			if r.text("name") != "𠮷䶮" || r.text("company_name") != "示例医院" || r.text("_mobile") != "13900001235" || a.text("message") != `要"CT"报价,急` {
				t.Errorf("raw %s\n%s", a.Raw, r.Raw)
			}
			if !strings.HasPrefix(r.text("message"), "第一行") || !strings.HasSuffix(r.text("message"), "第二行") {
				t.Errorf("message %q", r.text("message"))
			}
			if r.text("_scan_time") != "2026-03-11T09:06:00+08:00" || r.OccurredAt.UTC().Format(time.RFC3339) != "2026-03-11T01:06:00Z" {
				t.Errorf("scan time %s, occurred at %s", r.text("_scan_time"), r.OccurredAt)
			}
			if a.text("_row") != "4" || r.text("_file") != "list.csv" {
				t.Errorf("row %s of %s", a.text("_row"), r.text("_file"))
			}
		})
	}
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		if r >= 0x10000 {
			r -= 0x10000
			hi, lo := 0xd800+r>>10, 0xdc00+r&0x3ff
			out = append(out, byte(hi), byte(hi>>8), byte(lo), byte(lo>>8))
			continue
		}
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// TestQuirkPhones: what spreadsheets and people make of phone numbers.
func TestQuirkPhones(t *testing.T) {
	for cell, want := range map[string][3]string{ // mobile, phone, more
		"13900001234":                 {"13900001234", "", ""},
		"'13900001234":                {"13900001234", "", ""},
		"13900001234.0":               {"13900001234", "", ""},
		"1.3900001234E+10":            {"13900001234", "", ""},
		"1.390000123E+10":             {"13900001230", "", ""},
		"1.39E+10":                    {"1.39E+10", "", ""}, // digits are lost: for the mapping to refuse
		"１３９００００１２３４":                 {"13900001234", "", ""},
		"139\u200b00001234":           {"13900001234", "", ""},
		"+86 139-0000-1234":           {"13900001234", "", ""},
		"13900001234/13900001235":     {"13900001234", "13900001235", ""},
		"13900001234、021-55500001":    {"13900001234", "021-55500001", ""},
		"021-55500001;13900001234":    {"13900001234", "021-55500001", ""},
		"021-55500001":                {"", "021-55500001", ""},
		"021-55500001/021-55500002":   {"", "021-55500001", "021-55500002"},
		"13900001234/13900001234":     {"13900001234", "", ""},
		"见名片":                         {"见名片", "", ""},
		"13900001234/13900001235/123": {"13900001234", "13900001235", ""},
	} {
		recs := read(t, file.StreamTradeFair, []byte("姓名,手机\n甲,\""+cell+"\"\n"), nil)
		if len(recs) != 1 {
			t.Fatalf("%q: %d records", cell, len(recs))
		}
		r := recs[0]
		if g := [3]string{r.text("_mobile"), r.text("_phone"), r.text("_more_phones")}; g != want {
			t.Errorf("%q: %q, want %q", cell, g, want)
		}
		if r.text("mobile") != cell {
			t.Errorf("%q: the cell became %q", cell, r.text("mobile"))
		}
	}
}

// TestQuirkScanTimes: the five shapes of the sheet and what is no time.
func TestQuirkScanTimes(t *testing.T) {
	for cell, want := range map[string]string{
		"2026/1/1 9:05": "2026-01-01T09:05:00+08:00", "2026-01-01 09:05:00": "2026-01-01T09:05:00+08:00",
		"20260101090500": "2026-01-01T09:05:00+08:00", "1月1日 09:05": "2026-01-01T09:05:00+08:00",
		"46023.378": "2026-01-01T09:04:19+08:00", "46023.37847222222": "2026-01-01T09:05:00+08:00",
		"2026年1月1日 9:05": "2026-01-01T09:05:00+08:00", "12月30日 09:05": "2025-12-30T09:05:00+08:00",
		"２０２６/１/１ ９:０５": "2026-01-01T09:05:00+08:00", "2026-01-01T01:05:00Z": "2026-01-01T09:05:00+08:00",
		"2026-02-30 09:00": "", "2026-01-01 24:00": "", "0000-00-00": "", "昨天": "",
	} {
		recs := read(t, file.StreamTradeFair, []byte("姓名,手机,扫码时间\n甲,13900001234,"+cell+"\n"), nil)
		if g := recs[0].text("_scan_time"); g != want {
			t.Errorf("%q: %q, want %q", cell, g, want)
		}
		if want == "" && !recs[0].OccurredAt.Equal(uploaded) {
			t.Errorf("%q: occurred at %s", cell, recs[0].OccurredAt)
		}
	}
	recs := read(t, file.StreamTradeFair, []byte("姓名,手机,扫码时间\n甲,13900001234,6月1日 9:00\n"), map[string]string{"event_date": "2024-06-01"})
	if g := recs[0].text("_scan_time"); g != "2024-06-01T09:00:00+08:00" {
		t.Errorf("the year of the event is not used: %s", g)
	}
}

// TestQuirkDuplicateScans: the earliest scan of a badge stands, the rest are counted.
func TestQuirkDuplicateScans(t *testing.T) {
	list := fake.List{Header: []string{"Badge No", "Name", "Mobile", "Scan time"}, Rows: [][]string{
		{"B1", "late", "13900001234", "2026-03-11 12:00:00"},
		{"B2", "other", "13900001235", "2026-03-11 10:00:00"},
		{"B1", "early", "13900001234", "2026-03-11 09:00:00"},
		{"B1", "unknown time", "13900001234", ""},
		{"", "no badge", "13900001236", "2026-03-11 09:00:00"},
		{"13900001237", "badge is a phone", "13900001237", ""},
	}}
	b, err := list.CSV(fake.Style{})
	if err != nil {
		t.Fatal(err)
	}
	recs := read(t, file.StreamTradeFair, b, map[string]string{"list": "fair-1"})
	env := connectortest.NewEnv(t)
	want := []string{"fair-1/B2 other 1", "fair-1/B1 early 3", "fair-1/r5 no badge ", "fair-1/h-" + env.Hash("13900001237") + " badge is a phone 1"}
	var have []string
	for _, r := range recs {
		have = append(have, r.Key+" "+r.text("name")+" "+r.text("_scans"))
	}
	if !slices.Equal(have, want) {
		t.Errorf("have %q\nwant %q", have, want)
	}
}

// TestQuirkKeys: without a list name the file's hash, without a badge the row.
func TestQuirkKeys(t *testing.T) {
	src, env := source(t, nil)
	b := []byte("姓名,手机\n甲,13900001234\n\n乙,13900001235\n")
	info := env.Uploads.Add(file.StreamTradeFair, "a.csv", b, nil, uploaded)
	env.Uploads.Add(file.StreamTradeFair, "b.csv", append(b, '\n'), map[string]string{"list": "春季展 第二天/上午"}, uploaded)
	recs := readAll(t, src, env, file.StreamTradeFair)
	h := "h-" + env.Hash("春季展 第二天/上午")
	want := []string{info.SHA256[:16] + "/r1", info.SHA256[:16] + "/r2", h + "/r1", h + "/r2"}
	var have []string
	for _, r := range recs {
		have = append(have, r.Key)
	}
	if !slices.Equal(have, want) {
		t.Errorf("keys %q, want %q", have, want)
	}
	if recs[1].text("_row") != "4" || recs[3].Version != "000000000002" {
		t.Errorf("row %s, version %s", recs[1].text("_row"), recs[3].Version)
	}
	cost := read(t, file.StreamOfflineCost, []byte("日期,渠道,金额,返点,税率,含税\n2026年3月1日,展会,\"￥1,060.00\",60,6%,是\n46083,sms,1.2万,,0.06,否\n"), map[string]string{"list": "c-1"})
	if cost[0].Key != "c-1/1" || cost[1].Key != "c-1/2" || cost[0].text("_day") != "2026-03-01" || cost[1].text("_day") != "2026-03-02" ||
		cost[0].text("_cost_net") != "1000" || cost[1].text("_cost_net") != "1.2万" || cost[0].text("_tax_rate") != "0.06" || cost[1].text("_tax_rate") != "0.06" {
		t.Errorf("costs %s\n%s", cost[0].Raw, cost[1].Raw)
	}
	staff := read(t, file.StreamEmployees, []byte("工号,姓名,手机,U8编码,离职日期\nE001,示例,13900001234,0012,46082\n"), nil)
	if staff[0].Key != "E001" || staff[0].text("u8_code") != "0012" || staff[0].text("_left_on") != "2026-03-01" {
		t.Errorf("employee %s %s", staff[0].Key, staff[0].Raw)
	}
}

// TestQuirkHeaders: synonyms, remarks behind a name, a column twice, an own name.
func TestQuirkHeaders(t *testing.T) {
	recs := read(t, file.StreamTradeFair, []byte("\n说明：仅供内部使用\n 联 系 人 ,手机号码（必填）,E-mail*,单位名称,姓名,,_error\n甲,13900001234,a@example.com,示例公司,又名,x,y\n"), nil)
	r := recs[0]
	want := map[string]string{"name": "甲", "mobile": "13900001234", "email": "a@example.com", "company_name": "示例公司", "姓名": "又名", "column 6": "x", "column _error": "y"}
	for k, v := range want {
		if r.text(k) != v {
			t.Errorf("%s = %q, want %q in %s", k, r.text(k), v, r.Raw)
		}
	}
	src, env := source(t, map[string]any{"columns": []any{"联系号码=mobile"}})
	env.Uploads.Add(file.StreamTradeFair, "a.csv", []byte("姓名,联系号码\n甲,13900001234\n"), nil, uploaded)
	if got := readAll(t, src, env, file.StreamTradeFair); got[0].text("_mobile") != "13900001234" || got[0].code() != "" {
		t.Errorf("own column name: %s", got[0].Raw)
	}
	if _, err := file.Connector.NewSource(t.Context(), env.Env, connectors.Settings{"columns": []string{"x=nothing"}}); code(err) != "bad_settings" {
		t.Errorf("column to an unknown field: %v", err)
	}
	for _, kind := range []string{file.StreamTradeFair, file.StreamOfflineCost, file.StreamEmployees} {
		if cols := slices.Collect(maps.Keys(file.Columns(kind))); len(cols) < 10 {
			t.Errorf("%s has the columns %v", kind, cols)
		}
	}
}

// TestQuirkMergedAndEmptyRows: a company that is joined over three visitors belongs to
// each; empty rows behind the list are nothing.
func TestQuirkMergedAndEmptyRows(t *testing.T) {
	list := fake.List{Titles: []string{"名单"}, Header: []string{"公司", "姓名", "手机"}, Rows: [][]string{
		{"示例医院", "甲", "13900001234"},
		{"示例医院", "乙", "13900001235"},
		{"示例医院", "丙", "13900001236"},
		{"另一公司", "丁", "13900001237"},
		{"", " ", ""},
		{"", "", ""},
	}}
	x, err := list.XLSX([]string{"手机"}, []string{"公司"})
	if err != nil {
		t.Fatal(err)
	}
	recs := read(t, file.StreamTradeFair, x, nil)
	var have []string
	for _, r := range recs {
		have = append(have, r.text("company_name")+r.text("name"))
	}
	if want := []string{"示例医院甲", "示例医院乙", "示例医院丙", "另一公司丁"}; !slices.Equal(have, want) {
		t.Errorf("have %q, want %q", have, want)
	}
}

// TestResume: pages, a crash at every emit, and files of other kinds between.
func TestResume(t *testing.T) {
	src, env := source(t, map[string]any{"page_rows": 3})
	for i := range 3 {
		var b strings.Builder
		b.WriteString("姓名,手机\n")
		for j := range 7 + i {
			fmt.Fprintf(&b, "f%dn%d,1390000%04d\n", i, j, i*100+j)
		}
		env.Uploads.Add(file.StreamTradeFair, "a.csv", []byte(b.String()), map[string]string{"list": fmt.Sprint("l", i)}, uploaded)
		env.Uploads.Add(file.StreamEmployees, "e.csv", fmt.Appendf(nil, "工号,姓名\nE%d,甲\n", i), nil, uploaded)
	}
	whole := &connectortest.Sink{Connector: "file", Stream: file.StreamTradeFair, Env: env}
	if err := src.Read(t.Context(), file.StreamTradeFair, nil, whole.Emit); err != nil {
		t.Fatal(err)
	}
	if n := len(whole.Records()); n != 7+8+9 {
		t.Fatalf("%d records", n)
	}
	broken := fmt.Errorf("bus is gone")
	for fail := 1; fail <= whole.Calls(); fail++ {
		sink := &connectortest.Sink{Connector: "file", Stream: file.StreamTradeFair, Env: env}
		sink.Before = func(n int, _ []record.Record) error {
			if n == fail {
				return broken
			}
			return nil
		}
		if err := src.Read(t.Context(), file.StreamTradeFair, nil, sink.Emit); err == nil {
			t.Fatal("the failed emit did not end Read")
		}
		rest := &connectortest.Sink{Connector: "file", Stream: file.StreamTradeFair, Env: env}
		if err := src.Read(t.Context(), file.StreamTradeFair, sink.State(), rest.Emit); err != nil {
			t.Fatal(err)
		}
		if all := append(sink.Records(), rest.Records()...); !slices.EqualFunc(all, whole.Records(), func(a, b record.Record) bool { return a.ID() == b.ID() }) {
			t.Errorf("after a crash at emit %d: %d records", fail, len(all))
		}
	}
	again := &connectortest.Sink{Connector: "file", Stream: file.StreamTradeFair, Env: env}
	if err := src.Read(t.Context(), file.StreamTradeFair, whole.State(), again.Emit); err != nil || len(again.Records()) != 0 {
		t.Errorf("read again: %v, %d records", err, len(again.Records()))
	}
	if err := src.Read(t.Context(), file.StreamTradeFair, connectors.State(`{"v":9}`), again.Emit); code(err) != "lost_state" {
		t.Errorf("a strange state: %v", err)
	}
	if err := src.Read(t.Context(), "other", nil, again.Emit); code(err) != "bad_request" {
		t.Errorf("a strange stream: %v", err)
	}
	env.Uploads.OpenFail = func(string) error { return broken }
	if err := src.Read(t.Context(), file.StreamTradeFair, nil, again.Emit); code(err) != "source_error" {
		t.Errorf("a store that hiccups: %v", err)
	}
	if err := src.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if s, err := src.Discover(t.Context()); err != nil || len(s) != 3 {
		t.Errorf("%v %v", s, err)
	}
}
