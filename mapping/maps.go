package mapping

import (
	"slices"
	"strings"

	"github.com/heliuhub/heliu/record"
)

// pairs adds the members that a map rule gives.
func (r *rule) pairs(s *state, out [][2]string) [][2]string {
	for _, m := range r.member {
		t, p, f := m.rule.text(s)
		if f.code != "" {
			in, _, _ := m.rule.read(s)
			s.fail(m.rule, p, f, in)
		} else if t != "" {
			out = addPair(out, m.name, t)
		}
	}
	if r.form == fromMembers {
		out = r.members(s, out)
	}
	if r.rest != nil {
		out = r.rest.pairs(s, out)
	}
	return out
}

// members takes over a source object, or what a function makes of a text.
func (r *rule) members(s *state, out [][2]string) [][2]string {
	before := len(out)
	for _, p := range r.paths {
		n := s.find(p)
		if n == nil || n.empty() {
			continue
		}
		switch {
		case r.maps != nil && n.kind == '"':
			if found := r.maps(n.text); len(found) > 0 {
				return append(out, found...)
			}
			continue
		case n.kind == '{':
			for i := range n.kids {
				k := &n.kids[i]
				if k.empty() || k.key == "" {
					continue
				}
				t := k.raw
				if k.scalar() {
					t, _ = fnText(s, r, k.text)
				}
				if t != "" && !named(out[:before], k.key) {
					out = append(out, [2]string{k.key, t})
				}
			}
			return out
		}
		s.fail(r, p, fail{"bad_value", "not a table"}, n.text)
		return out
	}
	return out
}

// pairs gives every top-level source field that no rule read, as text; a member
// that is there already stays.
func (x *restRule) pairs(s *state, out [][2]string) [][2]string {
	root, before := s.root.node, len(out)
	for i := range root.kids {
		k := &root.kids[i]
		if k.empty() || k.key == "" || x.used[k.key] || slices.Contains(x.except, k.key) || named(out[:before], k.key) {
			continue
		}
		t := k.text
		if !k.scalar() {
			t = k.raw
		}
		out = append(out, [2]string{k.key, strings.ReplaceAll(t, "\x00", "")})
	}
	return out
}

// writeMap writes a map in the order of its names.
func writeMap(s *state, pairs [][2]string) bool {
	if len(pairs) == 0 {
		return false
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	for i, p := range pairs {
		if i == 0 {
			s.buf = append(s.buf, '{')
		} else {
			s.buf = append(s.buf, ',')
		}
		s.buf = append(appendText(s.buf, p[0]), ':')
		s.buf = appendText(s.buf, p[1])
	}
	s.buf = append(s.buf, '}')
	return true
}

// channelRule decides a marketing channel by rules in order.
type channelRule struct {
	choices []choice
}

type choice struct {
	name    string
	when    condition
	channel string
}

// channelNames finds a channel by its id or one of its titles.
var channelNames = func() map[string]string {
	m := map[string]string{}
	for _, c := range record.Channels {
		m[strings.ToLower(c.ID)], m[strings.ToLower(c.Zh)], m[strings.ToLower(c.En)] = c.ID, c.ID, c.ID
	}
	return m
}()

// evalChannel writes the channel: the one that the source says, else that of the
// first rule that holds, else the default; which it was goes to extra.
func (r *rule) evalChannel(s *state) bool {
	by, ch := "", ""
	if in, _, f := r.read(s); f.code == "" && in != "" {
		if id := channelNames[strings.ToLower(record.NormalizeWidth(in))]; id != "" {
			by, ch = "explicit", id
		}
	}
	for i := 0; ch == "" && i < len(r.channel.choices); i++ {
		if c := r.channel.choices[i]; c.when == nil || c.when(s) {
			by, ch = c.name, c.channel
		}
	}
	if ch == "" && r.def != nil {
		t, _, f := r.byDefault(s)
		if id := channelNames[strings.ToLower(t)]; f.code == "" && id != "" {
			by, ch = "default", id
		}
	}
	if ch == "" {
		return false
	}
	s.extra = addPair(s.extra, channelRuleName, by)
	return r.write(s, nil, ch)
}

// channelRuleName is the member of extra that says what decided the channel.
const channelRuleName = "channel_rule"
