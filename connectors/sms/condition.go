package sms

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/heliuhub/heliu/internal/rest"
)

// condition is what must hold of an answer: all of its tests. An empty one never holds.
type condition []test

type test struct {
	left string   // status, body, or empty for a path
	path []string // steps of $.a.b[0]
	op   string   // = != ^=
	want string
}

var (
	one      = regexp.MustCompile(`^(status|body|\$[^\s=!^]*)\s*(\^=|!=|=)\s*(.*)$`)
	step     = regexp.MustCompile(`^(?:\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,4})\])`)
	errShape = errors.New(`the form is $.path = value, joined by and; operators = != ^=; the left may be status or body`)
)

// maxCondition bounds the text of a condition.
const maxCondition = 500

// parse reads a condition. Its language has neither loops nor calls: it costs one walk
// through the answer a test.
func parse(text string) (condition, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if len(text) > maxCondition {
		return nil, errShape
	}
	var c condition
	for part := range strings.SplitSeq(text, " and ") {
		m := one.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, errShape
		}
		t := test{left: m[1], op: m[2]}
		if rest, isPath := strings.CutPrefix(m[1], "$"); isPath {
			t.left = ""
			for rest != "" {
				s := step.FindStringSubmatch(rest)
				if s == nil {
					return nil, errShape
				}
				t.path = append(t.path, s[1]+s[2])
				rest = rest[len(s[0]):]
			}
		}
		want, err := literal(strings.TrimSpace(m[3]))
		if err != nil {
			return nil, err
		}
		t.want = want
		c = append(c, t)
	}
	return c, nil
}

// literal reads a value: a JSON string, or a bare word that stands for itself.
func literal(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		if s == "" || strings.ContainsAny(s, " \t\"'") {
			return "", errShape
		}
		return s, nil
	}
	var out string
	if json.Unmarshal([]byte(s), &out) != nil {
		return "", errShape
	}
	return out, nil
}

// holds tells whether every test holds of an answer.
func (c condition) holds(status int, body []byte) bool {
	if len(c) == 0 {
		return false
	}
	var tree any
	isJSON := rest.Decode(body, &tree) == nil
	for _, t := range c {
		got, there := "", true
		switch t.left {
		case "status":
			got = strconv.Itoa(status)
		case "body":
			got = strings.TrimSpace(string(body))
		default:
			if got, there = at(tree, t.path); !isJSON {
				return false // not even != holds of what cannot be read
			}
		}
		if !t.ok(got, there) {
			return false
		}
	}
	return true
}

func (t test) ok(got string, there bool) bool {
	switch t.op {
	case "=":
		return there && got == t.want
	case "^=":
		return there && strings.HasPrefix(got, t.want)
	}
	return there && got != t.want
}

// at walks a path; numbers are compared by their digits. Objects and lists have no text.
func at(v any, path []string) (string, bool) {
	for _, s := range path {
		switch x := v.(type) {
		case map[string]any:
			next, there := x[s]
			if !there {
				return "", false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(s)
			if err != nil || i >= len(x) {
				return "", false
			}
			v = x[i]
		default:
			return "", false
		}
	}
	switch x := v.(type) {
	case string:
		return x, true
	case json.Number:
		return x.String(), true
	case bool:
		return strconv.FormatBool(x), true
	case nil:
		return "null", true
	}
	return "", false
}
