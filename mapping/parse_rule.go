package mapping

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/record"
)

var ruleKeys = []string{
	"from", "const", "concat", "calc", "each", "map_of", "rest", // where the value comes from
	"fn", "default", "map", "else", "split", "all", "currency", "scale", "percent", "ref", "name", "rules", "dash_empty", "absent",
	"sep", "gross", "rate", "of", "by", "one_minus", "fields", "when", "except",
}

// rule compiles the rule of one field; nil when it is not well formed.
func (c *compiler) rule(f record.Field, name string, n *yaml.Node) *rule {
	r := &rule{field: f, name: name, elseField: -1}
	switch n.Kind {
	case yaml.ScalarNode:
		r.paths = []*path{c.path(n)}
		c.function(r, nil, n)
		if f.Type == record.TypeRef {
			c.add(n, "bad_ref", "ref: {entity, stream}")
		}
		if f.Type == record.TypeObject {
			c.add(n, "bad_shape", "列表或 each (a list, or each with fields)")
		}
		return r
	case yaml.SequenceNode:
		if f.List {
			return c.writtenOut(r, n)
		}
		if f.Type == record.TypeRef || f.Type == record.TypeMap {
			c.add(n, "needs_list", f.Name)
			return nil
		}
		r.paths = c.pathList(n)
		c.function(r, nil, n)
		return r
	}
	o := c.object(n, ruleKeys...)
	if o == nil {
		return nil
	}
	c.options(r, o)
	sources := 0
	for _, k := range []string{"from", "const", "concat", "calc", "map_of"} {
		if o.has(k) {
			sources++
		}
	}
	switch {
	case o.has("each"):
		return c.eachRule(r, o)
	case f.Type == record.TypeObject:
		c.add(n, "bad_shape", "列表或 each (a list, or each with fields)")
		return nil
	case o.has("rest"):
		c.restOf(r, o)
	case sources == 0 && c.text(o, "fn") != "channel":
		c.add(n, "no_source", name)
		return nil
	}
	if sources > 1 {
		c.add(n, "no_source", name)
	}
	c.source(r, o)
	c.function(r, o, n)
	if f.Type == record.TypeRef {
		c.ref(r, o)
	}
	c.checkConstants(r, o)
	return r
}

// source reads from, const, concat, calc or map_of.
func (c *compiler) source(r *rule, o *object) {
	if v := o.get("from"); v != nil {
		switch v.Kind {
		case yaml.SequenceNode:
			r.paths = c.pathList(v)
		default:
			r.paths = []*path{c.path(v)}
		}
	}
	if v := o.get("const"); v != nil {
		if v.Kind != yaml.ScalarNode || v.Tag == "!!null" {
			c.add(v, "bad_shape", "文本、数字或布尔值 (a text, number or boolean)")
		} else {
			t := v.Value
			r.constant = &t
		}
	}
	if v := o.get("concat"); v != nil {
		for _, x := range c.sequence(v) {
			if p := c.value(x, r.name, false); p != nil {
				r.concat = append(r.concat, p)
			}
		}
		r.sep = c.text(o, "sep")
	}
	if o.has("calc") {
		c.calc(r, o)
	}
	if v := o.get("map_of"); v != nil {
		c.mapOf(r, v)
	}
}

// pathList reads a list of paths, of which the first that holds something wins.
func (c *compiler) pathList(n *yaml.Node) (paths []*path) {
	for _, x := range n.Content {
		paths = append(paths, c.path(x))
	}
	if len(paths) == 0 {
		c.add(n, "no_source", "[]")
	}
	return paths
}

// value compiles a text inside a rule: a bare text is a constant or a path, $name an
// envelope value, a table a rule of its own.
func (c *compiler) value(n *yaml.Node, name string, bareIsConst bool) *rule {
	if n.Kind == yaml.ScalarNode && bareIsConst && !strings.HasPrefix(n.Value, "$") {
		t := n.Value
		return &rule{field: textField, name: name, constant: &t, elseField: -1}
	}
	return c.rule(textField, name, n)
}

// writtenOut compiles a list of entries: objects, or plain values that all stay.
func (c *compiler) writtenOut(r *rule, n *yaml.Node) *rule {
	f := r.field
	r.form = fromList
	one := f
	one.List = false
	for _, x := range n.Content {
		if f.Type == record.TypeObject {
			if e := c.objectEntry(r, x, nil); e != nil {
				r.entries = append(r.entries, e)
			}
			continue
		}
		if p := c.rule(one, r.name, x); p != nil {
			r.entries = append(r.entries, &entry{plain: p})
		}
	}
	return r
}

// neededFields is what an entry of a list of objects is nothing without.
var neededFields = map[string][]string{
	"codes": {"system", "code"}, "relations": {"kind", "to"}, "bank_accounts": {"account_no"},
	"payment_plan": {"no", "amount"}, "lines": {"line_no"},
}

// objectEntry compiles the fields of an entry; when stands beside them, or was read already.
func (c *compiler) objectEntry(r *rule, n *yaml.Node, when condition) *entry {
	if n.Kind != yaml.MappingNode {
		c.add(n, "bad_shape", "键值表 (a table of keys)")
		return nil
	}
	e := &entry{when: when}
	rules := make([]*rule, len(r.field.Fields))
	if when == nil {
		body := *n
		body.Content = nil
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "when" {
				e.when = c.condition(n.Content[i+1])
				continue
			}
			body.Content = append(body.Content, n.Content[i], n.Content[i+1])
		}
		n = &body
	}
	c.fields(n, r.field.Fields, r.name+".", rules)
	for i, x := range rules {
		need := slices.Contains(neededFields[r.field.Name], r.field.Fields[i].Name)
		if x == nil {
			if need && !c.written(n, r.field.Fields[i].Name) {
				c.add(n, "missing_required", r.name+"."+r.field.Fields[i].Name)
			}
			continue
		}
		if need {
			e.needed = append(e.needed, len(e.rules))
		}
		e.rules = append(e.rules, x)
	}
	return e
}

// eachRule compiles {each: "items[]", fields: {…}}, or from in place of fields for a plain list.
func (c *compiler) eachRule(r *rule, o *object) *rule {
	if !r.field.List {
		c.add(o.key("each"), "needs_list", "each")
		return nil
	}
	r.form = fromEach
	if r.each = c.eachPath(o.get("each")); r.each == nil {
		return nil
	}
	c.depth++
	defer func() { c.depth-- }()
	var when condition
	if v := o.get("when"); v != nil {
		when = c.condition(v)
	}
	if r.field.Type == record.TypeObject {
		v := o.get("fields")
		if v == nil {
			c.add(o.node, "missing_key", "fields")
			return nil
		}
		if when == nil {
			when = func(*state) bool { return true }
		}
		if e := c.objectEntry(r, v, when); e != nil {
			r.entries = []*entry{e}
		}
	} else {
		one := *o.node
		one.Content = nil
		for i := 0; i+1 < len(o.node.Content); i += 2 {
			if k := o.node.Content[i].Value; k != "each" && k != "when" {
				one.Content = append(one.Content, o.node.Content[i], o.node.Content[i+1])
			}
		}
		f := r.field
		f.List = false
		if p := c.rule(f, r.name, &one); p != nil {
			r.entries = []*entry{{when: when, plain: p}}
		}
	}
	if len(r.entries) == 0 {
		return nil
	}
	return r
}

// eachPath reads a path that ends in [].
func (c *compiler) eachPath(n *yaml.Node) *path {
	t, ok := strings.CutSuffix(n.Value, "[]")
	if n.Kind != yaml.ScalarNode || !ok || t == "" {
		c.add(n, "bad_each", n.Value)
		return nil
	}
	p, why := newPath(t)
	if why != "" || p.env != "" || p.up > c.depth {
		c.add(n, "bad_each", n.Value)
		return nil
	}
	c.uses(&p)
	return &p
}

func (c *compiler) mapOf(r *rule, n *yaml.Node) {
	if r.field.Type != record.TypeMap {
		return
	}
	o := c.object(n)
	if o == nil {
		return
	}
	r.form = fromMapOf
	for _, k := range o.keys {
		if x := c.value(o.get(k), r.name+"."+k, false); x != nil {
			r.member = append(r.member, namedRule{k, x})
		}
	}
}

func (c *compiler) restOf(r *rule, o *object) {
	if r.field.Type != record.TypeMap {
		return
	}
	if r.field.Name != "extra" {
		c.add(o.key("rest"), "bad_option", "rest")
		return
	}
	if !c.flag(o, "rest") {
		c.add(o.get("rest"), "bad_shape", "true")
	}
	r.form, r.rest = fromRest, &restRule{used: c.used}
	if v := o.get("except"); v != nil {
		for _, x := range c.sequence(v) {
			r.rest.except = append(r.rest.except, x.Value)
		}
	}
}
