package record_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func TestMobilesOfTheBadInputList(t *testing.T) {
	const one = "13900000001"
	for _, c := range []struct{ name, in, want string }{
		{"bare", one, one},
		{"case 44 +86", "+8613900000001", one},
		{"case 44 +86 and spaces", " +86 139 0000 0001 ", one},
		{"case 44 brackets", "(+86)139-0000-0001", one},
		{"case 44 0086", "008613900000001", one},
		{"case 44 +0086", "+00 86 139 0000 0001", one},
		{"case 44 86", "8613900000001", one},
		{"case 44 full width", fullWidth(one), one},
		{"case 44 full width with +86", "＋８６－１３９－００００－０００１", one},
		{"case 44 ideographic space", "139　0000　0001", one},
		{"case 44 words around", "手机：13900000001（微信同号）", one},
		{"case 45 range 140", "14000000001", ""},
		{"case 45 things of range 144", "14400000001", ""},
		{"case 45 things of range 10648", "1064800000001", ""},
		{"case 45 range 179", "17900000001", ""},
		{"case 45 range 194", "19400000001", ""},
		{"case 45 short number", "10086", ""},
		{"case 45 short number of a firm", "660001", ""},
		{"virtual operators' people", "17000000001", "17000000001"},
		{"new range 192", "19200000001", "19200000001"},
		{"new range 199", "19900000001", "19900000001"},
		{"range 12", "12900000001", ""},
		{"landline", "021-50000001", ""},
		{"landline, 11 digits from 0", "02150000001", ""},
		{"landline with country", "+86 21 5000 0001", ""},
		{"400", "400-000-0001", ""},
		{"800", "8000000001", ""},
		{"masked", "139****0001", ""},
		{"masked in full width", "139＊＊＊＊0001", ""},
		{"masked with x", "139xxxx0001", ""},
		{"a digit short", "1390000000", ""},
		{"a digit long", "139000000011", ""},
		{"with an extension", "13900000001-8001", ""},
		{"two numbers", "13900000001/13900000002", ""},
		{"of another country", "+1 650 000 0001", ""},
		{"of another country in full width", "＋１ ６５０ ０００ ０００１", ""},
		{"of another country by 00", "001 650 000 0001", ""},
		{"placeholder", "13800138000", ""},
		{"placeholder with +86", "+86 138 0013 8000", ""},
		{"placeholder of eights", "18888888888", ""},
		{"placeholder of ones", "11111111111", ""},
		{"placeholder counting", "13812345678", ""},
		{"nothing", "", ""},
		{"words", "无", ""},
	} {
		got, ok := record.ParseMobile(c.in)
		if string(got) != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q became %q, %t; want %q", c.name, c.in, got, ok, c.want)
		}
	}
}

// TestOneMobileInEveryDress puts on what people put around a number and wants it back.
func TestOneMobileInEveryDress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.StringMatching(`1(3[0-9]|5[0-35-9]|7[0-8]|8[0-9]|9[0-35-9])[0-9]{8}`).Filter(func(n string) bool {
			_, ok := record.ParseMobile(n) // no placeholder
			return ok
		}).Draw(t, "number")
		s := n[:3] + rapid.SampledFrom([]string{"", " ", "-", "  "}).Draw(t, "gap") + n[3:]
		s = rapid.SampledFrom([]string{"", "+86", "86", "0086", "+86 ", "+86-"}).Draw(t, "country") + s
		if rapid.Bool().Draw(t, "full width") {
			s = fullWidth(s)
		}
		if got, ok := record.ParseMobile(s); string(got) != n || !ok {
			t.Fatalf("%q became %q, %t", s, got, ok)
		}
		if masked := record.MaskPhone(n); strings.Contains(masked, n[3:7]) && n[3:7] != "****" || masked[3:7] != "****" {
			t.Fatalf("%s is shown as %s", n, masked)
		}
	})
}

func TestNormalizePhone(t *testing.T) {
	for in, want := range map[string]string{
		"021-5000 0001": "02150000001",
		"（０２１）５０００００１２": "02150000012",
		"400-000-0001": "4000000001",
		"021-****0001": "",
		"无":            "",
	} {
		if got := record.NormalizePhone(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestMaskPhone(t *testing.T) {
	for in, want := range map[string]string{
		"13900000001":      "139****0001",
		"+86 139 00000001": "861******0001",
		"021-50000012":     "021****0012",
		"4000000012":       "******0012",
		"50000012":         "****0012",
		"5000012":          "****012",
		"50012":            "****2",
		"1201":             "****",
		"":                 "",
	} {
		if got := record.MaskPhone(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestEmails(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "li.lei@example.com", "li.lei@example.com"},
		{"capitals and blanks", "  Li.Lei@Example.COM\t", "li.lei@example.com"},
		{"full width", "ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "li@example.com"},
		{"zero width", "li\u200b.lei@example.com\ufeff", "li.lei@example.com"},
		{"turned around", "\u202eli.lei@example.com", "li.lei@example.com"},
		{"a tag stays", "li+fair@example.com", "li+fair@example.com"},
		{"no at", "li.lei.example.com", ""},
		{"two ats", "li@lei@example.com", ""},
		{"no local part", "@example.com", ""},
		{"no dot", "li@localhost", ""},
		{"dot first", "li@.com", ""},
		{"dot last", "li@example.", ""},
		{"two addresses", "a@example.com,b@example.com", ""},
		{"two addresses, Chinese style", "a@example.com；b@example.com", ""},
		{"a space within", "li lei@example.com", ""},
		{"a line end within", "li@example.com\r\nbcc:x@example.com", ""},
		{"angle brackets", "Li <li@example.com>", ""},
		{"masked", "l***@example.com", ""},
		{"nobody's", "noreply@example.com", ""},
		{"a test", "Test@example.com", ""},
		{"nothing", "", ""},
		{"words", "没有", ""},
	} {
		if got, ok := record.ParseEmail(c.in); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q became %q, %t; want %q", c.name, c.in, got, ok, c.want)
		}
	}
}
