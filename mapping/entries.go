package mapping

import "github.com/heliuhub/heliu/record"

// evalEntries writes a list of entries: written out, or one per element of a source list.
func (r *rule) evalEntries(s *state) bool {
	w := listWriter{s: s, mark: len(s.buf), any: r.field.Type == record.TypeObject}
	if r.form == fromList {
		for _, e := range r.entries {
			e.eval(s, r, &w)
		}
		return w.end()
	}
	s.elements(r.each, func() { r.entries[0].eval(s, r, &w) })
	return w.end()
}

// elements runs f in the scope of each element of the list at p. One object counts
// as a list of one; anything else has no elements.
func (s *state) elements(p *path, f func()) {
	n := s.find(p)
	if n == nil || n.empty() || n.scalar() {
		return
	}
	items := []node{*n}
	if n.kind == '[' {
		items = n.kids
	}
	outer := s.scope
	for i := range items {
		if items[i].kind == 'n' {
			continue
		}
		s.scope = &scope{node: &items[i], parent: outer, index: i + 1}
		f()
	}
	s.scope = outer
}

func (e *entry) eval(s *state, r *rule, w *listWriter) {
	if e.when != nil && !e.when(s) {
		return
	}
	if e.plain != nil {
		w.item(func() bool { return e.plain.evalPlain(s) })
		return
	}
	w.item(func() bool { return e.object(s, r) })
}

// evalPlain writes one value into the surrounding list.
func (r *rule) evalPlain(s *state) bool {
	out, p, f := r.text(s)
	if f.code != "" {
		in, _, _ := r.read(s)
		s.fail(r, p, f, in)
		r.keep(s, f, in)
		return false
	}
	return r.write(s, p, out)
}

// object writes one object. Without any value that came from the source there is
// no entry; an entry that lacks what it is nothing without is reported and left out.
func (e *entry) object(s *state, r *rule) bool {
	s.buf = append(s.buf, '{')
	n, evidence, reads := 0, false, false
	have := make([]bool, len(e.rules))
	faults := len(s.faults)
	for i, x := range e.rules {
		mark := len(s.buf)
		if n > 0 {
			s.buf = append(s.buf, ',')
		}
		s.buf = appendName(s.buf, x.field.Name)
		if !x.eval(s) {
			s.buf = s.buf[:mark]
		} else {
			n, have[i] = n+1, true
		}
		if x.readsSource() {
			reads = true
			evidence = evidence || have[i]
		}
	}
	if n == 0 || reads && !evidence {
		return false
	}
	for _, i := range e.needed {
		if !have[i] {
			if len(s.faults) == faults {
				s.fail(e.rules[i], nil, fail{"missing_field", "the entry is left out"}, "")
			}
			return false
		}
	}
	s.buf = append(s.buf, '}')
	return true
}

// readsSource tells whether the value can come from the record itself, as against
// a constant, a setting or the envelope.
func (r *rule) readsSource() bool {
	for _, p := range r.paths {
		if p.env == "" {
			return true
		}
	}
	for _, c := range r.concat {
		if c.readsSource() {
			return true
		}
	}
	return r.calc != nil || r.each != nil || r.form == fromList
}
