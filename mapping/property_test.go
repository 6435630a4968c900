package mapping_test

import (
	"bytes"
	"encoding/json"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

var allMappings = map[string]string{"lead": leadMapping, "u8": u8Mapping, "nested": nestedMapping, "ref": refMapping, "url": urlMapping}

// names are those that the mappings read, so that arbitrary records meet the rules.
var names = []string{
	"name", "mobile", "phone", "state", "page", "submitted_at", "tax_no", "cCusName", "iCusCreLine", "iEmployees", "relations", "kind", "to", "id",
	"people", "numbers", "no", "banks", "tel", "capital", "on", "object", "roles", "utm", "channel", "click_ids", "a.b", "note", "code", "codes", "since",
}

var words = []string{
	"", " ", "示例", "13900001234", "2026-02-18", "45000", "￥1.2万", "(1,234.00)", "1e999999999", "-", "{x}", "https://a.example/?utm_source=%E7%A4&bd_vid=%", "deals", "\u202e", "\x00", "启用",
	"2099-01-01", "911101012345678901", "a@b.c", "😀𠮷", "99999999999999999999999999", "true", "\\\"<>&\u2028",
}

// arbitrary draws a JSON value of at most the given depth.
func arbitrary(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth == 0 && kind > 4 {
			kind = 4
		}
		switch kind {
		case 0:
			return nil
		case 1:
			return rapid.Bool().Draw(t, "bool")
		case 2:
			return json.Number(rapid.SampledFrom([]string{"0", "-1", "12.50", "45000", "46023.378", "1e400", "1E-7", "9007199254740993", "20260218", "13900001234"}).Draw(t, "number"))
		case 3:
			return rapid.SampledFrom(words).Draw(t, "word")
		case 4:
			return rapid.String().Draw(t, "text")
		case 5:
			return rapid.SliceOfN(arbitrary(depth-1), 0, 4).Draw(t, "list")
		}
		return object(depth-1).Draw(t, "object")
	})
}

func object(depth int) *rapid.Generator[map[string]any] {
	return rapid.MapOfN(rapid.SampledFrom(names), arbitrary(depth), 0, 8)
}

// TestApplyNeverPanics: over arbitrary JSON Apply gives entities in their one
// canonical encoding, or an Invalid fault; and the same record gives the same result.
func TestApplyNeverPanics(t *testing.T) {
	compiled := map[string]*mapping.Mapping{}
	for name, src := range allMappings {
		m, err := mapping.Parse(name, []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		compiled[name] = m
	}
	mapped := 0
	rapid.Check(t, func(rt *rapid.T) {
		doc := object(3).Draw(rt, "record")
		for _, k := range []string{"name", "cCusName"} { // most records get as far as their optional fields
			if rapid.IntRange(0, 3).Draw(rt, "named") > 0 {
				doc[k] = "示例"
			}
		}
		raw, err := json.Marshal(doc)
		if err != nil {
			rt.Fatal(err)
		}
		for name, m := range compiled {
			env := mapping.Env{Now: now, Settings: map[string]any{"account_set": "001"}}
			res, err := m.Apply(rec(string(raw)), env)
			if err != nil {
				if f := fault.As(err); f.Kind != fault.Invalid {
					rt.Fatalf("%s: %v", name, err)
				}
				continue
			}
			again, err := m.Apply(rec(string(raw)), env)
			if err != nil || len(again.Entities) != len(res.Entities) {
				rt.Fatalf("%s: the second time: %v", name, err)
			}
			for i, e := range res.Entities {
				mapped++
				checkCanonical(rt, e)
				if !bytes.Equal(e.Data, again.Entities[i].Data) {
					rt.Fatalf("%s: the second time %s, the first %s", name, again.Entities[i].Data, e.Data)
				}
			}
			for _, v := range res.Values {
				if _, ok := fault.Catalog[v.Code]; !ok || v.Field == "" || v.Message == "" {
					rt.Fatalf("%s: value fault %+v", name, v)
				}
			}
		}
	})
	if mapped == 0 {
		t.Error("no record was ever mapped: the test tries nothing")
	}
}

// checkCanonical demands that an entity's data is byte for byte what encoding/json
// writes of its typed struct.
func checkCanonical(t interface{ Fatalf(string, ...any) }, e record.Entity) {
	var again []byte
	var err error
	switch e.Kind {
	case record.KindLead:
		again, err = reencode[record.Lead](e)
	case record.KindCustomer:
		again, err = reencode[record.Customer](e)
	case record.KindContact:
		again, err = reencode[record.Contact](e)
	case record.KindActivity:
		again, err = reencode[record.Activity](e)
	default:
		t.Fatalf("no decoder for %s", e.Kind)
	}
	if err != nil || !bytes.Equal(again, e.Data) {
		t.Fatalf("%s: %v\n have %s\n want %s", e.Kind, err, e.Data, again)
	}
}

func reencode[T any](e record.Entity) ([]byte, error) {
	v, err := record.DecodeEntity[T](e)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// TestConcurrent: one Mapping serves many goroutines.
func TestConcurrent(t *testing.T) {
	m, err := mapping.Parse("u8", []byte(u8Mapping))
	if err != nil {
		t.Fatal(err)
	}
	env := mapping.Env{Now: now, Settings: map[string]any{"account_set": "001"}}
	want, err := m.Apply(rec(u8Record()), env)
	if err != nil || len(want.Entities) != 1 {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				got, err := m.Apply(rec(u8Record()), env)
				if err != nil || !bytes.Equal(got.Entities[0].Data, want.Entities[0].Data) {
					t.Errorf("%v: %s", err, got.Entities)
					return
				}
			}
		})
	}
	wg.Wait()
}

func FuzzParse(f *testing.F) {
	for _, src := range allMappings {
		f.Add([]byte(src))
	}
	for _, p := range whole {
		f.Add([]byte(p.text))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := mapping.Parse("f.yaml", src)
		if (m == nil) == (err == nil) {
			t.Fatal("either a mapping or an error")
		}
		if m != nil {
			_, err := m.Apply(rec(`{"name":"a","items":[{"id":1}],"a":{"b":"2026-02-18"}}`), mapping.Env{Now: now})
			if err != nil && fault.As(err).Kind != fault.Invalid {
				t.Fatal(err)
			}
		}
	})
}

func FuzzApply(f *testing.F) {
	f.Add([]byte(u8Record()))
	f.Add([]byte(`{"name":"\ud83d\ude00","relations":[{"kind":"branch_of","to":{"id":1}}],"people":[{"name":"x"}]}`))
	f.Add([]byte("{\"name\":\"\xff\"}"))
	var ms []*mapping.Mapping
	for name, src := range allMappings {
		m, err := mapping.Parse(name, []byte(src))
		if err != nil {
			f.Fatal(err)
		}
		ms = append(ms, m)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, m := range ms {
			res, err := m.Apply(rec(string(raw)), mapping.Env{Now: now})
			if err != nil {
				if fault.As(err).Kind != fault.Invalid {
					t.Fatal(err)
				}
				continue
			}
			for _, e := range res.Entities {
				checkCanonical(t, e)
			}
		}
	})
}
