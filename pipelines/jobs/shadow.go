package jobs

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Bounds of what a result keeps.
const (
	examplesEach = 5   // of a kind of example
	changesEach  = 12  // fields of an example
	keptCounts   = 200 // fields, codes, reasons
	shownRunes   = 80
)

// tally counts into a result.
type tally struct{ *views.MapAgain }

func newTally(saved json.RawMessage) (tally, error) {
	t := tally{&views.MapAgain{}}
	if len(saved) > 0 {
		if err := json.Unmarshal(saved, t.MapAgain); err != nil {
			return t, err
		}
	}
	for _, m := range []*map[string]int64{&t.Fields, &t.Codes, &t.Reasons} {
		if *m == nil {
			*m = map[string]int64{}
		}
	}
	if t.Examples == nil {
		t.Examples = []views.AgainExample{}
	}
	return t, nil
}

func count(m map[string]int64, name string) {
	if _, known := m[name]; known || len(m) < keptCounts {
		m[name]++
	}
}

// example keeps an example where there are few of its kind.
func (t tally) example(what, stream, key, code string, changes []views.FieldChange) {
	n := 0
	for _, e := range t.Examples {
		if e.What == what {
			n++
		}
	}
	if n >= examplesEach {
		return
	}
	if changes == nil {
		changes = []views.FieldChange{}
	}
	t.Examples = append(t.Examples, views.AgainExample{What: what, Stream: stream, Key: key, Code: code, Changes: changes[:min(len(changes), changesEach)]})
}

type entityKey struct{ kind, part string }

// differences compares what a mapping made before and makes now, field by field. The
// values are masked.
func differences(before, after []record.Entity) ([]views.FieldChange, error) {
	was, err := byPart(before)
	if err != nil {
		return nil, err
	}
	is, err := byPart(after)
	if err != nil {
		return nil, err
	}
	var out []views.FieldChange
	keys := map[entityKey]bool{}
	for k := range was {
		keys[k] = true
	}
	for k := range is {
		keys[k] = true
	}
	for k := range keys {
		a, had := was[k]
		b, has := is[k]
		switch {
		case !had:
			out = append(out, views.FieldChange{Kind: k.kind, Part: k.part, After: "+"})
		case !has:
			out = append(out, views.FieldChange{Kind: k.kind, Part: k.part, Before: "-"})
		default:
			out = append(out, fieldChanges(k, a, b)...)
		}
	}
	slices.SortFunc(out, func(a, b views.FieldChange) int {
		return strings.Compare(a.Kind+"\x00"+a.Part+"\x00"+a.Field, b.Kind+"\x00"+b.Part+"\x00"+b.Field)
	})
	return out, nil
}

func byPart(es []record.Entity) (map[entityKey]map[string]any, error) {
	out := map[entityKey]map[string]any{}
	for _, e := range es {
		d := json.NewDecoder(bytes.NewReader(e.Data))
		d.UseNumber() // an amount keeps its digits
		var m map[string]any
		if err := d.Decode(&m); err != nil {
			return nil, err
		}
		out[entityKey{e.Kind, e.Part}] = m
	}
	return out, nil
}

func fieldChanges(k entityKey, a, b map[string]any) (out []views.FieldChange) {
	schema := map[string]record.Field{}
	for _, f := range record.Schema(k.kind) {
		schema[f.Name] = f
	}
	names := map[string]bool{}
	for n := range a {
		names[n] = true
	}
	for n := range b {
		names[n] = true
	}
	for n := range names {
		if x, y := text(a[n]), text(b[n]); x != y {
			f := schema[n]
			f.Name = n
			out = append(out, views.FieldChange{Kind: k.kind, Part: k.part, Field: n, Before: shown(f, a[n]), After: shown(f, b[n])})
		}
	}
	return out
}

// text is a value in one spelling: maps are written in the order of their names.
func text(v any) string {
	if v == nil {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	return string(b)
}

// shown is a value for a page: masked, and not longer than a line.
func shown(f record.Field, v any) string {
	var out string
	switch x := masked(f, v).(type) {
	case nil:
	case string:
		out = x
	default:
		out = text(x)
	}
	if r := []rune(out); len(r) > shownRunes {
		out = string(r[:shownRunes]) + "…"
	}
	return out
}

func masked(f record.Field, v any) any {
	switch x := v.(type) {
	case string:
		return mapping.Masked(f, x)
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = masked(f, x[i])
		}
		return out
	case map[string]any:
		inner := map[string]record.Field{}
		for _, g := range f.Fields {
			inner[g.Name] = g
		}
		out := make(map[string]any, len(x))
		for name, w := range x {
			g, known := inner[name]
			if !known {
				g = record.Field{Name: name, PII: f.PII}
			}
			out[name] = masked(g, w)
		}
		return out
	}
	return v
}
