package mapping

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// compiler collects what is wrong while it compiles.
type compiler struct {
	file   string
	issues []Issue
	used   map[string]bool // top-level source fields that some rule reads
	depth  int             // how many each surround the rule
}

// object is a YAML mapping with its places.
type object struct {
	node *yaml.Node
	keys []string
	k, v map[string]*yaml.Node
}

func (o *object) get(key string) *yaml.Node { return o.v[key] }
func (o *object) key(key string) *yaml.Node { return o.k[key] }
func (o *object) has(key string) bool       { return o.v[key] != nil }

// object reads a YAML mapping; with allowed given, any other key is an issue.
func (c *compiler) object(n *yaml.Node, allowed ...string) *object {
	if n == nil || n.Kind != yaml.MappingNode {
		c.add(n, "bad_shape", "键值表 (a table of keys)")
		return nil
	}
	o := &object{node: n, k: map[string]*yaml.Node{}, v: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Kind != yaml.ScalarNode:
			c.add(k, "bad_shape", "文本 text")
			continue
		case o.v[k.Value] != nil:
			c.add(k, "duplicate_key", k.Value)
			continue
		case len(allowed) > 0 && !slices.Contains(allowed, k.Value):
			c.add(k, "unknown_key", k.Value, allowed...)
			continue
		}
		o.k[k.Value], o.v[k.Value] = k, v
		o.keys = append(o.keys, k.Value)
	}
	return o
}

func (c *compiler) sequence(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		c.add(n, "bad_shape", "列表 (a list)")
		return nil
	}
	return n.Content
}

func (c *compiler) boolean(n *yaml.Node) (value, ok bool) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!bool" {
		return strings.EqualFold(n.Value, "true"), true
	}
	c.add(n, "bad_shape", "true / false")
	return false, false
}

// flag reads an optional yes/no key.
func (c *compiler) flag(o *object, key string) bool {
	v := o.get(key)
	if v == nil {
		return false
	}
	yes, _ := c.boolean(v)
	return yes
}

// text reads an optional text key.
func (c *compiler) text(o *object, key string) string {
	v := o.get(key)
	if v == nil {
		return ""
	}
	if v.Kind != yaml.ScalarNode {
		c.add(v, "bad_shape", "文本 text")
		return ""
	}
	return v.Value
}

// path reads a source path and notes which top-level field it reads.
func (c *compiler) path(n *yaml.Node) *path {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
		c.add(n, "bad_shape", "路径 (a path)")
		return &path{segs: []string{""}}
	}
	p, why := newPath(n.Value)
	switch {
	case why != "":
		near := envelopeNames
		if !strings.Contains(n.Value, "$") {
			near = nil
		}
		c.add(n, "bad_path", why, near...)
		if near != nil {
			c.issues[len(c.issues)-1].Suggestion = nearest(n.Value, near)
		}
	case p.up > c.depth:
		c.add(n, "bad_path", n.Value)
	}
	c.uses(&p)
	return &p
}

func (c *compiler) uses(p *path) {
	if p.env == "" && p.up >= c.depth && len(p.segs) > 0 {
		c.used[p.segs[0]] = true
		c.used[p.last] = true
	}
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// readYAML gives the top node of the one document in src.
func (c *compiler) readYAML(src []byte) *yaml.Node {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		at := &yaml.Node{Line: 1, Column: 1}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			at.Line, _ = strconv.Atoi(m[1])
		}
		c.add(at, "bad_yaml", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil
	}
	if len(doc.Content) == 0 {
		c.add(nil, "bad_yaml", "空文件 empty")
		return nil
	}
	if c.aliases(doc.Content[0]) {
		return nil
	}
	return doc.Content[0]
}

// aliases refuses anchors and aliases: a mapping is read as it stands.
func (c *compiler) aliases(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		c.add(n, "alias", n.Value+n.Anchor)
		return true
	}
	for _, x := range n.Content {
		if c.aliases(x) {
			return true
		}
	}
	return false
}
