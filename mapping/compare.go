package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// yamlJSON writes a YAML value as JSON. Numbers keep their digits where JSON can
// hold them, and what YAML takes for a date stays the text that it is.
func yamlJSON(b []byte, n *yaml.Node) ([]byte, error) {
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		b = append(b, '{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, n.Content[i].Value), ':')
			if b, err = yamlJSON(b, n.Content[i+1]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case yaml.SequenceNode:
		b = append(b, '[')
		for i, x := range n.Content {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = yamlJSON(b, x); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case yaml.ScalarNode:
		switch n.Tag {
		case "!!null":
			return append(b, "null"...), nil
		case "!!bool":
			return append(b, strings.ToLower(n.Value)...), nil
		case "!!int", "!!float":
			if json.Valid([]byte(n.Value)) {
				return append(b, n.Value...), nil
			}
		}
		return appendText(b, n.Value), nil
	case yaml.AliasNode:
		return nil, errors.New("aliases are not supported")
	}
	return append(b, "null"...), nil
}

// compareJSON says where have differs from want. A scalar is compared by its text,
// so 0.13 and "0.13" are equal, and a time by its moment. With exact, have holds
// nothing more than want, save the note of what decided the channel.
func compareJSON(at string, have, want any, exact bool) (diffs []string) {
	switch w := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %s, want a table", at, show(have))}
		}
		for _, k := range keysOf(w) {
			v, there := h[k]
			if !there {
				diffs = append(diffs, fmt.Sprintf("%s.%s is missing, want %s", at, k, show(w[k])))
				continue
			}
			diffs = append(diffs, compareJSON(at+"."+k, v, w[k], exact)...)
		}
		if !exact {
			return diffs
		}
		for _, k := range keysOf(h) {
			if _, there := w[k]; !there && !onlyChannelRule(k, h[k]) {
				diffs = append(diffs, fmt.Sprintf("%s.%s is %s, want nothing", at, k, show(h[k])))
			}
		}
		return diffs
	case []any:
		h, ok := have.([]any)
		if !ok || len(h) != len(w) {
			return []string{fmt.Sprintf("%s is %s, want %s", at, show(have), show(want))}
		}
		for i := range w {
			diffs = append(diffs, compareJSON(fmt.Sprintf("%s[%d]", at, i), h[i], w[i], exact)...)
		}
		return diffs
	}
	if !sameScalar(have, want) {
		return []string{fmt.Sprintf("%s is %s, want %s", at, show(have), show(want))}
	}
	return nil
}

// onlyChannelRule tells whether a member is the note of what decided the channel,
// or an extra that holds nothing else.
func onlyChannelRule(key string, v any) bool {
	m, ok := v.(map[string]any)
	return key == channelRuleName || key == "extra" && ok && len(m) == 1 && m[channelRuleName] != nil
}

func sameScalar(have, want any) bool {
	switch have.(type) {
	case map[string]any, []any:
		return false
	}
	if have == nil || want == nil {
		return have == want
	}
	h, w := fmt.Sprint(have), fmt.Sprint(want)
	if h == w {
		return true
	}
	a, errA := time.Parse(time.RFC3339Nano, h)
	b, errB := time.Parse(time.RFC3339Nano, w)
	return errA == nil && errB == nil && a.Equal(b)
}

func show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func keysOf(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
