package record

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Ref points at another entity as the source names it: either by the source's own
// key (Stream and Key, in Connection, which is empty for "the connection I came
// from"), or by a natural key (Natural and Value: a contract number, an order
// number, a tax ID). It may point at something that has not arrived yet.
type Ref struct {
	Entity     string `json:"entity"`
	Connection string `json:"connection,omitempty"`
	Stream     string `json:"stream,omitempty"`
	Key        string `json:"key,omitempty"`
	Natural    string `json:"natural,omitempty"` // number, contract_no, tax_id, code, name …
	Value      string `json:"value,omitempty"`
}

// IsZero tells whether the reference points at nothing.
func (r Ref) IsZero() bool { return r.Key == "" && r.Value == "" }

// MarshalJSON writes null for an empty reference.
func (r Ref) MarshalJSON() ([]byte, error) {
	if r.IsZero() {
		return []byte("null"), nil
	}
	type plain Ref
	return json.Marshal(plain(r))
}

// Alias is the text under which the target of the reference is found: two
// references to one thing by one name have one alias. self is the connection that
// the reference came from.
func (r Ref) Alias(self ConnectionID) string {
	if r.Value != "" {
		return NaturalAlias(r.Entity, r.Natural, r.Value)
	}
	c := r.Connection
	if c == "" {
		c = string(self)
	}
	return SourceAlias(ConnectionID(c), r.Stream, r.Key, r.Entity)
}

// SourceAlias is the alias of the entity of the given kind that a source record makes.
func SourceAlias(c ConnectionID, stream, key, entity string) string {
	return fmt.Sprintf("src|%s|%s|%s|%s", c, stream, key, entity)
}

// NaturalAlias is the alias of an entity by a natural key. Document numbers are
// compared upper-case, half-width and without spaces.
func NaturalAlias(entity, natural, value string) string {
	return "nat|" + entity + "." + natural + "|" + NormalizeNumber(value)
}

// NormalizeNumber brings a document number into the form in which numbers are
// compared: half width, upper case, no spaces, one kind of dash.
func NormalizeNumber(s string) string {
	s = NormalizeWidth(s)
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r':
			return -1
		case '—', '–', '‐', '−', '_':
			return '-'
		}
		return r
	}, s)
	return strings.ToUpper(s)
}
