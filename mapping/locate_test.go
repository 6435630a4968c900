package mapping_test

import (
	"fmt"
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

const located = `version: 1
stream: customers
reject:
  - when: {path: _error.code, exists: true}
    code: {const: bad_enum}
    message: {from: _error.message}
  - {when: {path: x, exists: true}, code: {const: missing_field}}
entities:
  - kind: customer
    part: id
    fields:
      legal_name:
        from: [name, title]
        fn: text
      tax_id: tax
      codes: [{system: {const: erp}, code: code}]
      relations:
        each: "relations[]"
        fields:
          kind: kind
          to: {from: to, ref: {entity: customer, stream: customers}}
  - kind: contact
    fields:
      name: contact
`

func TestLocate(t *testing.T) {
	for _, c := range []struct{ field, code, want string }{
		{"legal_name", "missing_field", "[{7 7} {12 14}]"},
		{"tax_id", "uscc_checksum", "[{15 15}]"},
		{"codes.code", "bad_value", "[{16 16}]"},
		{"relations.kind", "bad_value", "[{20 20}]"},
		{"relations.note", "bad_value", "[{17 21}]"},
		{"customer.part", "bad_value", "[{10 10}]"},
		{"name", "bad_value", "[{24 24}]"},
		{"level", "bad_enum", "[{4 6}]"},
		{"", "", "[]"},
		{"nothing", "internal", "[]"},
	} {
		if got := fmt.Sprint(mapping.Locate([]byte(located), c.field, c.code)); got != c.want {
			t.Errorf("%s, %s: lines %s, want %s", c.field, c.code, got, c.want)
		}
	}
	if got := mapping.Locate([]byte("\t{"), "name", ""); got != nil {
		t.Errorf("of no mapping: %v", got)
	}
}
