package mapping

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Revision grows whenever the same mapping may make something else of the same record
// than before, because a function or the language was mended. What an earlier
// revision made is then out of date, as it is after a new version of the mapping.
const Revision = 2

// Mapping is a compiled mapping of one stream. It does not change and may be used
// by many goroutines at once.
type Mapping struct {
	Name   string // the file it was read from
	Stream string

	rejects  []reject
	drops    []drop
	entities []*entity
}

type reject struct {
	when                        condition
	code, message, field, value *rule
}

type drop struct {
	when   condition
	reason string
}

// entity makes the entities of one kind.
type entity struct {
	kind   string
	part   *rule
	when   condition
	each   *path
	schema []record.Field
	rules  []*rule // by index of the schema; nil where there is none
	extra  int     // index of extra, or -1
}

// Env is what a mapping may know beside the record.
type Env struct {
	Settings map[string]any // of the connection, without its secrets
	Now      time.Time      // for "in the future"; the zero time switches that off
}

// Result is what became of a record.
type Result struct {
	Entities []record.Entity
	Values   []record.ValueFault // what was left out
	// Dropped is the reason for which a record makes nothing; with it there are no
	// entities. A record for which no entity's condition holds has the reason no_entity.
	Dropped string
}

// Kinds lists the entity kinds that the mapping can make, in the order of its rules.
func (m *Mapping) Kinds() []string {
	var out []string
	for _, e := range m.entities {
		out = append(out, e.kind)
	}
	return out
}

// Apply maps one record. Its error is a *fault.Error of kind Invalid: the record
// is quarantined whole, with Field the canonical field and Value the masked value.
//
// A delete needs no mapping: Apply gives an empty Result for it, whatever Raw
// holds, and the store deletes by connection, stream and key.
//
// Times of the envelope count in microseconds, as they are stored: a record that is
// mapped again makes what it made when it came.
func (m *Mapping) Apply(rec record.Record, env Env) (Result, error) {
	if rec.Op == record.Delete {
		return Result{}, nil
	}
	root, err := parseJSON(rec.Raw)
	if err != nil {
		return Result{}, err
	}
	s := states.Get().(*state)
	defer s.release()
	rec.ReceivedAt, rec.OccurredAt = rec.ReceivedAt.Truncate(time.Microsecond), rec.OccurredAt.Truncate(time.Microsecond)
	s.rec, s.env = &rec, &env
	s.root = scope{node: root}
	s.scope = &s.root
	for i := range m.rejects {
		if err := m.rejects[i].judge(s); err != nil {
			return Result{}, err
		}
	}
	for _, d := range m.drops {
		if d.when == nil || d.when(s) {
			return Result{Dropped: d.reason}, nil
		}
	}
	out := make([]record.Entity, 0, len(m.entities))
	for _, e := range m.entities {
		if e.each == nil {
			out = e.apply(s, out)
		} else {
			s.elements(e.each, func() {
				if s.err == nil {
					out = e.apply(s, out)
				}
			})
		}
		if s.err != nil {
			return Result{}, s.err
		}
	}
	res := Result{Entities: out, Values: s.faults}
	if len(out) == 0 {
		res.Entities, res.Dropped = nil, "no_entity"
	}
	return res, nil
}

// judge gives the fault of a record that the rule refuses.
func (r *reject) judge(s *state) error {
	if r.when != nil && !r.when(s) {
		return nil
	}
	get := func(x *rule) string {
		if x == nil {
			return ""
		}
		t, _, _ := x.text(s)
		return t
	}
	code := get(r.code)
	if _, known := fault.Catalog[code]; !known {
		code = "mapping_failed"
	}
	message := get(r.message)
	if message == "" {
		message = "refused by a rule of the mapping"
	}
	f := fault.New(code, errors.New(maskRuns(clip(message, 300)))).At(get(r.field), maskRuns(clip(get(r.value), 48)))
	f.Kind = fault.Invalid
	return f
}

// apply makes one entity in the current scope.
func (e *entity) apply(s *state, out []record.Entity) []record.Entity {
	if e.when != nil && !e.when(s) {
		return out
	}
	part, ok := e.partText(s)
	if !ok {
		return out
	}
	if s.twice(e.kind, part, out) {
		s.err = fault.Newf("mapping_failed", "two entities of kind %s have the same part %q", e.kind, maskRuns(clip(part, 48))).At(e.kind, "")
		return out
	}
	s.buf, s.elses, s.extra = s.buf[:0], s.elses[:0], s.extra[:0]
	s.slots = append(s.slots[:0], make([]slot, len(e.schema))...)
	for i, r := range e.rules {
		if r == nil || i == e.extra {
			continue
		}
		mark := len(s.buf)
		if r.eval(s) {
			s.slots[i] = slot{mark, len(s.buf)}
		} else if r.field.Required && s.err == nil {
			s.missing(r)
		}
		if s.err != nil {
			return out
		}
	}
	for _, k := range s.elses {
		e.keep(s, k)
	}
	if e.extra >= 0 {
		mark := len(s.buf)
		if r := e.rules[e.extra]; r != nil {
			s.extra = r.pairs(s, s.extra)
		}
		if writeMap(s, s.extra) {
			s.slots[e.extra] = slot{mark, len(s.buf)}
		}
	}
	return append(out, record.Entity{Kind: e.kind, Part: part, Data: e.assemble(s)})
}

// twice tells whether the record has made an entity of this kind and part already.
func (s *state) twice(kind, part string, out []record.Entity) bool {
	if len(out) < 16 {
		return slices.ContainsFunc(out, func(e record.Entity) bool { return e.Kind == kind && e.Part == part })
	}
	if s.parts == nil {
		s.parts = make(map[[2]string]bool, 2*len(out))
		for i := range out {
			s.parts[[2]string{out[i].Kind, out[i].Part}] = true
		}
	}
	key := [2]string{kind, part}
	was := s.parts[key]
	s.parts[key] = true
	return was
}

// partText tells the entity apart from others of its kind: what the mapping says,
// else its position in each.
func (e *entity) partText(s *state) (string, bool) {
	if e.part == nil {
		if e.each != nil {
			return strconv.Itoa(s.scope.index), true
		}
		return "", true
	}
	t, p, f := e.part.text(s)
	if f.code != "" {
		s.err = fault.Newf(f.code, "source %s%s", e.part.source(p), because(f.why)).At(e.kind+".part", "")
	}
	return t, s.err == nil
}

// keep puts a text that failed elsewhere into the field that else named: a list
// takes it as a further entry, a single field where it is empty.
func (e *entity) keep(s *state, k kept) {
	at, list := s.slots[k.field], e.schema[k.field].List
	mark := len(s.buf)
	switch {
	case at == slot{} && list:
		s.buf = append(appendText(append(s.buf, '['), k.text), ']')
	case at == slot{}:
		s.buf = appendText(s.buf, k.text)
	case list:
		quoted := string(appendText(nil, k.text))
		old := string(s.buf[at.from : at.to-1])
		if strings.Contains(old+",", quoted+",") {
			return
		}
		s.buf = append(s.buf, old+","+quoted+"]"...)
	default:
		return
	}
	s.slots[k.field] = slot{mark, len(s.buf)}
}

// assemble puts the fields together in the order of the schema.
func (e *entity) assemble(s *state) []byte {
	size := 2
	for i, at := range s.slots {
		if at.to > at.from {
			size += at.to - at.from + len(e.schema[i].Name) + 4
		}
	}
	b := append(make([]byte, 0, size), '{')
	for i, at := range s.slots {
		if at.to > at.from {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(appendName(b, e.schema[i].Name), s.buf[at.from:at.to]...)
		}
	}
	return append(b, '}')
}
