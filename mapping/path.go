package mapping

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/record"
)

// envelope values, each under its name in a mapping.
var envelopeNames = []string{"$key", "$stream", "$connection", "$connector", "$version", "$occurred_at", "$received_at", "$index"}

const settingPrefix = "$setting."

// path is a place in the source, an envelope value or a setting.
type path struct {
	text string   // as written
	env  string   // "$key", … ; settingPrefix for a setting, whose name is segs[0]
	up   int      // how many enclosing elements to climb
	segs []string // names and list positions
	last string   // segs joined: a flat name that holds the dots itself
}

// newPath reads a path; why is empty when it is well formed.
func newPath(s string) (p path, why string) {
	p.text = s
	rest := s
	for strings.HasPrefix(rest, "^.") {
		p.up++
		rest = rest[2:]
	}
	if strings.HasPrefix(rest, settingPrefix) {
		p.env, p.segs = settingPrefix, []string{rest[len(settingPrefix):]}
		if p.segs[0] == "" {
			return p, "no setting is named"
		}
		return p, ""
	}
	if strings.HasPrefix(rest, "$") {
		for _, n := range envelopeNames {
			if n == rest {
				p.env = n
				return p, ""
			}
		}
		return p, "unknown envelope value " + rest
	}
	if strings.Contains(rest, "[]") {
		return p, "[] stands only at the end of each"
	}
	p.segs, p.last = strings.Split(rest, "."), rest
	for _, seg := range p.segs {
		if strings.TrimSpace(seg) == "" {
			return p, "a part of the path is empty"
		}
	}
	return p, ""
}

// scope is the element whose members paths name: the record, or an element of each.
type scope struct {
	node   *node
	parent *scope
	index  int
}

// find gives the value at p; nil when there is none. The node is valid until the
// next find of an envelope value.
func (s *state) find(p *path) *node {
	sc := s.scope
	for i := 0; i < p.up && sc.parent != nil; i++ {
		sc = sc.parent
	}
	if p.env != "" {
		t := s.envelope(p, sc)
		if t == "" {
			return nil
		}
		s.scratch = node{kind: '"', text: t}
		return &s.scratch
	}
	return walk(sc.node, p.segs, p.last)
}

// walk follows segs from n; a member whose own name holds the dots is found too.
func walk(n *node, segs []string, joined string) *node {
	if len(segs) == 0 {
		return n
	}
	switch n.kind {
	case '[':
		i, err := strconv.Atoi(segs[0])
		if err != nil || i < 0 || i >= len(n.kids) {
			return nil
		}
		return walk(&n.kids[i], segs[1:], after(joined, segs[0]))
	case '{':
		if m := n.member(segs[0]); m != nil {
			if len(segs) == 1 {
				return m
			}
			if f := walk(m, segs[1:], after(joined, segs[0])); f != nil {
				return f
			}
		}
		if len(segs) > 1 {
			return n.member(joined)
		}
	}
	return nil
}

func after(joined, seg string) string {
	if len(joined) == len(seg) {
		return ""
	}
	return joined[len(seg)+1:]
}

func (s *state) envelope(p *path, sc *scope) string {
	switch p.env {
	case settingPrefix:
		return settingText(s.env.Settings[p.segs[0]])
	case "$key":
		return s.rec.Key
	case "$stream":
		return s.rec.Stream
	case "$connection":
		return string(s.rec.Connection)
	case "$connector":
		return s.rec.Connector
	case "$version":
		return s.rec.Version
	case "$occurred_at":
		return timeText(s.rec.OccurredAt)
	case "$received_at":
		return timeText(s.rec.ReceivedAt)
	case "$index":
		if sc.index > 0 {
			return strconv.Itoa(sc.index)
		}
	}
	return ""
}

// timeText is the canonical text of a moment: RFC 3339 in Shanghai.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(record.Shanghai).Format(time.RFC3339Nano)
}

func settingText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		return v.String()
	case fmt.Stringer:
		return v.String()
	}
	return ""
}
