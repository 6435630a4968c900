package privacy

import (
	"strings"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Kind is what sort of value a person is known by.
type Kind string

// The kinds. A name alone never tells who somebody is: it counts only in a record in
// which another value of the same person stands.
const (
	Mobile Kind = "mobile"
	Phone  Kind = "phone" // a fixed line, by its digits
	Email  Kind = "email"
	ID     Kind = "id" // WeCom external id, WeChat union or open id
	Name   Kind = "name"
	Source Kind = "record" // a source record about the person: see SourceOf
)

// Value is one value by which a person is known, in the form in which values are compared.
type Value struct {
	Kind Kind
	Text string
}

// ParsePhone reads a phone number as a person writes it; ok is false for what is none.
func ParsePhone(s string) (Value, bool) {
	if m, ok := record.ParseMobile(s); ok {
		return Value{Mobile, string(m)}, true
	}
	d := record.NormalizePhone(s)
	if trimmed, ok := strings.CutPrefix(d, "0086"); ok {
		d = trimmed
	}
	if len(d) < 7 || len(d) > 13 {
		return Value{}, false
	}
	return Value{Phone, d}, true
}

// ParseEmail reads an address.
func ParseEmail(s string) (Value, bool) {
	e, ok := record.ParseEmail(s)
	return Value{Email, e}, ok
}

// ParseID reads an id of WeCom or WeChat: a word of six or more characters.
func ParseID(s string) (Value, bool) {
	s = strings.TrimSpace(s)
	if len(s) < minWord || len(s) > maxWord {
		return Value{}, false
	}
	for i := range len(s) {
		if !wordByte(s[i]) {
			return Value{}, false
		}
	}
	return Value{ID, s}, true
}

// ParseName reads a name of two or more characters.
func ParseName(s string) (Value, bool) {
	n := record.NormalizeName(s)
	if len([]rune(n)) < 2 || n == Mark {
		return Value{}, false
	}
	return Value{Name, n}, true
}

// SourceOf is the value of a source record.
func SourceOf(c record.ConnectionID, stream, key string) Value {
	return Value{Source, string(c) + "\x00" + stream + "\x00" + key}
}

// Asked is a value by which somebody asks for a person: exactly one is set.
type Asked struct {
	Phone string `json:"phone,omitempty" maxLength:"64" doc:"in any spelling"`
	Email string `json:"email,omitempty" maxLength:"254"`
	Wecom string `json:"wecom,omitempty" maxLength:"64" doc:"WeCom external id or WeChat union id"`
}

// Value gives what is asked for. Its fault names the field and repeats nothing of it.
func (a Asked) Value() (v Value, err error) {
	n, ok, field := 0, false, ""
	for _, x := range []struct {
		field, text string
		parse       func(string) (Value, bool)
	}{{"phone", a.Phone, ParsePhone}, {"email", a.Email, ParseEmail}, {"wecom", a.Wecom, ParseID}} {
		if x.text != "" {
			n++
			field = x.field
			v, ok = x.parse(x.text)
		}
	}
	switch {
	case n != 1:
		return Value{}, fault.New("subject_one_value", nil)
	case !ok:
		return Value{}, fault.New("subject_bad_value", nil).At(field, "")
	}
	return v, nil
}

// SplitSource takes a value of SourceOf apart.
func SplitSource(v Value) (c record.ConnectionID, stream, key string, ok bool) {
	parts := strings.SplitN(v.Text, "\x00", 3)
	if v.Kind != Source || len(parts) != 3 {
		return "", "", "", false
	}
	return record.ConnectionID(parts[0]), parts[1], parts[2], true
}
