package mapping

import (
	"slices"
	"strings"

	"github.com/heliuhub/heliu/record"
)

// eval writes the JSON of the rule's value at the end of s.buf; it tells whether
// there is one. What fails is reported to s and leaves nothing.
func (r *rule) eval(s *state) bool {
	mark := len(s.buf)
	ok := false
	switch {
	case r.form == fromList || r.form == fromEach:
		ok = r.evalEntries(s)
	case r.field.Type == record.TypeMap:
		ok = writeMap(s, r.pairs(s, nil))
	case r.form == fromChannel:
		ok = r.evalChannel(s)
	case r.field.Type == record.TypeMoney && !r.field.List:
		ok = r.evalMoney(s)
	case r.field.List:
		ok = r.evalList(s)
	case r.split != "":
		ok = r.evalFirst(s)
	default:
		ok = r.evalOne(s)
	}
	if !ok {
		s.buf = s.buf[:mark]
	}
	return ok
}

// evalOne writes one plain value.
func (r *rule) evalOne(s *state) bool {
	in, p, f := r.read(s)
	if f.code != "" {
		s.fail(r, p, f, in)
		return false
	}
	out := ""
	if in != "" {
		if out, f = r.convert(s, in); f.code != "" {
			s.fail(r, p, f, in)
			r.keep(s, f, in)
			return false
		}
	}
	if out == "" && r.def != nil {
		if out, p, f = r.byDefault(s); f.code != "" {
			s.fail(r, p, f, "")
			return false
		}
	}
	return r.write(s, p, out)
}

// evalFirst writes the first piece of a divided cell that can be read.
func (r *rule) evalFirst(s *state) bool {
	in, p, f := r.read(s)
	if f.code != "" {
		s.fail(r, p, f, in)
		return false
	}
	var first fail
	for _, piece := range divide(in, r.split) {
		out, f := r.convert(s, piece)
		if f.code == "" && out != "" {
			return r.write(s, p, out)
		}
		if first.code == "" {
			first = f
		}
	}
	if first.code != "" {
		s.fail(r, p, first, in)
		r.keep(s, first, in)
		return false
	}
	if r.def == nil {
		return false
	}
	out, p, f := r.byDefault(s)
	if f.code != "" {
		s.fail(r, p, f, "")
		return false
	}
	return r.write(s, p, out)
}

// keep puts a failing text into the field that else names. A personal ID goes nowhere.
func (r *rule) keep(s *state, f fail, in string) {
	if r.elseField >= 0 && f.code != "personal_tax_id" {
		if t := record.NormalizeWidth(in); t != "" {
			s.elses = append(s.elses, kept{r.elseField, t})
		}
	}
}

// write writes a canonical text as the field's type wants it.
func (r *rule) write(s *state, p *path, out string) bool {
	if out == "" {
		return false
	}
	switch r.field.Type {
	case record.TypeInt, record.TypeBool:
		s.buf = append(s.buf, out...)
	case record.TypeRef:
		return r.writeRef(s, p, out)
	default:
		s.buf = appendText(s.buf, out)
	}
	return true
}

func (r *rule) writeRef(s *state, p *path, key string) bool {
	part := func(x *rule) (string, bool) {
		if x == nil {
			return "", true
		}
		t, _, f := x.text(s)
		if f.code != "" || t == "" {
			s.fail(r, p, fail{"bad_reference", "what it points at is not said"}, key)
			return "", false
		}
		return t, true
	}
	entity, ok := part(r.ref.entity)
	if !ok {
		return false
	}
	if record.Schema(entity) == nil {
		s.fail(r, p, fail{"bad_reference", "there is no such entity"}, key)
		return false
	}
	stream, ok := part(r.ref.stream)
	if !ok {
		return false
	}
	connection, ok := part(r.ref.connection)
	if !ok {
		return false
	}
	b := append(s.buf, `{"entity":`...)
	b = appendText(b, entity)
	for _, m := range [...][2]string{{"connection", connection}, {"stream", stream}} {
		if m[1] != "" {
			b = append(b, `,"`+m[0]+`":`...)
			b = appendText(b, m[1])
		}
	}
	if r.ref.natural != "" {
		b = append(b, `,"natural":`...)
		b = appendText(b, r.ref.natural)
		b = append(b, `,"value":`...)
	} else {
		b = append(b, `,"key":`...)
	}
	s.buf = append(appendText(b, key), '}')
	return true
}

// evalList writes a list of plain values, each once.
func (r *rule) evalList(s *state) bool {
	w := listWriter{s: s, mark: len(s.buf)}
	r.eachInput(s, func(in string, p *path, f fail) {
		out := ""
		if f.code == "" {
			out, f = r.convert(s, in)
		}
		if f.code != "" {
			s.fail(r, p, f, in)
			r.keep(s, f, in)
			return
		}
		w.item(func() bool { return r.write(s, p, out) })
	})
	if w.n == 0 && r.def != nil {
		out, p, f := r.byDefault(s)
		if f.code != "" {
			s.fail(r, p, f, "")
		} else {
			w.item(func() bool { return r.write(s, p, out) })
		}
	}
	return w.end()
}

// eachInput gives every source text of a list rule.
func (r *rule) eachInput(s *state, f func(in string, p *path, bad fail)) {
	if r.constant != nil || r.concat != nil {
		if in, p, bad := r.read(s); bad.code != "" || in != "" {
			f(in, p, bad)
		}
		return
	}
	for _, p := range r.paths {
		n := s.find(p)
		if n == nil || n.empty() {
			continue
		}
		items := []node{*n}
		if n.kind == '[' {
			items = n.kids
		}
		some := false
		for i := range items {
			it := &items[i]
			switch {
			case it.empty() || it.scalar() && r.isAbsent(it.text):
				continue
			case !it.scalar():
				f(clip(it.raw, 64), p, fail{"bad_value", "a list or table stands where one value belongs"})
			default:
				for _, piece := range divide(it.text, r.split) {
					f(piece, p, fail{})
				}
			}
			some = true
		}
		if some && !r.all {
			return
		}
	}
}

// divide cuts a text at any of the separators, full or half width; blank pieces fall away.
func divide(in, separators string) []string {
	if separators == "" {
		return []string{in}
	}
	pieces := strings.FieldsFunc(in, func(c rune) bool {
		return strings.ContainsRune(separators, c) || c >= '！' && c <= '～' && strings.ContainsRune(separators, c-'！'+'!')
	})
	return slices.DeleteFunc(pieces, func(p string) bool { return strings.TrimSpace(p) == "" })
}

// listWriter writes a JSON list, plain values each once.
type listWriter struct {
	s    *state
	mark int
	n    int
	seen map[string]bool
	any  bool // repeated values stay
}

// item writes one value by f, which tells whether there is one.
func (w *listWriter) item(f func() bool) {
	b := len(w.s.buf)
	if w.n == 0 {
		w.s.buf = append(w.s.buf, '[')
	} else {
		w.s.buf = append(w.s.buf, ',')
	}
	at := len(w.s.buf)
	ok := f()
	if ok && !w.any {
		if w.seen == nil {
			w.seen = map[string]bool{}
		}
		v := w.s.buf[at:]
		if ok = !w.seen[string(v)]; ok {
			w.seen[string(v)] = true
		}
	}
	if !ok {
		w.s.buf = w.s.buf[:b]
		return
	}
	w.n++
}

func (w *listWriter) end() bool {
	if w.n == 0 {
		w.s.buf = w.s.buf[:w.mark]
		return false
	}
	w.s.buf = append(w.s.buf, ']')
	return true
}
