package world_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// The truth reads clean values. These tests hold them against what the texts as sent
// give by the rules of package record.

func sameTax(t *testing.T, at model.Name, sent, clean string) {
	t.Helper()
	id, grade := record.ParseTaxID(sent)
	got := ""
	if sent != "" && grade == record.TaxIDOK {
		got = string(id)
	}
	if got != clean {
		t.Errorf("%s: tax ID %q gives %q, the truth has %q", at, sent, got, clean)
	}
}

func sameMobile(t *testing.T, at model.Name, sent, clean string) {
	t.Helper()
	got, ok := record.ParseMobile(sent)
	if !ok {
		got = ""
	}
	if string(got) != clean {
		t.Errorf("%s: mobile %q gives %q, the truth has %q", at, sent, got, clean)
	}
}

func sameEmail(t *testing.T, at model.Name, sent, clean string) {
	t.Helper()
	got, ok := record.ParseEmail(sent)
	if !ok {
		got = ""
	}
	if got != clean {
		t.Errorf("%s: e-mail %q gives %q, the truth has %q", at, sent, got, clean)
	}
}

func TestCleanValuesAreThoseBehindTheTexts(t *testing.T) {
	for _, seed := range seeds {
		_, d, _ := small(t, seed)
		for n, l := range d.Leads {
			sameTax(t, n, l.TaxID, l.CleanTax)
			sameMobile(t, n, l.Mobile, l.CleanMobile)
			sameEmail(t, n, l.Email, l.CleanEmail)
			if record.NormalizeName(l.Company) != record.NormalizeName(l.CleanName) {
				t.Errorf("%s: name %q is not %q", n, l.Company, l.CleanName)
			}
			if _, isMobile := record.ParseMobile(l.Phone); isMobile {
				t.Errorf("%s: the landline %q passes for a mobile", n, l.Phone)
			}
		}
		for n, c := range d.Customers {
			sameTax(t, n, c.TaxID, c.CleanTax)
		}
		for n, c := range d.Contacts {
			sameMobile(t, n, c.Mobile, c.CleanMobile)
			sameEmail(t, n, c.Email, c.CleanEmail)
		}
	}
}

func TestOneTaxIDAndNameIsOneOrganisation(t *testing.T) {
	for _, seed := range seeds {
		_, d, _ := small(t, seed)
		byTax, byName := map[string]string{}, map[string]string{}
		check := func(m map[string]string, what, value, org string) {
			if value == "" {
				return
			}
			if m[value] == "" {
				m[value] = org
			}
			if m[value] != org {
				t.Errorf("seed %d: %s %q belongs to %s and %s", seed, what, value, m[value], org)
			}
		}
		for _, c := range d.Customers {
			check(byTax, "tax ID", c.CleanTax, c.Org)
			check(byName, "name", c.CleanName, c.Org)
		}
		for _, l := range d.Leads {
			check(byTax, "tax ID", l.CleanTax, l.Org)
		}
		if len(byTax) < 200 {
			t.Errorf("seed %d: only %d tax IDs", seed, len(byTax))
		}
	}
}

// words splits a remark as docs/rules.md says.
func words(memo string) []string {
	s := strings.ToUpper(norm.NFKC.String(memo))
	s = strings.NewReplacer("—", "-", "–", "-", "‐", "-", "−", "-").Replace(s)
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-') }) {
		if w = strings.Trim(w, "-"); len(w) >= 4 && strings.ContainsAny(w, "0123456789") {
			out = append(out, w)
		}
	}
	return out
}

func TestReferencesAreWhatTheTruthSays(t *testing.T) {
	for _, seed := range seeds {
		_, d, _ := small(t, seed)
		numbers := map[string]bool{}
		for _, x := range d.Deals {
			numbers[record.NormalizeNumber(x.ContractNo)] = true
		}
		for _, r := range d.Receivables {
			numbers[record.NormalizeNumber(r.Key)] = true
		}
		for _, o := range d.Orders {
			numbers[record.NormalizeNumber(o.Key)] = true
		}
		delete(numbers, "")
		mistyped := 0
		for n, p := range d.Payments {
			var got []string
			for _, w := range words(p.Memo) {
				if numbers[w] {
					got = append(got, w)
				}
			}
			slices.Sort(got)
			if want := slices.Sorted(slices.Values(p.Words)); !slices.Equal(got, want) {
				t.Errorf("%s: remark %q names %v, the truth has %v", n, p.Memo, got, want)
			}
			if p.ContractNo != "" && !numbers[record.NormalizeNumber(p.ContractNo)] {
				mistyped++
			}
		}
		if mistyped == 0 {
			t.Errorf("seed %d: no contract number is mistyped", seed)
		}
	}
}
