package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/record/strictjson"
)

func many(n int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"f%d":1`, i)
	}
	return b.String() + "}"
}

// The numbers are those of the bad-input list.
var cases = []struct {
	name, body, code string
	offset           int64 // -1: not looked at
}{
	{"01 empty", "", "empty_body", 0},
	{"01 white space only", " \r\n\t", "empty_body", 0},
	{"02 null", "null", "bad_json", 0},
	{"03 list", "[]", "bad_json", 0},
	{"03 text", `"x"`, "bad_json", 0},
	{"04 truncated", `{"a":1,"b":`, "bad_json", 11},
	{"04 truncated in a text", `{"a":"xy`, "bad_json", -1},
	{"05 trailing junk", `{"a":1}x`, "bad_json", 7},
	{"05 a second value", `{"a":1}{"b":2}`, "bad_json", -1},
	{"05 a second scalar", `{"a":1} 2`, "bad_json", -1},
	{"05 trailing space is fine", "{\"a\":1}\r\n", "", 0},
	{"06 duplicate", `{"a":1,"a":2}`, "duplicate_key", 7},
	{"06 duplicate inside", `{"x":{"a":1,"a":1}}`, "duplicate_key", -1},
	{"06 duplicate after unescaping", `{"a":1,"\u0061":2}`, "duplicate_key", -1},
	{"07 case makes another name", `{"Phone":"1","phone":"2"}`, "", 0},
	{"08 invalid UTF-8", "{\"a\":\"\xc4\xe3\"}", "bad_utf8", 6},
	{"10 BOM", "\ufeff{\"a\":1}", "", 0},
	{"11 NUL", `{"a":"x\u0000"}`, "nul_in_text", -1},
	{"11 NUL in a name", `{"a\u0000":1}`, "nul_in_text", -1},
	{"11 an escaped backslash is no NUL", `{"a":"\\u0000"}`, "", 0},
	{"12 lone surrogate", `{"a":"\ud842"}`, "bad_json", -1},
	{"12 reversed pair", `{"a":"\udfb7\ud842"}`, "bad_json", -1},
	{"12 a pair is fine", `{"a":"\ud842\udfb7"}`, "", 0},
	{"13 raw control", "{\"a\":\"x\x01y\"}", "bad_json", -1},
	{"13 raw line end", "{\"a\":\"x\ny\"}", "bad_json", -1},
	{"14 large integer", `{"a":9007199254740993}`, "", 0},
	{"15 1e400", `{"a":1e400}`, "number_range", -1},
	{"15 -1e400", `{"a":[-1E+400]}`, "number_range", -1},
	{"15 1e-400", `{"a":1e-400}`, "number_range", -1},
	{"15 a zero with an exponent", `{"a":0e-400}`, "", 0},
	{"15 500 digits", `{"a":` + strings.Repeat("9", 500) + `}`, "number_range", -1},
	{"16 NaN", `{"a":NaN}`, "bad_json", -1},
	{"16 Infinity", `{"a":-Infinity}`, "bad_json", -1},
	{"17 20 000 deep", strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000), "too_deep", -1},
	{"17 20 000 lists", `{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "}", "too_deep", -1},
	{"17 64 deep is fine", `{"a":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + "}", "", 0},
	{"17 65 deep", `{"a":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + "}", "too_deep", -1},
	{"21 10 000 fields", many(10000), "too_many_fields", -1},
	{"21 513 fields", many(513), "too_many_fields", -1},
	{"21 512 fields", many(512), "", 0},
	{"22 long name", `{"` + strings.Repeat("n", 64<<10) + `":1}`, "too_many_fields", -1},
	{"22 257 bytes", `{"` + strings.Repeat("n", 257) + `":1}`, "too_many_fields", -1},
	{"22 256 bytes", `{"` + strings.Repeat("n", 256) + `":1}`, "", 0},
	{"single quotes", `{'a':1}`, "bad_json", -1},
	{"trailing comma", `{"a":1,}`, "bad_json", -1},
	{"comment", `{"a":1/*x*/}`, "bad_json", -1},
}

func TestCheck(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			begin := time.Now()
			err := strictjson.Check(strictjson.TrimBOM([]byte(c.body)), strictjson.Limits{})
			var e *strictjson.Error
			if errors.As(err, &e); err != nil && e == nil {
				t.Fatalf("not an *Error: %v", err)
			}
			switch {
			case c.code == "" && err != nil:
				t.Fatalf("refused: %v", err)
			case c.code == "":
			case err == nil:
				t.Fatal("accepted")
			case e.Code != c.code:
				t.Errorf("code %s (%v), want %s", e.Code, err, c.code)
			case c.offset >= 0 && e.Offset != c.offset:
				t.Errorf("offset %d, want %d", e.Offset, c.offset)
			}
			if d := time.Since(begin); d > 50*time.Millisecond {
				t.Errorf("took %s", d)
			}
		})
	}
}

// TestErrorRepeatsNoValue: what is wrong is said without the text of the body.
func TestErrorRepeatsNoValue(t *testing.T) {
	err := strictjson.Check([]byte(`{"mobile":"13900000001","mobile":"13900000001"}`), strictjson.Limits{})
	if err == nil || strings.Contains(err.Error(), "1390") {
		t.Errorf("error: %v", err)
	}
}

// FuzzCheck: what is accepted is one object that the standard library reads too,
// with the same members and with no NUL in any text.
func FuzzCheck(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if strictjson.Check(b, strictjson.Limits{}) != nil {
			return
		}
		var v map[string]any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatalf("accepted %q, which encoding/json refuses: %v", b, err)
		}
		noNUL(t, v)
	})
}

func noNUL(t *testing.T, v any) {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			noNUL(t, k)
			noNUL(t, e)
		}
	case []any:
		for _, e := range x {
			noNUL(t, e)
		}
	case string:
		if strings.ContainsRune(x, 0) {
			t.Fatalf("a NUL passed in %q", x)
		}
	}
}

func BenchmarkCheck1KB(b *testing.B) {
	body := []byte(`{"contact_name":"示例联系人","company_name":"示例医疗设备有限公司","mobile":"13900000001","email":"a@example.com",` +
		`"utm":{"source":"baidu","medium":"cpc","campaign":"春季"},"click_ids":{"bd_vid":"123"},"message":"` + strings.Repeat("需要报价", 50) + `","n":9007199254740993}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if err := strictjson.Check(body, strictjson.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
