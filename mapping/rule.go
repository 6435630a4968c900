package mapping

import (
	"slices"

	"github.com/heliuhub/heliu/record"
)

// form is the way in which a rule comes to its value.
type form int

const (
	fromSource form = iota // paths, a constant or a concatenation, then a function
	fromCalc
	fromChannel
	fromList    // entries written out
	fromEach    // one entry per element of a source list
	fromMapOf   // named members
	fromMembers // a source object taken over, or a function that gives a map
	fromRest    // what no rule read
)

// rule makes one canonical field, compiled.
type rule struct {
	field record.Field
	name  string // canonical path, as faults name it
	form  form

	paths    []*path
	constant *string
	concat   []*rule
	sep      string

	fn        string
	early     convert // before the value map
	late      convert // after it
	maps      func(string) [][2]string
	values    map[string]*string // nil target: no value
	def       *rule
	elseField int // index of the field that takes a failing text, or -1

	split     string
	all       bool
	dashEmpty bool
	absent    []string
	percent   bool
	scale     int32
	currency  *rule
	param     string
	ref       *refRule
	calc      *calcRule
	channel   *channelRule

	entries []*entry
	each    *path
	member  []namedRule
	rest    *restRule
}

type namedRule struct {
	name string
	rule *rule
}

// entry is one element of a list of objects, or of plain values.
type entry struct {
	when   condition
	rules  []*rule // of an object, in the order of its schema
	needed []int   // indexes into rules of what the entry is nothing without
	plain  *rule   // of a plain list
}

type refRule struct {
	entity, stream, connection *rule
	natural                    string
}

type restRule struct {
	used   map[string]bool
	except []string
}

// read gives the source text of a rule with one value, and the path it came from.
func (r *rule) read(s *state) (in string, p *path, f fail) {
	if r.constant != nil {
		return *r.constant, nil, fail{}
	}
	if r.concat != nil {
		return r.join(s)
	}
	for _, q := range r.paths {
		n := s.find(q)
		if n == nil || n.empty() {
			continue
		}
		if !n.scalar() {
			return clip(n.raw, 64), q, fail{"bad_value", "a list or table stands where one value belongs"}
		}
		if r.isAbsent(n.text) {
			continue
		}
		return n.text, q, fail{}
	}
	return "", nil, fail{}
}

func (r *rule) isAbsent(t string) bool {
	return r.dashEmpty && dash(t) || r.absent != nil && slices.Contains(r.absent, record.NormalizeWidth(t))
}

func dash(t string) bool {
	t = record.NormalizeWidth(t)
	return t == "-" || t == "—" || t == "--"
}

// join puts the parts of a concatenation together; without any part that the
// source gave there is nothing.
func (r *rule) join(s *state) (string, *path, fail) {
	var out string
	var from *path
	n := 0
	for _, c := range r.concat {
		t, p, f := c.text(s)
		if f.code != "" {
			return "", p, f
		}
		if t == "" {
			continue
		}
		if c.constant == nil && from == nil && len(c.paths) > 0 {
			from = c.paths[0]
		}
		if n > 0 {
			out += r.sep
		}
		out += t
		n++
	}
	if from == nil {
		return "", nil, fail{}
	}
	return out, from, fail{}
}

// text evaluates a rule to its canonical text, default included.
func (r *rule) text(s *state) (out string, p *path, f fail) {
	in, p, f := r.read(s)
	if f.code != "" {
		return "", p, f
	}
	if in != "" {
		out, f = r.convert(s, in)
		if f.code != "" {
			return "", p, f
		}
	}
	if out == "" && r.def != nil {
		return r.byDefault(s)
	}
	return out, p, f
}

func (r *rule) byDefault(s *state) (out string, p *path, f fail) {
	in, p, f := r.def.read(s)
	if f.code == "" && in != "" {
		out, f = r.finish(s, in)
	}
	return out, p, f
}

// convert brings one source text into its canonical text: early function, value
// map, late function, permitted values.
func (r *rule) convert(s *state, in string) (string, fail) {
	var f fail
	if r.early != nil {
		if in, f = r.early(s, r, in); f.code != "" || in == "" {
			return "", f
		}
	}
	if r.values != nil {
		key := in
		if r.early == nil {
			key, _ = fnText(s, r, in)
		}
		to, ok := r.values[key]
		switch {
		case !ok && r.def != nil:
			return "", fail{}
		case !ok:
			return "", fail{"bad_enum", "not in the map"}
		case to == nil:
			return "", fail{}
		}
		in = *to
	}
	return r.finish(s, in)
}

// finish runs what every text passes, mapped and default ones too.
func (r *rule) finish(s *state, in string) (out string, f fail) {
	out = in
	if r.late != nil {
		if out, f = r.late(s, r, in); f.code != "" {
			return "", f
		}
	}
	if out != "" && len(r.field.Enum) > 0 && !slices.Contains(r.field.Enum, out) {
		return "", fail{"bad_enum", "not one of the allowed values"}
	}
	return out, fail{}
}
