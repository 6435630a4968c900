package file_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/connectors/file/fake"
)

// TestAnyListComesBack: whatever stands in the cells of a list, it comes back from
// CSV in every style, cell by cell.
func TestAnyListComesBack(t *testing.T) {
	cell := rapid.StringOfN(rapid.SampledFrom([]rune("a甲𠮷䶮😀,;\t\"' =+1２\n\r")), 1, 8, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 2), 1, 12).Draw(rt, "rows")
		l := fake.List{Titles: []string{"名单"}, Header: []string{"姓名", "备注", "手机"}}
		for _, r := range rows {
			l.Rows = append(l.Rows, append(r, "13900001234"))
		}
		s := fake.Style{
			GB18030: rapid.Bool().Draw(rt, "gb18030"), Comma: rapid.SampledFrom([]string{",", ";", "\t"}).Draw(rt, "comma"),
			EOL: rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(rt, "eol"),
		}
		b, err := l.CSV(s)
		if err != nil {
			rt.Fatal(err)
		}
		recs := read(t, file.StreamTradeFair, b, map[string]string{"list": "l"})
		if len(recs) != len(rows) {
			rt.Fatalf("%d rows of %d: %s", len(recs), len(rows), summary(recs))
		}
		for i, r := range recs {
			if r.text("name") != rows[i][0] || r.text("message") != rows[i][1] {
				rt.Fatalf("row %d: %q %q, want %q", i+1, r.text("name"), r.text("message"), rows[i])
			}
		}
	})
}

// TestAnyBytesEndSomewhere: any bytes are a list, with good rows or bad, or one record
// that says why they are none; never a panic, never nothing, never one key twice.
func TestAnyBytesEndSomewhere(t *testing.T) {
	head := rapid.SampledFrom([]string{"", "姓名,手机\n", "胸卡号;姓名;手机\r\n", "PK\x03\x04", "\xff\xfe", "\ufeff姓名\t手机\r"})
	piece := rapid.SampledFrom([]string{"\"", ",", ";", "\n", "\r", "\t", "甲", "\xff", "\x00", "13900001234", "\"\"", "a", " "})
	rapid.Check(t, func(rt *rapid.T) {
		text := head.Draw(rt, "head") + strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(rt, "body"), "")
		recs := read(t, file.StreamTradeFair, []byte(text), map[string]string{"list": "l"})
		if len(recs) == 0 {
			rt.Fatal("nothing became of the file")
		}
		keys := map[string]bool{}
		for _, r := range recs {
			if keys[r.Key] {
				rt.Fatalf("key %s twice", r.Key)
			}
			keys[r.Key] = true
			if bytes.Contains(r.Raw, []byte(`\u0000`)) {
				rt.Fatalf("NUL in %s", r.Raw)
			}
		}
	})
}
