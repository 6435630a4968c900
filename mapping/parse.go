package mapping

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// textField is the field that free texts of a mapping are compiled for.
var textField = record.Field{Name: "text", Type: record.TypeText}

// Parse reads and compiles a mapping. name is the file's name for messages. The
// error is a *LintError with every issue that was found.
func Parse(name string, src []byte) (*Mapping, error) {
	c := &compiler{file: name, used: map[string]bool{}}
	m := &Mapping{Name: name}
	if top := c.readYAML(src); top != nil {
		c.document(m, top)
	}
	if len(c.issues) > 0 {
		slices.SortStableFunc(c.issues, func(a, b Issue) int {
			if a.Line != b.Line {
				return a.Line - b.Line
			}
			return a.Col - b.Col
		})
		return nil, &LintError{c.issues}
	}
	return m, nil
}

func (c *compiler) document(m *Mapping, top *yaml.Node) {
	o := c.object(top, "version", "stream", "reject", "drop", "entities")
	if o == nil {
		return
	}
	for _, k := range []string{"version", "stream", "entities"} {
		if !o.has(k) {
			c.add(top, "missing_key", k)
		}
	}
	if v := o.get("version"); v != nil && v.Value != "1" {
		c.add(v, "bad_version", v.Value)
	}
	m.Stream = c.text(o, "stream")
	if v := o.get("reject"); v != nil {
		for _, n := range c.sequence(v) {
			m.rejects = append(m.rejects, c.reject(n))
		}
	}
	if v := o.get("drop"); v != nil {
		for _, n := range c.sequence(v) {
			m.drops = append(m.drops, c.drop(n))
		}
	}
	v := o.get("entities")
	if v == nil {
		return
	}
	for _, n := range c.sequence(v) {
		if e := c.entity(n); e != nil {
			m.entities = append(m.entities, e)
		}
	}
	if v.Kind == yaml.SequenceNode && len(v.Content) == 0 {
		c.add(v, "missing_key", "kind")
	}
}

func (c *compiler) reject(n *yaml.Node) (r reject) {
	o := c.object(n, "when", "code", "message", "field", "value")
	if o == nil {
		return r
	}
	for _, k := range []string{"when", "code"} {
		if !o.has(k) {
			c.add(n, "missing_key", k)
		}
	}
	if v := o.get("when"); v != nil {
		r.when = c.condition(v)
	}
	if v := o.get("code"); v != nil {
		r.code = c.value(v, "code", true)
		if r.code != nil && r.code.constant != nil {
			if _, known := fault.Catalog[*r.code.constant]; !known {
				codes := make([]string, 0, len(fault.Catalog))
				for k := range fault.Catalog {
					codes = append(codes, k)
				}
				slices.Sort(codes)
				c.add(v, "unknown_code", *r.code.constant, codes...)
			}
		}
	}
	for k, to := range map[string]**rule{"message": &r.message, "field": &r.field, "value": &r.value} {
		if v := o.get(k); v != nil {
			*to = c.value(v, k, true)
		}
	}
	return r
}

func (c *compiler) drop(n *yaml.Node) (d drop) {
	o := c.object(n, "when", "reason")
	if o == nil {
		return d
	}
	if v := o.get("when"); v != nil {
		d.when = c.condition(v)
	} else {
		c.add(n, "missing_key", "when")
	}
	if d.reason = c.text(o, "reason"); d.reason == "" {
		c.add(n, "missing_key", "reason")
	}
	return d
}

func (c *compiler) entity(n *yaml.Node) *entity {
	o := c.object(n, "kind", "part", "when", "each", "fields")
	if o == nil {
		return nil
	}
	e := &entity{kind: c.text(o, "kind"), extra: -1}
	if !o.has("kind") {
		c.add(n, "missing_key", "kind")
	}
	if e.schema = record.Schema(e.kind); e.schema == nil {
		if v := o.get("kind"); v != nil {
			kinds := record.Kinds()
			slices.Sort(kinds)
			c.add(v, "unknown_kind", e.kind, kinds...)
		}
		return nil
	}
	if v := o.get("each"); v != nil {
		if e.each = c.eachPath(v); e.each != nil {
			c.depth++
			defer func() { c.depth-- }()
		}
	}
	if v := o.get("part"); v != nil && !(v.Kind == yaml.ScalarNode && v.Value == "") {
		// In each a constant could not tell the elements apart: a bare text is a path there.
		e.part = c.value(v, e.kind+".part", e.each == nil)
	}
	if v := o.get("when"); v != nil {
		e.when = c.condition(v)
	}
	e.rules = make([]*rule, len(e.schema))
	fields := o.get("fields")
	if fields == nil {
		c.add(n, "missing_key", "fields")
		return nil
	}
	c.fields(fields, e.schema, "", e.rules)
	for i, f := range e.schema {
		if f.Name == "extra" {
			e.extra = i
		}
		if f.Required && e.rules[i] == nil && fields.Kind == yaml.MappingNode && !c.written(fields, f.Name) {
			c.add(o.key("fields"), "missing_required", f.Name)
		}
	}
	return e
}

// written tells whether a key stands in a table, well formed or not.
func (c *compiler) written(n *yaml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

// fields compiles a table of field rules into rules, by index of the schema.
func (c *compiler) fields(n *yaml.Node, schema []record.Field, prefix string, rules []*rule) {
	o := c.object(n)
	if o == nil {
		return
	}
	names := make([]string, len(schema))
	for i, f := range schema {
		names[i] = f.Name
	}
	type pending struct {
		node   *yaml.Node
		rule   *rule
		target string
	}
	var elses []pending
	for _, k := range o.keys {
		i := slices.Index(names, k)
		if i < 0 {
			c.add(o.key(k), "unknown_field", k, names...)
			continue
		}
		rules[i] = c.rule(schema[i], prefix+k, o.get(k))
		if rules[i] != nil {
			if at, target := elseOf(o.get(k)); at != nil {
				elses = append(elses, pending{at, rules[i], target})
			}
		}
	}
	for _, p := range elses {
		i := slices.Index(names, p.target)
		if prefix != "" || i < 0 || schema[i].Type != record.TypeText || len(schema[i].Enum) > 0 {
			c.add(p.node, "bad_else", p.target, textFields(schema)...)
			continue
		}
		p.rule.elseField = i
		for _, e := range p.rule.entries {
			if e.plain != nil {
				e.plain.elseField = i
			}
		}
	}
}

// textFields names the fields that take any text.
func textFields(schema []record.Field) (names []string) {
	for _, f := range schema {
		if f.Type == record.TypeText && len(f.Enum) == 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

func elseOf(n *yaml.Node) (at *yaml.Node, target string) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "else" {
				return n.Content[i+1], n.Content[i+1].Value
			}
		}
	}
	return nil, ""
}
