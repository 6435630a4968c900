package mapping

import (
	"fmt"
	"strings"
	"sync"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// state is what one Apply works with.
type state struct {
	rec     *record.Record
	env     *Env
	root    scope
	scope   *scope
	scratch node

	buf    []byte // values of the entity being made
	slots  []slot // where in buf each field lies, by index of the schema
	elses  []kept // texts that failed elsewhere
	extra  [][2]string
	parts  map[[2]string]bool // kind and part of what was made, once that is many
	faults []record.ValueFault
	err    *fault.Error
}

// maxFaults bounds what one record can leave out; with more it is refused whole.
const maxFaults = 256

type slot struct{ from, to int }

type kept struct {
	field int
	text  string
}

var states = sync.Pool{New: func() any { return new(state) }}

// release gives the state back without what belongs to the record.
func (s *state) release() {
	buf, slots := s.buf[:0], s.slots[:0]
	clear(s.elses)
	clear(s.extra)
	elses, extra := s.elses[:0], s.extra[:0]
	*s = state{buf: buf, slots: slots, elses: elses, extra: extra}
	if cap(buf) <= 1<<16 {
		states.Put(s)
	}
}

// fail reports a value that cannot be used: the record is refused when its field is
// required, else the value is left out.
func (s *state) fail(r *rule, p *path, f fail, in string) {
	masked := maskValue(r.field, r.fn, in)
	from := r.source(p)
	if r.field.Required {
		if s.err == nil {
			s.err = fault.Newf(f.code, "source %s%s", from, because(f.why)).At(r.name, masked)
		}
		return
	}
	if len(s.faults) == maxFaults {
		if s.err == nil {
			s.err = fault.Newf("mapping_failed", "more than %d values cannot be read", maxFaults).At(r.name, "")
		}
		return
	}
	s.faults = append(s.faults, record.ValueFault{Field: r.name, Path: from, Code: f.code, Value: masked, Message: fault.Catalog[f.code].Zh})
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// source names where a value came from, or where it was looked for.
func (r *rule) source(p *path) string {
	if p != nil {
		return p.text
	}
	if r.calc != nil {
		return r.calc.source()
	}
	names := make([]string, 0, len(r.paths))
	for _, q := range r.paths {
		names = append(names, q.text)
	}
	if len(names) == 0 && r.each != nil {
		return r.each.text + "[]"
	}
	return strings.Join(names, "|")
}

// missing reports a required field that the source does not give.
func (s *state) missing(r *rule) {
	if s.err == nil {
		s.err = fault.New("missing_field", fmt.Errorf("source %s", r.source(nil))).At(r.name, "")
	}
}
