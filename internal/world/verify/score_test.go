package verify_test

import (
	"testing"

	"github.com/heliuhub/heliu/internal/world/verify"
)

func scores(r verify.Report) map[string]verify.Score {
	out := map[string]verify.Score{}
	for _, s := range r.Happened {
		out[s.Name] = s
	}
	return out
}

// TestScores counts by hand. Pairs: O1 of three records has three, O2 of two has one,
// P1 of two has one.
func TestScores(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*verify.Hub)
		check  string
		want   verify.Score
	}{
		"all organisations": {func(*verify.Hub) {}, "organisations", verify.Score{Right: 4, Said: 4, True: 4, Precision: "1.0000", Recall: "1.0000"}},
		"all persons":       {func(*verify.Hub) {}, "persons", verify.Score{Right: 1, Said: 1, True: 1, Precision: "1.0000", Recall: "1.0000"}},
		"all credits":       {func(*verify.Hub) {}, "credits", verify.Score{Right: 1, Said: 1, True: 1, Precision: "1.0000", Recall: "1.0000"}},
		"all matches":       {func(*verify.Hub) {}, "matches", verify.Score{Right: 2, Said: 2, True: 2, Precision: "1.0000", Recall: "1.0000"}},
		"two organisations joined": {func(h *verify.Hub) {
			h.Organisations = [][]string{append(h.Organisations[1], h.Organisations[2]...), h.Organisations[0]}
		}, "organisations", verify.Score{Right: 4, Said: 10, True: 4, Precision: "0.4000", Recall: "1.0000"}},
		"an organisation split": {func(h *verify.Hub) {
			h.Organisations = [][]string{{"crm/customer/3"}, {"erp/customer/B", "crm/customer/2"}, {"form/lead/7", "crm/customer/1"}, {"erp/customer/A"}}
		}, "organisations", verify.Score{Right: 2, Said: 2, True: 4, Precision: "1.0000", Recall: "0.5000"}},
		"all apart": {func(h *verify.Hub) {
			h.Persons = [][]string{{"crm/contact/2"}, {"form/lead/7"}, {"crm/contact/1"}}
		}, "persons", verify.Score{Right: 0, Said: 0, True: 1, Precision: "n/a", Recall: "0.0000"}},
		"credit to a touch of another": {
			func(h *verify.Hub) { h.Paths["crm/deal/1"] = []string{"form/lead/9", "form/lead/7"} },
			"credits",
			verify.Score{Right: 0, Said: 1, True: 1, Precision: "0.0000", Recall: "0.0000"},
		},
		"credit where none is due": {
			func(h *verify.Hub) { h.Paths["crm/deal/2"] = []string{"form/lead/7"} },
			"credits",
			verify.Score{Right: 1, Said: 2, True: 1, Precision: "0.5000", Recall: "1.0000"},
		},
		"no credit": {func(h *verify.Hub) { h.Paths = nil }, "credits", verify.Score{Right: 0, Said: 0, True: 1, Precision: "n/a", Recall: "0.0000"}},
		"a part of a payment": {
			func(h *verify.Hub) { h.Matches[0].Amount = 4000 },
			"matches",
			verify.Score{Right: 1, Said: 2, True: 2, Precision: "0.5000", Recall: "0.5000"},
		},
		"a payment in two parts, by two rules": {func(h *verify.Hub) {
			h.Matches[0].Amount = 4000
			h.Matches = append(h.Matches, verify.Match{Payment: "bank/line/2", Item: "erp/receivable/4", Deal: "crm/deal/2", Amount: 1000, Rule: "amount"})
		}, "matches", verify.Score{Right: 2, Said: 2, True: 2, Precision: "1.0000", Recall: "1.0000"}},
		"a payment for the wrong deal": {
			func(h *verify.Hub) { h.Matches[0].Deal = "crm/deal/1" },
			"matches",
			verify.Score{Right: 1, Said: 2, True: 2, Precision: "0.5000", Recall: "0.5000"},
		},
	} {
		h := perfect()
		c.change(&h)
		c.want.Name = c.check
		if got := scores(verify.Run(h, truth(t)))[c.check]; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	for _, s := range verify.Run(verify.Hub{}, verify.Truth{}).Happened {
		if s.Precision != "n/a" || s.Recall != "n/a" {
			t.Errorf("of nothing: %+v", s)
		}
	}
}
