package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

// spy is a TB that remembers.
type spy struct{ errors, fatals []string }

func (s *spy) Helper()                      {}
func (s *spy) Errorf(f string, args ...any) { s.errors = append(s.errors, fmt.Sprintf(f, args...)) }
func (s *spy) Fatalf(f string, args ...any) { s.fatals = append(s.fatals, fmt.Sprintf(f, args...)) }

const caseMapping = `version: 1
stream: s
drop: [{when: {path: gone, exists: true}, reason: gone}]
entities:
  - kind: customer
    fields: {legal_name: name, tax_id: tax, level: $setting.level, employees: {from: n}, credit_limit: {from: c}}
`

// TestRunnerSees: the runner reports each way in which a result can differ, and
// nothing where it does not.
func TestRunnerSees(t *testing.T) {
	for _, c := range []struct{ want, body string }{
		{"", `input: {name: a}, want: [{kind: customer, data: {legal_name: a, level: L}}]`},
		{"", `input: {name: a, n: 3}, want_some: [{kind: customer, data: {employees: "3"}}]`},
		{"", `input: {name: a, c: 1.50}, want_some: [{kind: customer, data: {credit_limit: {amount: 1.50}}}]`},
		{"", `settings: {level: M}, input: {name: a}, want: [{kind: customer, data: {legal_name: a, level: M}}]`},
		{"customer.level is \"L\", want nothing", `input: {name: a}, want: [{kind: customer, data: {legal_name: a}}]`},
		{"customer.legal_name is \"a\", want \"b\"", `input: {name: a}, want_some: [{kind: customer, data: {legal_name: b}}]`},
		{"customer.employees is missing, want 3", `input: {name: a}, want_some: [{kind: customer, data: {employees: 3}}]`},
		{"customer.credit_limit.currency", `input: {name: a, c: 1}, want_some: [{kind: customer, data: {credit_limit: {currency: USD}}}]`},
		{"1 entities, want 0", `input: {name: a}, want: []`},
		{"1 entities, want 2", `input: {name: a}, want: [{kind: customer, data: {legal_name: a, level: L}}, {kind: customer}]`},
		{"want kind contact", `input: {name: a}, want: [{kind: contact, data: {}}]`},
		{"no entity of kind contact", `input: {name: a}, want_some: [{kind: contact}]`},
		{"value fault that nobody expects: uscc_malformed of tax_id from tax", `input: {name: a, tax: "9111"}, want_some: [{kind: customer}]`},
		{"no value fault uscc_checksum of tax_id", `input: {name: a}, want_some: [{kind: customer}], values: [{field: tax_id, code: uscc_checksum}]`},
		{"the record was refused: missing_field", `input: {}, want_some: [{kind: customer}]`},
		{"the record was mapped; want it refused", `input: {name: a}, dead: {code: missing_field}`},
		{"want code bad_date", `input: {}, dead: {code: bad_date}`},
		{"want code missing_field, field \"tax_id\"", `input: {}, dead: {code: missing_field, field: tax_id}`},
		{"dropped with reason \"gone\", want \"\"", `input: {gone: 1}, want: []`},
		{"dropped with reason \"\", want \"gone\"", `input: {name: a}, dropped: gone`},
		{"", `input: {gone: 1}, dropped: gone`},
	} {
		s := &spy{}
		mapping.RunTests(s, []byte(caseMapping), []byte("settings: {level: K}\ncases:\n  - {name: x, "+c.body+"}\n"), map[string]any{"level": levelOf(c.body)})
		all := strings.Join(append(s.errors, s.fatals...), "\n")
		if c.want == "" && all != "" || !strings.Contains(all, c.want) {
			t.Errorf("%s: reported %q, want %q", c.body, all, c.want)
		}
	}
}

// levelOf leaves the case's own settings alone where it has some: the argument stands above them.
func levelOf(body string) string {
	if strings.HasPrefix(body, "settings") {
		return "M"
	}
	return "L"
}

// TestRunnerRefuses: a test file that tests nothing is a mistake.
func TestRunnerRefuses(t *testing.T) {
	for _, text := range []string{
		"", "cases: []", "cases: [{name: x, input: {a: 1}}]", "cases: [{name: x, inputs: {a: 1}, want: []}]", "cases: [{name: x, envelope: {kye: a}, input: {}, want: []}]",
		"cases: [{name: x, envelope: {received_at: yesterday}, input: {}, want: []}]", "case: []", "now: soon\ncases: [{name: x, input: {}, want: []}]",
	} {
		s := &spy{}
		mapping.RunTests(s, []byte(caseMapping), []byte(text))
		if len(s.fatals) != 1 {
			t.Errorf("%q: fatals %q", text, s.fatals)
		}
	}
	s := &spy{}
	mapping.RunTests(s, []byte("version: 1"), []byte("cases: []"))
	if len(s.fatals) != 1 || !strings.Contains(s.fatals[0], "missing_key") {
		t.Errorf("a bad mapping: %q", s.fatals)
	}
}
