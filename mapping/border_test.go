package mapping_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
)

// TestBorder: what is no clean JSON object is refused with its code, however it came here.
func TestBorder(t *testing.T) {
	m := compile(t, "customer", "legal_name", "x")
	for raw, want := range map[string]string{
		"":                            "empty_body",
		" \n":                         "empty_body",
		"null":                        "bad_json",
		"[]":                          "bad_json",
		`{"x":"a"`:                    "bad_json",
		`{"x":"a"} x`:                 "bad_json",
		`{"x":01}`:                    "bad_json",
		`{"x":NaN}`:                   "bad_json",
		`{"x":"a","x":"b"}`:           "duplicate_key",
		`{"y":{"z":1,"z":1},"x":"a"}`: "duplicate_key",
		"{\"x\":\"\xff\"}":            "bad_utf8",
		`{"x":"\ud800"}`:              "bad_utf8",
		"{\"x\":\"a\x01\"}":           "bad_json",
		deep(mappingDepth + 1):        "too_deep",
		deep(100_000):                 "too_deep",
		`{}`:                          "missing_field",
		`{"x":null}`:                  "missing_field",
		`{"X":"a"}`:                   "missing_field",
	} {
		_, err := m.Apply(rec(raw), mapping.Env{Now: now})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != want || f.Kind != fault.Invalid {
			t.Errorf("%.40q: got %v, want %s", raw, err, want)
		}
	}
	for _, raw := range []string{"\ufeff" + `{"x":"a"}`, " {\"x\" : \"a\" , \"l\":[ ] }\n", `{"x":"\u0061"}`, deep(mappingDepth)} {
		if got := run(t, m, "legal_name", raw); got.json != `"a"` {
			t.Errorf("%.40q: %+v", raw, got)
		}
	}
}

const mappingDepth = 64

func deep(n int) string {
	return `{"x":"a","d":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}"
}

// TestErrorsHideValues: no error and no value fault holds a whole phone, address or ID.
func TestErrorsHideValues(t *testing.T) {
	m := compile(t, "deal", "created_at", "x")
	for _, secret := range []string{"13900001234", "someone@example.com", personalID()} {
		_, err := m.Apply(rec(`{"x":"call `+secret+`"}`), mapping.Env{Now: now})
		f := fault.As(err)
		if f == nil || f.Code != "bad_date" || strings.Contains(err.Error()+f.Value, secret) || f.Value == "" {
			t.Errorf("%v, value %q", err, f.Value)
		}
		if !strings.Contains(err.Error(), "source x") || f.Field != "created_at" {
			t.Errorf("the fault does not name its source: %v", err)
		}
	}
	r, err := mapping.Parse("r.yaml", []byte(`{version: 1, stream: s, reject: [{when: {path: e, exists: true}, code: {from: e}, message: {from: m}, field: {from: f}, value: {from: v}}], entities: [{kind: org_unit, fields: {code: a, name: b}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Apply(rec(`{"e":"stale_lease","m":"row 7: 13900001234","f":"mobile","v":"13900001234"}`), mapping.Env{})
	f := fault.As(err)
	if f.Code != "stale_lease" || f.Kind != fault.Invalid || f.Field != "mobile" || strings.Contains(err.Error()+f.Value, "13900001234") {
		t.Errorf("%+v: %v", f, err)
	}
	_, err = r.Apply(rec(`{"e":"no_such_code"}`), mapping.Env{})
	if fault.As(err).Code != "mapping_failed" {
		t.Error(err)
	}
}
