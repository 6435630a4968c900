package console

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"github.com/heliuhub/heliu/fault"
)

// unmask gives the payload that a person meant who edited a masked one: a value that
// still looks as it was shown is the original's. A masked value that was moved or
// changed in part is edit_masked, since stars must never become data.
func unmask(original []byte, edited string) ([]byte, error) {
	var was any
	if !decodeJSON(string(original), &was) {
		return nil, fault.New("forbidden", nil).At("personal", "") // nothing tells which part is whose
	}
	var shown, wants any
	decodeJSON(string(original), &shown)
	shown = maskJSON("", shown)
	if !decodeJSON(edited, &wants) {
		return nil, fault.New("edit_not_json", nil).At("payload", "")
	}
	u := unmasker{hidden: map[string]bool{}}
	u.note(shown, was)
	out, ok := u.restore(wants, shown, was)
	if !ok {
		return nil, fault.New("edit_masked", nil).At("payload", "")
	}
	return encodeJSON(out)
}

func decodeJSON(text string, into *any) bool {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(into) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.New("internal", err)
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

type unmasker struct{ hidden map[string]bool } // texts that stand for hidden values

// note remembers what hides something.
func (u unmasker) note(shown, was any) {
	switch s := shown.(type) {
	case map[string]any:
		for k, v := range s {
			u.note(v, was.(map[string]any)[k])
		}
	case []any:
		for i, v := range s {
			u.note(v, was.([]any)[i])
		}
	case string:
		if !reflect.DeepEqual(shown, was) {
			u.hidden[s] = true
		}
	}
}

func (u unmasker) restore(wants, shown, was any) (any, bool) {
	if reflect.DeepEqual(wants, shown) {
		return was, true
	}
	switch w := wants.(type) {
	case map[string]any:
		s, _ := shown.(map[string]any)
		o, _ := was.(map[string]any)
		for k, v := range w {
			x, ok := u.restore(v, s[k], o[k])
			if !ok {
				return nil, false
			}
			w[k] = x
		}
		return w, true
	case []any:
		return u.list(w, shown, was)
	case string:
		return w, u.own(w, shown)
	}
	return wants, true
}

// list follows elements that were taken out or put elsewhere.
func (u unmasker) list(w []any, shown, was any) (any, bool) {
	s, _ := shown.([]any)
	o, _ := was.([]any)
	used := make([]bool, len(s))
	out := make([]any, len(w))
	done := make([]bool, len(w))
	for i, v := range w {
		for j := range s {
			if k := (i + j) % len(s); !used[k] && reflect.DeepEqual(v, s[k]) {
				out[i], done[i], used[k] = o[k], true, true
				break
			}
		}
	}
	for i, v := range w {
		if done[i] {
			continue
		}
		var is, io any
		if i < len(s) && !used[i] {
			is, io, used[i] = s[i], o[i], true
		}
		x, ok := u.restore(v, is, io)
		if !ok {
			return nil, false
		}
		out[i] = x
	}
	return out, true
}

// own tells whether a text that a person wrote is all theirs.
func (u unmasker) own(text string, shown any) bool {
	if u.hidden[text] {
		return false
	}
	s, _ := shown.(string)
	return !u.hidden[s] || !strings.Contains(text, "*")
}
