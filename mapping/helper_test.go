package mapping_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

// now is the present of the tests.
var now = time.Date(2026, 3, 1, 10, 0, 0, 0, record.Shanghai)

// bases give each kind's required fields constants, so that a test writes one rule.
var bases = map[string]map[string]string{
	"lead":     {"channel": "{const: website}", "created_at": "$received_at"},
	"customer": {"legal_name": "{const: 示例有限公司}"},
	"contact":  {"name": "{const: 示例}"},
	"deal":     {"number": "{const: D1}", "buyer": "{const: b1, ref: {stream: customers}}", "status": "{const: open}", "created_at": "$received_at"},
	"spend": {
		"platform": "{const: p}", "account": "{const: a}", "day": "{const: 2026-02-01}", "channel": "{const: baidu_sem}",
		"cost_gross": "{const: 1}", "cost_net": "{const: 1}", "tax_included": "{const: true}",
	},
	"activity": {"on": "{const: x, ref: {entity: deal, stream: deals}}"},
	"campaign": {"id": "{const: c}", "name": "{const: n}", "channel": "{const: website}"},
	"order":    {"number": "{const: o}", "customer": "{const: c, ref: {stream: customers}}", "date": "{const: 2026-02-01}", "amount": "{const: 1}"},
}

// compile makes a mapping of one entity with the rule under test.
func compile(t testing.TB, kind, field, rule string) *mapping.Mapping {
	t.Helper()
	var b strings.Builder
	b.WriteString("version: 1\nstream: s\nentities:\n  - kind: " + kind + "\n    fields:\n")
	for k, v := range bases[kind] {
		if k != field {
			b.WriteString("      " + k + ": " + v + "\n")
		}
	}
	b.WriteString("      " + field + ": " + rule + "\n")
	m, err := mapping.Parse("t.yaml", []byte(b.String()))
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	return m
}

func rec(raw string) record.Record {
	return record.Record{
		Workspace: "w", Connection: "c", Connector: "test", Stream: "s", Key: "k1", Version: "v1", Op: record.Upsert,
		OccurredAt: now.Add(-time.Hour), ReceivedAt: now, Raw: []byte(raw),
	}
}

// outcome is the value of one field: its JSON, or the code of its fault.
type outcome struct{ json, code, masked string }

// run applies a rule to {"x": …} and gives what became of the field.
func run(t testing.TB, m *mapping.Mapping, field, raw string) outcome {
	t.Helper()
	res, err := m.Apply(rec(raw), mapping.Env{Now: now, Settings: map[string]any{"rate": "0.15", "n": 7}})
	if err != nil {
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid {
			t.Fatalf("%s: error is not an Invalid fault: %v", raw, err)
		}
		return outcome{code: f.Code, masked: f.Value}
	}
	var data map[string]json.RawMessage
	if err := json.Unmarshal(res.Entities[0].Data, &data); err != nil {
		t.Fatalf("%s: %s: %v", raw, res.Entities[0].Data, err)
	}
	o := outcome{json: string(data[field])}
	for _, v := range res.Values {
		if v.Field == field {
			if v.Message == "" || v.Message != fault.Catalog[v.Code].Zh {
				t.Errorf("%s: value fault without its sentence: %+v", raw, v)
			}
			o.code, o.masked = v.Code, v.Value
		}
	}
	return o
}

// row is one input of a function table; want is JSON, or !code.
type row struct{ in, want string }

// table runs rows, each a JSON value that becomes {"x": value}.
func table(t *testing.T, kind, field, rule string, rows []row) {
	t.Helper()
	m := compile(t, kind, field, rule)
	for _, r := range rows {
		got := run(t, m, field, `{"x":`+r.in+`}`)
		have := got.json
		if got.code != "" {
			have += "!" + got.code
		}
		if have != r.want {
			t.Errorf("%s of %s: got %s, want %s", rule, r.in, have, r.want)
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// validTaxID is a made-up unified social credit code with right check characters.
func validTaxID() string { return string(record.MakeTaxID("91", "310101", "MA1ABCD2")) }
