package mapping_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/record"
)

func TestTextFunctions(t *testing.T) {
	table(t, "lead", "message", "x", []row{
		{`"  ＡＢＣ　１２３ "`, `"ABC 123"`},
		{`""`, ``},
		{`" 　"`, ``},
		{`null`, ``},
		{`"-"`, `"-"`},
		{`12.50`, `"12.50"`},
		{`9007199254740993`, `"9007199254740993"`},
		{`true`, `"true"`},
		{`["a"]`, `!bad_value`},
		{`{"a":1}`, `!bad_value`},
		{`"甲\u202e乙\u200b丙"`, `"甲乙丙"`},  // 60: direction override and zero width
		{`"𠮷䶮 \ud840\udc00"`, `"𠮷䶮 𠀀"`}, // 59: rare Han keep their code points
		{`"a<b>&\"\\\n"`, "\"a\\u003cb\\u003e\\u0026\\\"\\\\\""},
	})
	table(t, "lead", "message", "{from: x, fn: keep}", []row{
		{`" ＡＢ "`, `" ＡＢ "`},
		{`"👨‍👩‍👧"`, `"👨‍👩‍👧"`},
		{`"a\u0000b"`, `!nul_in_text`},
	})
	table(t, "lead", "message", "{from: x, fn: lower}", []row{{`"ＡbC"`, `"abc"`}})
	table(t, "lead", "message", "{from: x, fn: upper}", []row{{`"ａbC"`, `"ABC"`}})
	table(t, "lead", "message", "{from: x, fn: number}", []row{{`"ｈt－2026 — 001"`, `"HT-2026-001"`}})
	table(t, "lead", "message", "{from: x, fn: name}", []row{{`"  示例（北京） "`, `"示例(北京)"`}})
	table(t, "lead", "message", "{from: x, dash_empty: true, default: 无}", []row{{`"-"`, `"无"`}, {`"—"`, `"无"`}, {`"a"`, `"a"`}})
	table(t, "lead", "message", `{from: x, absent: ["0", 无]}`, []row{{`0`, ``}, {`"无"`, ``}, {`"00"`, `"00"`}})
}

func TestNumbers(t *testing.T) {
	table(t, "customer", "employees", "x", []row{
		{`12`, `12`},
		{`"1,234"`, `1234`},
		{`"12.00"`, `12`},
		{`9007199254740993`, `9007199254740993`},
		{`-3`, `-3`},
		{`"１２"`, `12`},
		{`1e3`, `1000`},
		{`12.5`, `!bad_value`},
		{`"12人"`, `!bad_value`},
		{`99999999999999999999`, `!bad_value`},
		{`"1,23"`, `!bad_value`},
		{`1e400`, `!bad_value`},
		{`"0x10"`, `!bad_value`},
		{`""`, ``},
	})
	table(t, "deal", "tax_rate", "x", []row{{`0.13`, `"0.13"`}, {`"13%"`, `"0.13"`}, {`"0.130000"`, `"0.13"`}, {`"abc"`, `!bad_value`}, {`0`, `"0"`}})
	table(t, "deal", "tax_rate", "{from: x, percent: true}", []row{{`13`, `"0.13"`}, {`"13%"`, `"0.13"`}, {`6.0`, `"0.06"`}})
	table(t, "spend", "tax_included", "x", []row{
		{`true`, `true`}, {`false`, `false`}, {`1`, `true`}, {`"0"`, `false`}, {`"是"`, `true`}, {`"否"`, `false`}, {`"N"`, `false`}, {`"maybe"`, `!bad_value`}, {`null`, `!missing_field`},
	})
	table(t, "spend", "tax_included", "{from: x, map: {含税: true, 不含税: false}}", []row{{`"含税"`, `true`}, {`"不含税 "`, `false`}, {`"?"`, `!bad_enum`}})
}

// Cases 39 to 43 and 49 of the bad-input list.
func TestTaxID(t *testing.T) {
	good := string(record.MakeTaxID("91", "110101", "MA00TEST"))
	if strings.ContainsAny(good, "IOSVZ") {
		good = string(record.MakeTaxID("91", "110101", "MA00TEQ1"))
	}
	wrong := good[:17] + map[bool]string{true: "1", false: "0"}[good[17] == '0']
	table(t, "customer", "tax_id", "x", []row{
		{`"` + good + `"`, `"` + good + `"`},
		{`"` + wrong + `"`, `!uscc_checksum`}, // 39
		{`" ` + strings.ToLower(good[:4]) + "-" + fullWidth(good[4:10]) + " " + good[10:] + `"`, `"` + good + `"`}, // 40
		{`"` + good[:9] + "O" + good[10:] + `"`, `!uscc_malformed`},                                                // 41
		{`"110101012345678"`, `!legacy_tax_id`},                                                                    // 42
		{`"` + personalID() + `"`, `!personal_tax_id`},                                                             // 43
		{`"000000000000000000"`, `!uscc_placeholder`},                                                              // 49
		{`"999999999999999999"`, `!uscc_placeholder`},
		{`"123"`, `!uscc_placeholder`},
		{`"9111"`, `!uscc_malformed`},
	})
	m := compile(t, "customer", "tax_id", "{from: x, else: registration_no}")
	if got := run(t, m, "registration_no", `{"x":"110101012345678"}`); got.json != `"110101012345678"` {
		t.Errorf("else: got %+v", got)
	}
	id := personalID()
	res := run(t, m, "registration_no", `{"x":"`+id+`"}`)
	masked := run(t, m, "tax_id", `{"x":"`+id+`"}`).masked
	if res.json != "" || strings.Contains(masked, id[6:14]) || masked == "" {
		t.Errorf("a personal ID must go nowhere and be masked: %+v, %q", res, masked)
	}
}

// personalID computes an ID-card number (GB 11643) of nobody: region 000000 does not exist.
func personalID() string {
	body := "00000019900307123"
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xfee0 }, s)
}

// Cases 44 and 45 of the bad-input list.
func TestPhones(t *testing.T) {
	table(t, "lead", "mobile", "x", []row{
		{`"13900001234"`, `"13900001234"`},
		{`13900001234`, `"13900001234"`},
		{`"+86 139 0000 1234"`, `"13900001234"`},
		{`"008613900001234"`, `"13900001234"`},
		{`"１３９００００１２３４"`, `"13900001234"`}, // 44
		{`"139****1234"`, `!bad_phone`},
		{`"1390000"`, `!bad_phone`},
		{`"021-55550123"`, `!bad_phone`},
		{`"13800138000"`, `!bad_phone`},
	})
	table(t, "lead", "phone", "x", []row{
		{`"021-5555 0123"`, `"02155550123"`},
		{`"+86 21 5555 0123"`, `"02155550123"`},
		{`"0086-21-55550123"`, `"02155550123"`},
		{`"400-820-0000"`, `"4008200000"`},
		{`"+86 400 820 0000"`, `"4008200000"`},
		{`"+86 139 0000 1234"`, `"13900001234"`},
		{`"10086"`, `"10086"`},
		{`"+1 212 555 0100"`, `"12125550100"`},
		{`"无"`, `!bad_phone`},
		{`"139****1234"`, `!bad_phone`},
	})
	table(t, "contact", "mobiles", `{from: x, split: "/、,;"}`, []row{
		{`"13900001234/13900005678"`, `["13900001234","13900005678"]`},
		{`"13900001234、 13900001234；x"`, `["13900001234"]!bad_phone`},
		{`["13900001234","",null]`, `["13900001234"]`},
	})
	table(t, "lead", "mobile", `{from: x, split: "/"}`, []row{
		{`"021-55550123/13900001234"`, `"13900001234"`}, {`"021-55550123/12"`, `!bad_phone`}, {`"/"`, ``},
	})
	m := compile(t, "contact", "mobiles", "{from: x, else: phones}")
	if got := run(t, m, "phones", `{"x":["021-55550123","13900001234","021-55550123"]}`); got.json != `["021-55550123"]` {
		t.Errorf("else of a list: %+v", got)
	}
}

func TestEmail(t *testing.T) {
	table(t, "lead", "email", "x", []row{
		{`" Someone@Example.COM "`, `"someone@example.com"`},
		{`"ａ@example.com"`, `"a@example.com"`},
		{`"test@example.com"`, `!bad_email`},
		{`"someone"`, `!bad_email`},
		{`"a b@example.com"`, `!bad_email`},
	})
	m := compile(t, "lead", "email", "x")
	if got := run(t, m, "email", `{"x":"someone at example.com"}`); strings.Contains(got.masked, "someone") {
		t.Errorf("masked value shows a person: %q", got.masked)
	}
}

func TestEnumAndMap(t *testing.T) {
	table(t, "lead", "status", "{from: x, map: {新建: new, 已转化: converted, '0': new, 无: }}", []row{
		{`"新建"`, `"new"`}, {`" 已转化 "`, `"converted"`}, {`0`, `"new"`}, {`"无"`, ``}, {`"其他"`, `!bad_enum`}, {`""`, ``},
	})
	table(t, "lead", "status", "{from: x, map: {新建: new}, default: working}", []row{{`"?"`, `"working"`}, {`null`, `"working"`}})
	table(t, "lead", "status", "x", []row{{`"new"`, `"new"`}, {`"NEW"`, `!bad_enum`}})
	table(t, "lead", "status", "{from: x, fn: lower}", []row{{`"NEW"`, `"new"`}})
}

func TestConcat(t *testing.T) {
	table(t, "lead", "message", `{concat: [x, {const: 号}, y], sep: "-"}`, []row{{`"3"`, `"3-号"`}, {`""`, ``}})
}
