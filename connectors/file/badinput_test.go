package file_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/connectors/file/fake"
)

// summary lists the records of a file as "row:code" or "row:name".
func summary(recs []got) string {
	var out []string
	for _, r := range recs {
		what := r.code()
		if what == "" {
			what = r.text("name")
		}
		out = append(out, r.text("_row")+":"+what)
	}
	return strings.Join(out, " ")
}

// TestCase61BrokenCSV: a row that cannot be read is one row; its number is said and
// all others go on.
func TestCase61BrokenCSV(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("姓名,手机\n甲,13900001234\n乙\xff,13900001235\n丙,13900001236\n")
	if err != nil {
		gb = strings.ReplaceAll(mustGB("姓名,手机\n甲,13900001234\n乙@,13900001235\n丙,13900001236\n"), "@", "\xff")
	}
	for name, c := range map[string]struct{ text, want string }{
		"unclosed quote at the end":      {"姓名,手机\n甲,13900001234\n\"乙,13900001235", "2:甲 3:unclosed_quote"},
		"unclosed quote in the middle":   {"姓名,手机\n\"甲,13900001234\n乙,13900001235\n丙,13900001236\n", "2:unclosed_quote 3:乙 4:丙"},
		"with a quoted cell behind it":   {"姓名,手机\n甲,\"13900001234\n\"乙\",\"13900001235\"\n丙,13900001236\n", "2:unclosed_quote 3:乙 4:丙"},
		"text behind a closing quote":    {"姓名,手机\n\"甲\"x,13900001234\n乙,13900001235\n", "2:unclosed_quote 3:乙"},
		"mixed line ends":                {"姓名,手机\r\n甲,13900001234\n乙,13900001235\r丙,13900001236", "2:甲 3:乙 4:丙"},
		"a lone CR inside a row":         {"姓名,手机,备注\n甲,139000\r01234,x\n乙,13900001235,y\n", "2:bad_row 3:bad_row 4:乙"},
		"a cell too many":                {"姓名,手机\n甲,13900001234,x\n乙,13900001235\n", "2:bad_row 3:乙"},
		"empty cells too many":           {"姓名,手机\n甲,13900001234,,\n", "2:甲"},
		"a cell too few":                 {"姓名,手机\n甲\n乙,13900001235\n", "2:bad_row 3:乙"},
		"a quote inside a bare cell":     {"姓名,手机\n甲\"5寸\",13900001234\n", "2:甲\"5寸\""},
		"a spoilt byte in UTF-8":         {"姓名,手机\n甲,13900001234\n乙\xff,13900001235\n" + strings.Repeat("丙,13900001236\n", 9), "2:甲 3:bad_row" + numbered(4, 12, "丙")},
		"a spoilt byte in GB18030":       {gb, "2:甲 3:bad_row 4:丙"},
		"NUL":                            {"姓名,手机\n甲\x00,13900001234\n", ""},
		"60 zero width stays in the raw": {"姓名,手机\n示\u200b例,13900001234\n", "2:示\u200b例"},
		"63 a formula is text":           {"姓名,手机\n=cmd|'/c calc'!A1,13900001234\n", "2:=cmd|'/c calc'!A1"},
	} {
		t.Run(name, func(t *testing.T) {
			recs := read(t, file.StreamTradeFair, []byte(c.text), map[string]string{"list": "l"})
			if name == "NUL" {
				if len(recs) != 1 || recs[0].code() != "unreadable_file" {
					t.Errorf("%s", summary(recs))
				}
				return
			}
			if g := summary(recs); g != c.want {
				t.Errorf("%s\nwant %s", g, c.want)
			}
			keys := map[string]bool{}
			for _, r := range recs {
				keys[r.Key] = true
				if r.code() != "" && !strings.Contains(string(r.Raw), `"row":`+r.text("_row")) {
					t.Errorf("the fault does not name its row: %s", r.Raw)
				}
			}
			if len(keys) != len(recs) {
				t.Errorf("%d keys of %d rows", len(keys), len(recs))
			}
		})
	}
}

func mustGB(s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func numbered(from, to int, what string) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&b, " %d:%s", i, what)
	}
	return b.String()
}

// TestCase62RenamedColumn: a needed column that is gone marks every row, by name, with
// everything the rows hold kept; an extra column is kept under its own name.
func TestCase62RenamedColumn(t *testing.T) {
	recs := read(t, file.StreamTradeFair, []byte("姓名,联系号码X,leads_source\n甲,13900001234,展会\n乙,13900001235,展会\n"), nil)
	if g := summary(recs); g != "2:column_missing 3:column_missing" {
		t.Fatal(g)
	}
	raw := string(recs[0].Raw)
	for _, want := range []string{"mobile|phone|email", "联系号码X", `"联系号码X":"13900001234"`, `"leads_source":"展会"`} {
		if !strings.Contains(raw, want) {
			t.Errorf("%s is not in %s", want, raw)
		}
	}
	recs = read(t, file.StreamOfflineCost, []byte("日期,投放渠道,金额\n2026-03-01,展会,10\n"), nil)
	if g := summary(recs); g != "2:column_missing" {
		t.Error(g)
	}
	recs = read(t, file.StreamEmployees, []byte("姓名,手机\n甲,13900001234\n"), nil)
	if g := summary(recs); g != "2:column_missing" {
		t.Error(g)
	}
}

// archive makes a ZIP file of named parts.
func archive(t testing.TB, parts map[string]io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, r := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with adds parts to a workbook.
func with(t testing.TB, book []byte, extra map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]io.Reader{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = r
	}
	for name, text := range extra {
		parts[name] = strings.NewReader(text)
	}
	return archive(t, parts)
}

func smallBook(t testing.TB) []byte {
	t.Helper()
	b, err := fake.List{Header: []string{"姓名", "手机"}, Rows: [][]string{{"甲", "13900001234"}}}.XLSX(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func check(t testing.TB, kind string, b []byte) error {
	t.Helper()
	src, _ := source(t, nil)
	return src.(connectors.FileTaker).CheckFile(t.Context(), "list", kind, bytes.NewReader(b), int64(len(b)))
}

// TestCheckFile: what is refused before a file is stored; what was stored all the
// same ends as one record that says why.
func TestCheckFile(t *testing.T) {
	many := "姓名,手机\n" + strings.Repeat("甲,13900001234\n", file.MaxRows)
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"a list":                        {[]byte("姓名,手机\n甲,13900001234\n"), ""},
		"a list with a bad row":         {[]byte("姓名,手机\n\"甲,13900001234\n乙,13900001235\n"), ""},
		"a renamed column":              {[]byte("姓名,号码\n甲,13900001234\n"), ""},
		"a workbook":                    {smallBook(t), ""},
		"nothing":                       {nil, "empty_file"},
		"a header alone":                {[]byte("姓名,手机\n\n"), "empty_file"},
		"an old workbook":               {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "old_excel"},
		"a web page called .xls":        {[]byte("<html><table>"), "unreadable_file"},
		"a picture":                     {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "unreadable_file"},
		"another archive":               {archive(t, map[string]io.Reader{"a.txt": strings.NewReader("x")}), "unreadable_file"},
		"a damaged archive":             {smallBook(t)[:200], "unsafe_file"},
		"65 a bomb":                     {with(t, smallBook(t), map[string]string{"xl/media/a.bin": string(make([]byte, 12<<20))}), "unsafe_file"},
		"66 a path outside":             {with(t, smallBook(t), map[string]string{"../../etc/x": "x"}), "unsafe_file"},
		"66 an absolute path":           {with(t, smallBook(t), map[string]string{"/etc/x": "x"}), "unsafe_file"},
		"66 a path of Windows":          {with(t, smallBook(t), map[string]string{`..\..\x`: "x"}), "unsafe_file"},
		"too many parts":                {with(t, smallBook(t), manyParts(2001)), "unsafe_file"},
		"20 MB and one byte":            {make([]byte, file.MaxBytes+1), "file_too_large"},
		"50,000 rows":                   {[]byte(many), ""},
		"50,001 rows":                   {[]byte(many + "乙,13900001235\n"), "too_many_rows"},
		"a sheet with a wrong checksum": {withRaw(t, smallBook(t), zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Store, CRC32: 1, CompressedSize64: 24, UncompressedSize64: 24}, []byte("<worksheet></worksheet> ")), "unsafe_file"},
		"a malformed sheet":             {with(t, smallBook(t), map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "empty_file"},
		"a sheet with a doctype":        {with(t, smallBook(t), map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`}), "empty_file"},
		"a workbook without sheets":     {with(t, smallBook(t), map[string]string{"xl/workbook.xml": "<workbook/>"}), "unsafe_file"},
	} {
		t.Run(name, func(t *testing.T) {
			if g := code(check(t, file.StreamTradeFair, c.content)); g != c.want {
				t.Errorf("%q, want %q", g, c.want)
			}
			if c.want == "" || len(c.content) > 16<<20 {
				return
			}
			recs := read(t, file.StreamTradeFair, c.content, map[string]string{"list": "l"})
			if len(recs) != 1 || recs[0].code() != c.want || recs[0].Key != "l/_file" {
				t.Errorf("stored all the same: %s", summary(recs))
			}
		})
	}
	if g := code(check(t, "receipts", []byte("a,b\n1,2\n"))); g != "bad_request" {
		t.Errorf("an unknown kind: %q", g)
	}
}

func manyParts(n int) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[fmt.Sprintf("xl/media/p%d", i)] = "x"
	}
	return m
}

// TestCase65Bomb: an archive that says it unpacks to gigabytes is refused by its
// word, and one that lies about it by its first excess byte.
func TestCase65Bomb(t *testing.T) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeroReader{}, 48<<20); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, said := range map[string]uint64{"says so": 10 << 30, "lies": 1000} {
		bomb := withRaw(t, smallBook(t), zip.FileHeader{
			Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: said,
		}, packed.Bytes())
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		err = check(t, file.StreamTradeFair, bomb)
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		if code(err) != "unsafe_file" || took > time.Second || after.TotalAlloc-before.TotalAlloc > 32<<20 {
			t.Errorf("%s: %v after %s and %d MiB", name, err, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

// withRaw replaces a part of a workbook by compressed bytes under a header as given.
func withRaw(t testing.TB, book []byte, h zip.FileHeader, packed []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if f.Name != h.Name {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	dst, err := w.CreateRaw(&h)
	if err == nil {
		_, err = dst.Write(packed)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestCase67MacrosAndLinks: what is no cell is left out, said, and the rows are read.
func TestCase67MacrosAndLinks(t *testing.T) {
	b := with(t, smallBook(t), map[string]string{
		"xl/vbaProject.bin": "MACRO", "xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/embeddings/oleObject1.bin": "DDE",
	})
	p, err := file.Inspect(file.StreamTradeFair, bytes.NewReader(b), int64(len(b)), nil)
	if err != nil || len(p.Flags) != 3 || p.Rows != 1 {
		t.Errorf("%+v %v", p, err)
	}
	recs := read(t, file.StreamTradeFair, b, nil)
	if summary(recs) != "2:甲" || strings.Count(recs[0].text("_flags"), ",") != 2 {
		t.Errorf("%s", recs[0].Raw)
	}
}

// TestCase63FormulaInXLSX: a formula is never calculated; what the file says it gave
// is taken as text.
func TestCase63FormulaInXLSX(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "姓名", "B1": "手机", "A2": "=cmd|'/c calc'!A1", "B2": "13900001234"} {
		if err := f.SetCellStr("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "C2", "1+1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if recs := read(t, file.StreamTradeFair, out.Bytes(), nil); summary(recs) != "2:=cmd|'/c calc'!A1" {
		t.Errorf("%s", recs[0].Raw)
	}
}

// TestCase68AMillionRows: as many rows as a sheet can have are refused without
// holding them.
func TestCase68AMillionRows(t *testing.T) {
	const rows, block = 1048576, 4096
	var some strings.Builder
	rnd := rand.New(rand.NewPCG(1, 2))
	for range block {
		fmt.Fprintf(&some, `<row><c><v>139%08d</v></c></row>`, rnd.IntN(1e8))
	}
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	crc := crc32.NewIEEE()
	w := io.MultiWriter(z, crc)
	size, _ := io.WriteString(w, `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+
		`<row><c t="inlineStr"><is><t>手机</t></is></c><c t="inlineStr"><is><t>姓名</t></is></c></row>`)
	for range rows / block {
		n, _ := io.WriteString(w, some.String())
		size += n
	}
	n, _ := io.WriteString(w, `</sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	b := withRaw(t, smallBook(t), zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: crc.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size + n),
	}, packed.Bytes())
	if len(b) > file.MaxBytes {
		t.Fatalf("the made-up sheet has %d bytes", len(b))
	}
	if err := check(t, file.StreamTradeFair, b); code(err) != "too_many_rows" {
		t.Errorf("%v", err)
	}
}

// TestFullFileStreams: 50,000 rows in 100 batches, in bounded memory.
func TestFullFileStreams(t *testing.T) {
	var b strings.Builder
	b.WriteString("胸卡号,姓名,手机,公司\n")
	for i := range file.MaxRows {
		fmt.Fprintf(&b, "B%05d,示例%d,139%08d,示例公司%d\n", i, i, i, i%500)
	}
	src, env := source(t, nil)
	env.Uploads.Add(file.StreamTradeFair, "a.csv", []byte(b.String()), map[string]string{"list": "l"}, uploaded)
	sink := &connectortest.Sink{Connector: "file", Stream: file.StreamTradeFair, Env: env}
	if err := src.Read(t.Context(), file.StreamTradeFair, nil, sink.Emit); err != nil {
		t.Fatal(err)
	}
	if n, c := len(sink.Latest()), sink.Calls(); n != file.MaxRows || c != 100 {
		t.Errorf("%d records in %d batches", n, c)
	}
}

func TestInspect(t *testing.T) {
	text := "示例展\n姓名,手机,胸卡,备注X\n甲,13900001234,1,a\n\"乙,1,2,3\n丙,13900001236,3,c\n"
	p, err := file.Inspect(file.StreamTradeFair, strings.NewReader(text), int64(len(text)), []string{"胸卡=badge_no"})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(p.HeaderRow, p.Columns, p.Unknown, p.Missing, p.Rows, p.BadRows, p.Bad[0].Row, " ", p.Bad[0].Code, " ", len(p.Sample))
	if want := "2 [name mobile badge_no 备注X] [备注X] [] 3 1 4 unclosed_quote 2"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
