package mapping

import (
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/record"
)

// condition decides over one record or element. nil holds always.
type condition func(s *state) bool

var conditionKeys = []string{"path", "exists", "missing", "equals", "in", "not_in", "matches", "all", "any", "not"}

// condition compiles {path: …, equals: …} and the combining forms.
func (c *compiler) condition(n *yaml.Node) condition {
	before := len(c.issues)
	o := c.object(n, conditionKeys...)
	if o == nil {
		return nil
	}
	var tests []condition
	for _, form := range [...]string{"all", "any"} {
		v := o.get(form)
		if v == nil {
			continue
		}
		var parts []condition
		for _, x := range c.sequence(v) {
			parts = append(parts, c.condition(x))
		}
		if len(parts) == 0 {
			c.add(v, "bad_condition", form+" []")
		}
		every := form == "all"
		tests = append(tests, func(s *state) bool {
			for _, p := range parts {
				if p != nil && p(s) != every {
					return !every
				}
			}
			return every
		})
	}
	if v := o.get("not"); v != nil {
		if inner := c.condition(v); inner != nil {
			tests = append(tests, func(s *state) bool { return !inner(s) })
		}
	}
	tests = append(tests, c.pathTests(n, o)...)
	if len(tests) == 0 {
		if len(c.issues) == before {
			c.add(n, "bad_condition", "path, all, any, not")
		}
		return nil
	}
	return func(s *state) bool {
		for _, t := range tests {
			if !t(s) {
				return false
			}
		}
		return true
	}
}

func (c *compiler) pathTests(n *yaml.Node, o *object) (tests []condition) {
	forms := []string{"exists", "missing", "equals", "in", "not_in", "matches"}
	pn := o.get("path")
	if pn == nil {
		for _, f := range forms {
			if v := o.get(f); v != nil {
				c.add(o.key(f), "bad_condition", "path")
				break
			}
		}
		return nil
	}
	p := c.path(pn)
	for _, f := range forms[:2] {
		v := o.get(f)
		if v == nil {
			continue
		}
		yes, ok := c.boolean(v)
		if ok {
			want := yes == (f == "exists")
			tests = append(tests, func(s *state) bool {
				x := s.find(p)
				return (x != nil && !x.empty()) == want
			})
		}
	}
	text := func(s *state) (string, bool) {
		x := s.find(p)
		if x == nil || x.empty() || !x.scalar() {
			return "", false
		}
		t, _ := fnText(s, nil, x.text)
		return t, true
	}
	if v := o.get("equals"); v != nil {
		want := []string{c.scalarText(v)}
		tests = append(tests, func(s *state) bool { t, ok := text(s); return ok && t == want[0] })
	}
	for _, f := range forms[3:5] {
		v := o.get(f)
		if v == nil {
			continue
		}
		var list []string
		for _, x := range c.sequence(v) {
			list = append(list, c.scalarText(x))
		}
		in := f == "in"
		tests = append(tests, func(s *state) bool {
			t, ok := text(s)
			return (ok && slices.Contains(list, t)) == in
		})
	}
	if v := o.get("matches"); v != nil {
		re, err := regexp.Compile(v.Value)
		if err != nil || len(v.Value) > 1000 {
			c.add(v, "bad_regexp", v.Value)
			return tests
		}
		tests = append(tests, func(s *state) bool { t, ok := text(s); return ok && re.MatchString(t) })
	}
	if len(tests) == 0 && len(o.keys) == 1 && len(o.node.Content) == 2 {
		c.add(n, "bad_condition", "exists, missing, equals, in, not_in, matches")
	}
	return tests
}

// scalarText is the text of a YAML scalar in the form in which conditions compare.
func (c *compiler) scalarText(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		c.add(n, "bad_shape", "文本 text")
		return ""
	}
	return record.NormalizeWidth(n.Value)
}
