package mapping_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

// planted are mistakes in an otherwise good mapping. « marks where each one must be found.
var planted = []struct{ code, suggestion, rules string }{
	{"unknown_field", "contact_name", "      «contact_nam: name\n"},
	{"unknown_field", "company_name", "      «company: name\n"},
	{"unknown_key", "default", "      message: {from: a, «defualt: b}\n"},
	{"duplicate_key", "", "      message: a\n      «message: b\n"},
	{"unknown_function", "mobile", "      mobile: {from: a, fn: «mobil}\n"},
	{"function_type", "", "      assigned_at: {from: a, fn: «money}\n"},
	{"bad_option", "", "      message: {from: a, «currency: CNY}\n"},
	{"bad_option", "", "      message: {from: a, «percentage_of: 1}\n"},
	{"bad_path", "", "      message: «a..b\n"},
	{"bad_path", "$received_at", "      message: «$recieved_at\n"},
	{"bad_path", "", "      message: «items[].a\n"},
	{"bad_path", "", "      message: «^.a\n"},
	{"bad_enum", "converted", "      status: {from: a, map: {已转化: «convertd}}\n"},
	{"bad_enum", "new", "      status: {const: «neww}\n"},
	{"bad_enum", "", "      status: {from: a, default: «unknown}\n"},
	{"unknown_channel", "baidu_sem", "      source_detail: a\n      keyword: b\n      channel: {fn: channel, rules: [{when: {path: a, exists: true}, channel: «baidu_sme}]}\n"},
	{"bad_condition", "", "      channel: {fn: channel, rules: [{when: «{path: a}, channel: website}]}\n"},
	{"unknown_key", "exists", "      channel: {fn: channel, rules: [{when: {path: a, «exist: true}, channel: website}]}\n"},
	{"bad_regexp", "", "      channel: {fn: channel, rules: [{when: {path: a, matches: «'(['}, channel: website}]}\n"},
	{"bad_const", "", "      assigned_at: {const: «2026-02-30}\n"},
	{"bad_else", "phone", "      mobile: {from: a, else: «phones}\n"},
	{"bad_else", "", "      mobile: {from: a, else: «status}\n"},
	{"bad_ref", "", "      owner: «sales\n"},
	{"bad_ref", "employee", "      owner: {from: a, ref: {entity: «customer, stream: customers}}\n"},
	{"missing_key", "", "      owner: {from: a, ref: «{entity: employee}}\n"},
	{"unknown_kind", "employee", "      owner: {from: a, ref: {entity: «employe, stream: e}}\n"},
	{"unknown_field", "number", "      owner: {from: a, ref: {entity: employee, natural: «numbre}}\n"},
	{"no_source", "", "      message: «{fn: text}\n"},
	{"no_source", "", "      message: «{from: a, const: b}\n"},
	{"needs_list", "", "      message: {from: a, «all: true}\n"},
	{"needs_list", "", "      message: {«each: 'a[]', from: b}\n"},
	{"bad_each", "", "      tags: {each: «items, from: a}\n"},
	{"bad_shape", "", "      message: {from: a, dash_empty: «maybe}\n"},
	{"missing_key", "", "      keyword: «{from: landing, fn: url_param}\n"},
	{"alias", "", "      message: «&x a\n"},
	{"bad_option", "", "      message: {«rest: true}\n"},
}

const lintHead = "version: 1\nstream: leads\nentities:\n  - kind: lead\n    fields:\n      created_at: $received_at\n"

func TestLintFindsPlantedMistakes(t *testing.T) {
	for i, p := range planted {
		rules := p.rules
		if !strings.Contains(rules, "channel: {fn") {
			rules = "      channel: {const: website}\n" + rules
		}
		if p.code == "bad_option" && strings.Contains(rules, "percentage_of") {
			p.code = "unknown_key"
		}
		checkPlanted(t, fmt.Sprintf("%d %s", i, p.code), lintHead+rules, p.code, p.suggestion)
	}
}

// whole are mistakes outside the field rules.
var whole = []struct{ code, suggestion, text string }{
	{"bad_version", "", "version: «2\nstream: s\nentities: [{kind: org_unit, fields: {code: a, name: b}}]\n"},
	{"missing_key", "", "«version: 1\nentities: [{kind: org_unit, fields: {code: a, name: b}}]\n"},
	{"unknown_key", "entities", "version: 1\nstream: s\n«entites: []\nentities: [{kind: org_unit, fields: {code: a, name: b}}]\n"},
	{"unknown_kind", "customer", "version: 1\nstream: s\nentities:\n  - kind: «custmer\n    fields: {legal_name: a}\n"},
	{"missing_required", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    «fields: {tax_id: a}\n"},
	{"missing_required", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields:\n      legal_name: n\n      codes: [«{system: {const: u8}}]\n"},
	{"unknown_field", "account_set", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields:\n      legal_name: n\n      codes: [{system: {const: u8}, code: c, «accountset: a}]\n"},
	{"unknown_code", "missing_field", "version: 1\nstream: s\nreject: [{when: {path: a, exists: true}, code: «mising_field}]\nentities: [{kind: org_unit, fields: {code: a, name: b}}]\n"},
	{"missing_key", "", "version: 1\nstream: s\ndrop: [«{when: {path: a, exists: true}}]\nentities: [{kind: org_unit, fields: {code: a, name: b}}]\n"},
	{"bad_currency", "CNY", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, credit_limit: {from: a, currency: «CYN}}\n"},
	{"bad_option", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, credit_limit: {from: a, «map: {x: y}}}\n"},
	{"bad_option", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, employees: {from: a, «split: ','}}\n"},
	{"bad_scale", "wan", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, credit_limit: {from: a, scale: «wann}}\n"},
	{"bad_calc", "vat_net", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, credit_limit: {calc: «vatnet, gross: a, rate: b}}\n"},
	{"bad_calc", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, credit_limit: {calc: vat_net, gross: a, rate: «13}}\n"},
	{"bad_shape", "", "version: 1\nstream: s\nentities: «{kind: customer}\n"},
	{"bad_shape", "", "version: 1\nstream: s\nentities:\n  - kind: customer\n    fields: {legal_name: n, relations: «rel}\n"},
	{"bad_yaml", "", "version: 1\nstream: s\n«entities: [\n"},
	{"bad_yaml", "", "«"},
}

func TestLintFindsMistakesOfTheWhole(t *testing.T) {
	for i, p := range whole {
		checkPlanted(t, fmt.Sprintf("%d %s", i, p.code), p.text, p.code, p.suggestion)
	}
}

// checkPlanted demands exactly one issue, with its place, code, sentences and suggestion.
func checkPlanted(t *testing.T, name, marked, code, suggestion string) {
	t.Helper()
	before, after, found := strings.Cut(marked, "«")
	if !found {
		t.Fatalf("%s: no mark", name)
	}
	line := strings.Count(before, "\n") + 1
	col := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
	_, err := mapping.Parse("x.yaml", []byte(before+after))
	var le *mapping.LintError
	if !errors.As(err, &le) {
		t.Errorf("%s: error %v, want a LintError", name, err)
		return
	}
	if len(le.Issues) != 1 {
		t.Errorf("%s: %d issues, want 1: %v", name, len(le.Issues), err)
		return
	}
	got := le.Issues[0]
	if got.Code != code || got.Line != line || code != "bad_yaml" && got.Col != col {
		t.Errorf("%s: got %v, want %s at %d:%d", name, got, code, line, col)
	}
	if got.Suggestion != suggestion {
		t.Errorf("%s: suggestion %q, want %q", name, got.Suggestion, suggestion)
	}
	if got.Zh == "" || got.En == "" || strings.Contains(got.En, "%!") || !strings.HasPrefix(got.String(), fmt.Sprintf("x.yaml:%d:%d: %s: ", got.Line, got.Col, code)) {
		t.Errorf("%s: sentences of %v", name, got)
	}
}

// TestLintFindsAll: several mistakes are all reported, in the order of the file.
func TestLintFindsAll(t *testing.T) {
	_, err := mapping.Parse("x.yaml", []byte("version: 3\nstream: s\nentities:\n  - kind: lead\n    fields: {chanel: a, mobile: {from: a, fn: x}}\n"))
	var le *mapping.LintError
	if !errors.As(err, &le) {
		t.Fatal(err)
	}
	var codes []string
	for _, i := range le.Issues {
		codes = append(codes, i.Code)
	}
	want := []string{"bad_version", "missing_required", "missing_required", "unknown_field", "unknown_function"}
	if !slices.Equal(codes, want) {
		t.Errorf("got %v, want %v", codes, want)
	}
}
