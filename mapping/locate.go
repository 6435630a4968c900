package mapping

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Lines is a part of a mapping's text: from one line to another, both counted from 1.
type Lines struct{ From, To int }

// Locate finds the rules behind a fault in a mapping's text: those of the canonical
// field that it names (relations.kind), in every entity that has it, and the reject
// rules that give its code. None is found in a text that is no mapping.
func Locate(src []byte, field, code string) []Lines {
	c := &compiler{}
	top := c.readYAML(src)
	if top == nil {
		return nil
	}
	var out []Lines
	add := func(key, value *yaml.Node) {
		if key != nil {
			out = append(out, Lines{key.Line, lastLine(value)})
		}
	}
	_, rejects := member(top, "reject")
	for _, r := range elements(rejects) {
		if _, v := member(r, "code"); v != nil && constantOf(v) == code && code != "" {
			out = append(out, Lines{r.Line, lastLine(r)})
		}
	}
	_, entities := member(top, "entities")
	for _, e := range elements(entities) {
		_, kind := member(e, "kind")
		if kind != nil && field == kind.Value+".part" {
			add(member(e, "part"))
		}
		if _, fields := member(e, "fields"); fields != nil && field != "" {
			add(rulesOf(fields, strings.Split(field, ".")))
		}
	}
	slices.SortFunc(out, func(a, b Lines) int { return a.From - b.From })
	return slices.Compact(out)
}

// rulesOf goes down the path of a field: through tables of rules, the fields of an
// each, and the entries of a list that is written out. Where it ends early the rule
// that stands above is meant.
func rulesOf(n *yaml.Node, path []string) (key, value *yaml.Node) {
	key, value = member(n, path[0])
	if key == nil || len(path) == 1 {
		return key, value
	}
	below := elements(value)
	if _, fields := member(value, "fields"); fields != nil {
		below = []*yaml.Node{fields}
	}
	for _, b := range below {
		if k, v := rulesOf(b, path[1:]); k != nil {
			return k, v
		}
	}
	return key, value
}

func member(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func elements(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

func constantOf(n *yaml.Node) string {
	if _, v := member(n, "const"); v != nil {
		return v.Value
	}
	return n.Value
}

func lastLine(n *yaml.Node) int {
	if n == nil {
		return 0
	}
	last := n.Line
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		last += strings.Count(n.Value, "\n")
	}
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
