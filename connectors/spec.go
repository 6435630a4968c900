package connectors

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Text is a title or a sentence in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Spec describes a connector. Validation, the JSON Schema, the console's form, the
// docs page and the masking of secrets all come from this one value.
type Spec struct {
	Name        string // folder name: webform, kingdee
	Title       Text
	Summary     Text
	Streams     []Stream
	Params      []Param
	Limits      []Text            // what the vendor limits, for the docs page
	Mappings    map[string][]byte // default mapping of each stream, YAML
	Assumptions []Assumption
	// PollEvery is the default pause between two reads of a stream; zero for push only.
	PollEvery time.Duration
}

// Stream is one kind of record that a connector gives.
type Stream struct {
	Name    string   `json:"name"`
	Title   Text     `json:"title"`
	Kinds   []string `json:"kinds"`   // canonical entity kinds its default mapping makes
	Key     string   `json:"key"`     // what the key is made of, for the docs
	Cursor  string   `json:"cursor"`  // what is read on from, empty for push or full reads
	Deletes bool     `json:"deletes"` // whether deletes are seen
	Push    bool     `json:"push"`    // comes through the door
	Windows bool     `json:"windows"` // can be asked for by time: the Source is Windowed
}

// ParamType is the type of a setting.
type ParamType string

// The types of settings.
const (
	ParamText     ParamType = "text"
	ParamInt      ParamType = "int"
	ParamBool     ParamType = "bool"
	ParamEnum     ParamType = "enum"
	ParamURL      ParamType = "url"
	ParamDuration ParamType = "duration" // Go syntax: 90s
	ParamDate     ParamType = "date"
	ParamList     ParamType = "list" // of text
)

// Param is one setting of a connection.
type Param struct {
	Name     string
	Type     ParamType
	Title    Text
	Help     Text
	Required bool
	Secret   bool // stored encrypted, never shown again
	Default  any
	Enum     []string
}

// Assumption is something about the vendor that a sheet says but nobody checked on
// this customer's system yet.
type Assumption struct {
	ID       string
	Text     Text
	Verified bool
}

// Settings are the validated settings of a connection, secrets included.
type Settings map[string]any

// String gives a text setting ("" when absent).
func (s Settings) String(name string) string {
	v, _ := s[name].(string)
	return v
}

// Int gives a whole-number setting (0 when absent).
func (s Settings) Int(name string) int {
	switch v := s[name].(type) {
	case int:
		return v
	case int64:
		return int(v)
	case float64:
		return int(v)
	case json.Number:
		n, _ := v.Int64()
		return int(n)
	}
	return 0
}

// Bool gives a yes/no setting.
func (s Settings) Bool(name string) bool {
	v, _ := s[name].(bool)
	return v
}

// Duration gives a duration setting (0 when absent).
func (s Settings) Duration(name string) time.Duration {
	d, _ := time.ParseDuration(s.String(name))
	return d
}

// List gives a list setting.
func (s Settings) List(name string) []string {
	switch v := s[name].(type) {
	case []string:
		return v
	case []any:
		var out []string
		for _, x := range v {
			if t, ok := x.(string); ok {
				out = append(out, t)
			}
		}
		return out
	}
	return nil
}

// Validate checks raw settings against the Spec and fills in defaults. All faults
// are found at once; the error joins them, each with code bad_settings and its field.
func (sp Spec) Validate(raw map[string]any) (Settings, error) {
	out := Settings{}
	var bad []string
	var first *fault.Error
	fail := func(name, why string) {
		bad = append(bad, name+": "+why)
		if first == nil {
			first = fault.Newf("bad_settings", "%s: %s", name, why).At(name, "")
		}
	}
	known := map[string]bool{}
	for _, p := range sp.Params {
		known[p.Name] = true
		v, there := raw[p.Name]
		if t, isText := v.(string); !there || v == nil || isText && strings.TrimSpace(t) == "" {
			if p.Default != nil {
				out[p.Name] = p.Default
			} else if p.Required {
				fail(p.Name, "is required")
			}
			continue
		}
		if err := p.check(v); err != nil {
			fail(p.Name, err.Error())
			continue
		}
		out[p.Name] = v
	}
	for name := range raw {
		if !known[name] {
			fail(name, "is not a setting of "+sp.Name)
		}
	}
	if first != nil {
		slices.Sort(bad)
		return nil, fault.Newf("bad_settings", "%s", strings.Join(bad, "; ")).At(first.Field, "")
	}
	return out, nil
}

func (p Param) check(v any) error {
	text, isText := v.(string)
	switch p.Type {
	case ParamInt:
		switch n := v.(type) {
		case int, int64, json.Number:
		case float64:
			if n != float64(int64(n)) {
				return fmt.Errorf("must be a whole number")
			}
		default:
			return fmt.Errorf("must be a whole number")
		}
	case ParamBool:
		if _, ok := v.(bool); !ok {
			return fmt.Errorf("must be true or false")
		}
	case ParamEnum:
		if !isText || !slices.Contains(p.Enum, text) {
			return fmt.Errorf("must be one of %s", strings.Join(p.Enum, ", "))
		}
	case ParamURL:
		if !isText || !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
			return fmt.Errorf("must be an http or https address")
		}
	case ParamDuration:
		if _, err := time.ParseDuration(text); !isText || err != nil {
			return fmt.Errorf("must be a duration such as 90s")
		}
	case ParamDate:
		if _, err := time.Parse(time.DateOnly, text); !isText || err != nil {
			return fmt.Errorf("must be a day such as 2026-01-31")
		}
	case ParamList:
		switch l := v.(type) {
		case []string:
		case []any:
			for i, x := range l {
				if _, ok := x.(string); !ok {
					return fmt.Errorf("entry %s must be text", strconv.Itoa(i+1))
				}
			}
		default:
			return fmt.Errorf("must be a list")
		}
	default:
		if !isText {
			return fmt.Errorf("must be text")
		}
	}
	return nil
}

// StreamNamed finds a stream.
func (sp Spec) StreamNamed(name string) (Stream, bool) {
	for _, s := range sp.Streams {
		if s.Name == name {
			return s, true
		}
	}
	return Stream{}, false
}
