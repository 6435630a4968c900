package mapping

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// TB is the part of testing.TB that RunTests needs.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// RunTests runs the cases of a *.test.yaml file against a mapping and reports every
// difference. settings are added to those of the file and stand above them.
func RunTests(t TB, mappingYAML, testYAML []byte, settings ...map[string]any) {
	t.Helper()
	m, err := Parse("mapping.yaml", mappingYAML)
	if err != nil {
		t.Fatalf("%v", err)
		return
	}
	results, err := RunCases(m, testYAML, settings...)
	if err != nil {
		t.Fatalf("%v", err)
		return
	}
	for _, r := range results {
		for _, d := range r.Differences {
			t.Errorf("line %d: case %q: %s", r.Line, r.Name, d)
		}
	}
}

// CaseResult is the outcome of one case; without differences it passed.
type CaseResult struct {
	Name        string
	Line        int
	Differences []string
}

// caseFile is the shape of a *.test.yaml file.
type caseFile struct {
	Settings map[string]any `yaml:"settings"`
	Now      string         `yaml:"now"`
	Cases    []testCase     `yaml:"cases"`
}

type testCase struct {
	Name     string            `yaml:"name"`
	Settings map[string]any    `yaml:"settings"`
	Now      string            `yaml:"now"`
	Envelope map[string]string `yaml:"envelope"`
	Input    yaml.Node         `yaml:"input"`
	Raw      *string           `yaml:"raw"` // the source's bytes, in place of input
	Want     *[]wantEntity     `yaml:"want"`
	WantSome []wantEntity      `yaml:"want_some"`
	Values   []wantValue       `yaml:"values"`
	Dead     *wantValue        `yaml:"dead"`
	Dropped  string            `yaml:"dropped"`

	line int
}

type wantEntity struct {
	Kind string    `yaml:"kind"`
	Part *string   `yaml:"part"`
	Data yaml.Node `yaml:"data"`
}

type wantValue struct {
	Field string `yaml:"field"`
	Code  string `yaml:"code"`
	Path  string `yaml:"path"`
	Value string `yaml:"value"`
}

// RunCases runs the cases of a *.test.yaml file. The error is for a file that is
// not well formed or that tests nothing.
func RunCases(m *Mapping, testYAML []byte, settings ...map[string]any) ([]CaseResult, error) {
	var f caseFile
	dec := yaml.NewDecoder(bytes.NewReader(testYAML))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("mapping: test file: %w", err)
	}
	if len(f.Cases) == 0 {
		return nil, errors.New("mapping: test file: there are no cases")
	}
	caseLines(testYAML, f.Cases)
	var out []CaseResult
	for i := range f.Cases {
		c := &f.Cases[i]
		if c.Want == nil && c.WantSome == nil && c.Dead == nil && c.Dropped == "" && c.Values == nil {
			return nil, fmt.Errorf("mapping: test file: line %d: case %q expects nothing: write want, want_some, values, dead or dropped", c.line, c.Name)
		}
		set := map[string]any{}
		for _, more := range append([]map[string]any{f.Settings, c.Settings}, settings...) {
			for k, v := range more {
				set[k] = v
			}
		}
		rec, env, err := c.record(m, set, f.Now)
		if err != nil {
			return nil, fmt.Errorf("mapping: test file: line %d: case %q: %w", c.line, c.Name, err)
		}
		res, err := m.Apply(rec, env)
		diffs, bad := c.compare(res, err)
		if bad != nil {
			return nil, fmt.Errorf("mapping: test file: line %d: case %q: %w", c.line, c.Name, bad)
		}
		out = append(out, CaseResult{Name: c.Name, Line: c.line, Differences: diffs})
	}
	return out, nil
}

// caseLines finds the line on which each case begins.
func caseLines(src []byte, cases []testCase) {
	var doc yaml.Node
	if yaml.Unmarshal(src, &doc) != nil || len(doc.Content) == 0 {
		return
	}
	top := doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == "cases" {
			for j, n := range top.Content[i+1].Content {
				if j < len(cases) {
					cases[j].line = n.Line
				}
			}
		}
	}
}

// record makes the record and the environment of a case. Without now and without a
// receive time there is no present, and no value lies in the future.
func (c *testCase) record(m *Mapping, settings map[string]any, fileNow string) (record.Record, Env, error) {
	received := time.Date(2026, 3, 1, 10, 0, 0, 0, record.Shanghai)
	rec := record.Record{
		Workspace: "00000000-0000-4000-8000-000000000001", Connection: "00000000-0000-4000-8000-000000000002",
		Connector: "test", Stream: m.Stream, Key: "k1", Op: record.Upsert, OccurredAt: received, ReceivedAt: received,
	}
	env := Env{Settings: settings}
	for k, v := range c.Envelope {
		var err error
		switch k {
		case "key":
			rec.Key = v
		case "version":
			rec.Version = v
		case "connector":
			rec.Connector = v
		case "connection":
			rec.Connection = record.ConnectionID(v)
		case "stream":
			rec.Stream = v
		case "op":
			rec.Op = record.Op(v)
		case "received_at":
			rec.ReceivedAt, err = time.Parse(time.RFC3339, v)
			env.Now = rec.ReceivedAt
		case "occurred_at":
			rec.OccurredAt, err = time.Parse(time.RFC3339, v)
		default:
			err = fmt.Errorf("unknown envelope key %q", k)
		}
		if err != nil {
			return rec, env, fmt.Errorf("envelope: %w", err)
		}
	}
	if c.Now != "" {
		fileNow = c.Now
	}
	if fileNow != "" {
		now, err := time.Parse(time.RFC3339, fileNow)
		if err != nil {
			return rec, env, fmt.Errorf("now: %w", err)
		}
		env.Now = now
	}
	if c.Raw != nil {
		rec.Raw = []byte(*c.Raw)
		return rec, env, nil
	}
	raw, err := yamlJSON(nil, &c.Input)
	rec.Raw = raw
	return rec, env, err
}

// compare says how the outcome differs from what the case wants.
func (c *testCase) compare(res Result, err error) (diffs []string, bad error) {
	note := func(format string, args ...any) { diffs = append(diffs, fmt.Sprintf(format, args...)) }
	if err != nil {
		f := fault.As(err)
		switch {
		case c.Dead == nil:
			note("the record was refused: %v", err)
		case c.Dead.Code != f.Code || c.Dead.Field != "" && c.Dead.Field != f.Field || c.Dead.Value != "" && c.Dead.Value != f.Value:
			note("refused with code %s, field %q, value %q; want code %s, field %q, value %q", f.Code, f.Field, f.Value, c.Dead.Code, c.Dead.Field, c.Dead.Value)
		}
		return diffs, nil
	}
	if c.Dead != nil {
		note("the record was mapped; want it refused with %s", c.Dead.Code)
		return diffs, nil
	}
	if res.Dropped != c.Dropped && !(c.Want != nil && len(*c.Want) == 0 && res.Dropped == "no_entity") {
		note("dropped with reason %q, want %q", res.Dropped, c.Dropped)
	}
	diffs = append(diffs, compareValues(res.Values, c.Values)...)
	if c.Want != nil {
		d, err := compareExact(res.Entities, *c.Want)
		if err != nil {
			return nil, err
		}
		diffs = append(diffs, d...)
	}
	if c.WantSome != nil {
		d, err := compareSome(res.Entities, c.WantSome)
		if err != nil {
			return nil, err
		}
		diffs = append(diffs, d...)
	}
	return diffs, nil
}

// compareValues compares value faults as sets with repetition; the order is free.
func compareValues(got []record.ValueFault, want []wantValue) (diffs []string) {
	left := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(left, func(g record.ValueFault) bool {
			return g.Field == w.Field && g.Code == w.Code && (w.Path == "" || w.Path == g.Path) && (w.Value == "" || w.Value == g.Value)
		})
		if i < 0 {
			diffs = append(diffs, fmt.Sprintf("no value fault %s of %s", w.Code, w.Field))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, g := range left {
		diffs = append(diffs, fmt.Sprintf("value fault that nobody expects: %s of %s from %s, value %q", g.Code, g.Field, g.Path, g.Value))
	}
	return diffs
}

func compareExact(got []record.Entity, want []wantEntity) (diffs []string, err error) {
	if len(got) != len(want) {
		diffs = append(diffs, fmt.Sprintf("%d entities, want %d: %s", len(got), len(want), entityNames(got)))
	}
	for i := range min(len(got), len(want)) {
		d, err := want[i].compare(got[i], true)
		if err != nil {
			return nil, err
		}
		diffs = append(diffs, d...)
	}
	return diffs, nil
}

// compareSome finds the wanted entities among those made, in order; others may
// stand between them.
func compareSome(got []record.Entity, want []wantEntity) (diffs []string, err error) {
	at := 0
	for i := range want {
		var nearest []string
		found := false
		for j := at; j < len(got) && !found; j++ {
			if got[j].Kind != want[i].Kind || want[i].Part != nil && *want[i].Part != got[j].Part {
				continue
			}
			d, err := want[i].compare(got[j], false)
			switch {
			case err != nil:
				return nil, err
			case len(d) == 0:
				found, at = true, j+1
			case nearest == nil:
				nearest = d
			}
		}
		if !found && nearest == nil {
			nearest = []string{fmt.Sprintf("no entity of kind %s; made: %s", want[i].Kind, entityNames(got))}
		}
		if !found {
			diffs = append(diffs, nearest...)
		}
	}
	return diffs, nil
}

func entityNames(es []record.Entity) string {
	names := make([]string, len(es))
	for i, e := range es {
		names[i] = strings.TrimSuffix(e.Kind+"/"+e.Part, "/")
	}
	return "[" + strings.Join(names, " ") + "]"
}

func (w wantEntity) compare(got record.Entity, exact bool) ([]string, error) {
	name := got.Kind
	if got.Kind != w.Kind || w.Part != nil && *w.Part != got.Part {
		return []string{fmt.Sprintf("entity %s, want kind %s", entityNames([]record.Entity{got}), w.Kind)}, nil
	}
	raw := []byte("{}")
	if w.Data.Kind != 0 {
		var err error
		if raw, err = yamlJSON(nil, &w.Data); err != nil {
			return nil, err
		}
	}
	want, err := decodeAny(raw)
	if err != nil {
		return nil, err
	}
	have, err := decodeAny(got.Data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return compareJSON(name, have, want, exact), nil
}

func decodeAny(b []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}
