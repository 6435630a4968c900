package verify_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/heliuhub/heliu/internal/world/verify"
)

// truthJSON is a small world as its control address gives it: the organisation O1 of
// three records, O2 of two, O3 of one; two deals, one of them after two touches.
const truthJSON = `{
  "delivered": 9,
  "provable": {
    "organisations": [["crm/customer/1", "erp/customer/A", "form/lead/7"], ["crm/customer/2", "erp/customer/B"], ["crm/customer/3"]],
    "persons": [["crm/contact/1", "form/lead/7"], ["crm/contact/2"]],
    "revenue": [
      {"model": "first", "channel": "baidu_sem", "campaign": "c1", "month": "2026-01", "gross_fen": 11300, "net_fen": 10000},
      {"model": "last", "channel": "website", "campaign": "", "month": "2026-01", "gross_fen": 11300, "net_fen": 10000}
    ],
    "cost": [{"channel": "baidu_sem", "campaign": "c1", "month": "2026-01", "cost_excl_fen": 1000, "cost_incl_fen": 1060}],
    "unattributed": [{"month": "2026-02", "gross_fen": 5650, "net_fen": 5000}],
    "paths": [{"deal": "crm/deal/1", "touches": ["form/lead/7", "form/lead/8"]}],
    "matches": [
      {"payment": "bank/line/1", "item": "erp/receivable/1", "deal": "crm/deal/1", "amount_fen": 11300},
      {"payment": "bank/line/2", "item": "erp/receivable/2", "deal": "crm/deal/2", "amount_fen": 5000}
    ]
  },
  "happened": {
    "records": [
      {"record": "crm/customer/1", "organisation": "O1"}, {"record": "erp/customer/A", "organisation": "O1"},
      {"record": "form/lead/7", "organisation": "O1", "person": "P1"},
      {"record": "crm/customer/2", "organisation": "O2"}, {"record": "erp/customer/B", "organisation": "O2"},
      {"record": "crm/customer/3", "organisation": "O3"},
      {"record": "crm/contact/1", "person": "P1"}, {"record": "crm/contact/2", "person": "P2"}
    ],
    "deals": [
      {"deal": "crm/deal/1", "first_touch": "form/lead/7", "touches": ["form/lead/7", "form/lead/8"]},
      {"deal": "crm/deal/2", "first_touch": "", "touches": []}
    ],
    "payments": [
      {"payment": "bank/line/1", "parts": [{"deal": "crm/deal/1", "amount_fen": 11300}]},
      {"payment": "bank/line/2", "parts": [{"deal": "crm/deal/2", "amount_fen": 5000}]}
    ]
  }
}`

func truth(t *testing.T) verify.Truth {
	t.Helper()
	var out verify.Truth
	if err := json.Unmarshal([]byte(truthJSON), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	first = verify.Cell{Model: "first", Channel: "baidu_sem", Campaign: "c1", Month: "2026-01"}
	last  = verify.Cell{Model: "last", Channel: "website", Month: "2026-01"}
	spent = verify.Cell{Channel: "baidu_sem", Campaign: "c1", Month: "2026-01"}
)

// perfect is a hub that found all of it, in another order than the truth tells it.
func perfect() verify.Hub {
	return verify.Hub{
		Organisations: [][]string{{"crm/customer/3"}, {"erp/customer/B", "crm/customer/2"}, {"form/lead/7", "crm/customer/1", "erp/customer/A"}},
		Persons:       [][]string{{"crm/contact/2"}, {"form/lead/7", "crm/contact/1"}},
		Revenue:       map[verify.Cell][2]int64{first: {11300, 10000}, last: {11300, 10000}},
		Cost:          map[verify.Cell][2]int64{spent: {1000, 1060}},
		Unattributed:  map[string][2]int64{"2026-02": {5650, 5000}},
		Paths:         map[string][]string{"crm/deal/1": {"form/lead/7", "form/lead/8"}},
		Matches: []verify.Match{
			{Payment: "bank/line/2", Item: "erp/receivable/2", Deal: "crm/deal/2", Amount: 5000, Rule: "reference"},
			{Payment: "bank/line/1", Item: "erp/receivable/1", Deal: "crm/deal/1", Amount: 11300, Rule: "reference"},
		},
	}
}

// differing gives the number of differences of each check that is not equal, and
// complains where the report contradicts itself.
func differing(t *testing.T, r verify.Report) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, c := range r.Provable {
		if c.Equal != (c.Differ == 0) || len(c.Sample) > c.Differ || c.Differ > 0 && len(c.Sample) == 0 {
			t.Errorf("the check contradicts itself: %+v", c)
		}
		if !c.Equal {
			out[c.Name] = c.Differ
		}
	}
	if r.Equal != (len(out) == 0) {
		t.Errorf("the report is equal: %t, its checks differ: %v", r.Equal, out)
	}
	return out
}

func TestAPerfectHubIsEqual(t *testing.T) {
	r := verify.Run(perfect(), truth(t))
	if d := differing(t, r); len(d) > 0 || !r.Equal || r.WrongMatches != 0 || r.Delivered != 9 {
		t.Errorf("%v differ: %+v", d, r)
	}
	compared := map[string]int{}
	for _, c := range r.Provable {
		compared[c.Name] = c.Compare
	}
	want := map[string]int{"organisations": 3, "persons": 2, "revenue": 2, "cost": 1, "unattributed": 1, "paths": 1, "matches": 2}
	if !maps.Equal(compared, want) {
		t.Errorf("compared %v, want %v", compared, want)
	}
}

func TestNothingIsNotEqualToSomething(t *testing.T) {
	want := map[string]int{"organisations": 3, "persons": 2, "revenue": 2, "cost": 1, "unattributed": 1, "paths": 1, "matches": 2}
	if d := differing(t, verify.Run(verify.Hub{}, truth(t))); !maps.Equal(d, want) {
		t.Errorf("an empty hub differs in %v, want %v", d, want)
	}
	if d := differing(t, verify.Run(verify.Hub{}, verify.Truth{})); len(d) > 0 {
		t.Errorf("nothing and nothing differ in %v", d)
	}
}

// TestEveryMutantIsSeen breaks a perfect hub in one place at a time.
func TestEveryMutantIsSeen(t *testing.T) {
	for name, m := range map[string]struct {
		change func(*verify.Hub)
		want   map[string]int // check → differences
		wrong  int            // matches
	}{
		"a record dropped from an organisation": {func(h *verify.Hub) { h.Organisations[2] = h.Organisations[2][1:] }, map[string]int{"organisations": 2}, 0},
		"a record moved to another organisation": {func(h *verify.Hub) {
			h.Organisations[0] = append(h.Organisations[0], h.Organisations[2][0])
			h.Organisations[2] = h.Organisations[2][1:]
		}, map[string]int{"organisations": 4}, 0},
		"a record in two organisations": {func(h *verify.Hub) { h.Organisations[0] = append(h.Organisations[0], "form/lead/7") }, map[string]int{"organisations": 2}, 0},
		"a record twice in one":         {func(h *verify.Hub) { h.Organisations[0] = append(h.Organisations[0], "crm/customer/3") }, map[string]int{"organisations": 2}, 0},
		"two organisations joined": {func(h *verify.Hub) {
			h.Organisations = [][]string{append(h.Organisations[0], h.Organisations[1]...), h.Organisations[2]}
		}, map[string]int{"organisations": 3}, 0},
		"an organisation twice":  {func(h *verify.Hub) { h.Organisations = append(h.Organisations, h.Organisations[1]) }, map[string]int{"organisations": 1}, 0},
		"an organisation missed": {func(h *verify.Hub) { h.Organisations = h.Organisations[1:] }, map[string]int{"organisations": 1}, 0},
		"a person split": {func(h *verify.Hub) {
			h.Persons = [][]string{{"crm/contact/2"}, {"form/lead/7"}, {"crm/contact/1"}}
		}, map[string]int{"persons": 3}, 0},

		"a fen of gross revenue too much":   {func(h *verify.Hub) { h.Revenue[first] = [2]int64{11301, 10000} }, map[string]int{"revenue": 1}, 0},
		"a fen of net revenue too little":   {func(h *verify.Hub) { h.Revenue[last] = [2]int64{11300, 9999} }, map[string]int{"revenue": 1}, 0},
		"revenue missing":                   {func(h *verify.Hub) { delete(h.Revenue, last) }, map[string]int{"revenue": 1}, 0},
		"a fen that nobody earned":          {func(h *verify.Hub) { h.Revenue[spent] = [2]int64{0, 1} }, map[string]int{"revenue": 1}, 0},
		"revenue in the next month":         {func(h *verify.Hub) { moveCell(h.Revenue, first, "2026-02") }, map[string]int{"revenue": 2}, 0},
		"a fen of cost without VAT":         {func(h *verify.Hub) { h.Cost[spent] = [2]int64{1001, 1060} }, map[string]int{"cost": 1}, 0},
		"a fen of cost with VAT":            {func(h *verify.Hub) { h.Cost[spent] = [2]int64{1000, 1059} }, map[string]int{"cost": 1}, 0},
		"cost with and without VAT swapped": {func(h *verify.Hub) { h.Cost[spent] = [2]int64{1060, 1000} }, map[string]int{"cost": 1}, 0},
		"a fen unattributed":                {func(h *verify.Hub) { h.Unattributed["2026-02"] = [2]int64{5650, 5001} }, map[string]int{"unattributed": 1}, 0},
		"a month unattributed":              {func(h *verify.Hub) { h.Unattributed["2026-03"] = [2]int64{1, 1} }, map[string]int{"unattributed": 1}, 0},

		"a path turned around":        {func(h *verify.Hub) { slices.Reverse(h.Paths["crm/deal/1"]) }, map[string]int{"paths": 1}, 0},
		"a touch missing":             {func(h *verify.Hub) { h.Paths["crm/deal/1"] = h.Paths["crm/deal/1"][:1] }, map[string]int{"paths": 1}, 0},
		"a path missing":              {func(h *verify.Hub) { delete(h.Paths, "crm/deal/1") }, map[string]int{"paths": 1}, 0},
		"a path of nobody":            {func(h *verify.Hub) { h.Paths["crm/deal/2"] = []string{"form/lead/8"} }, map[string]int{"paths": 1}, 0},
		"a match missing":             {func(h *verify.Hub) { h.Matches = h.Matches[1:] }, map[string]int{"matches": 1}, 0},
		"a match by the amount":       {func(h *verify.Hub) { h.Matches[0].Rule = "amount" }, map[string]int{"matches": 1}, 0},
		"a match with the wrong item": {func(h *verify.Hub) { h.Matches[0].Item = "erp/receivable/9" }, map[string]int{"matches": 2}, 0},
		"a match with the wrong deal": {func(h *verify.Hub) { h.Matches[0].Deal = "crm/deal/1" }, map[string]int{"matches": 2}, 1},
		"a match of a fen too much":   {func(h *verify.Hub) { h.Matches[0].Amount++ }, map[string]int{"matches": 2}, 1},
		"a match of a fen too little": {func(h *verify.Hub) { h.Matches[0].Amount-- }, map[string]int{"matches": 2}, 0},
		"an extra match": {func(h *verify.Hub) {
			h.Matches = append(h.Matches, verify.Match{Payment: "bank/line/3", Item: "erp/receivable/3", Deal: "crm/deal/2", Amount: 1, Rule: "reference"})
		}, map[string]int{"matches": 1}, 1},
		"a match twice": {func(h *verify.Hub) { h.Matches = append(h.Matches, h.Matches[0]) }, map[string]int{"matches": 1}, 1},
		"an extra match by the amount": {func(h *verify.Hub) { // not provable, but wrong
			h.Matches = append(h.Matches, verify.Match{Payment: "bank/line/3", Item: "erp/receivable/3", Deal: "crm/deal/2", Amount: 1, Rule: "amount"})
		}, map[string]int{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			h := perfect()
			m.change(&h)
			r := verify.Run(h, truth(t))
			if d := differing(t, r); !maps.Equal(d, m.want) || r.WrongMatches != m.wrong {
				t.Errorf("differs in %v with %d wrong matches, want %v and %d: %+v", d, r.WrongMatches, m.want, m.wrong, r.Provable)
			}
		})
	}
}

func moveCell(m map[verify.Cell][2]int64, c verify.Cell, month string) {
	v := m[c]
	delete(m, c)
	c.Month = month
	m[c] = v
}

// TestWhatSaysNothingIsEqual: an empty cell is no cell, and what somebody posted to
// the hub by hand is no record of the world.
func TestWhatSaysNothingIsEqual(t *testing.T) {
	for name, change := range map[string]func(*verify.Hub){
		"an empty cell":             func(h *verify.Hub) { h.Revenue[spent], h.Cost[first] = [2]int64{}, [2]int64{} },
		"an empty month":            func(h *verify.Hub) { h.Unattributed["2026-09"] = [2]int64{} },
		"a stranger's organisation": func(h *verify.Hub) { h.Organisations = append(h.Organisations, []string{"form/lead/by-hand"}) },
		"a stranger's person": func(h *verify.Hub) {
			h.Persons = append(h.Persons, []string{"form/lead/by-hand", "form/lead/by-hand-2"})
		},
		"a stranger among ours": func(h *verify.Hub) { h.Organisations[2] = append(h.Organisations[2], "form/lead/by-hand") },
		"an empty part":         func(h *verify.Hub) { h.Organisations = append(h.Organisations, nil) },
	} {
		h := perfect()
		change(&h)
		r := verify.Run(h, truth(t))
		if d := differing(t, r); len(d) > 0 || r.WrongMatches != 0 {
			t.Errorf("%s: differs in %v", name, d)
		}
		if !slices.Equal(r.Happened, verify.Run(perfect(), truth(t)).Happened) {
			t.Errorf("%s: scored %+v", name, r.Happened)
		}
	}
}

// TestRunLeavesItsArgumentsAlone: the strangers are taken out of a copy.
func TestRunLeavesItsArgumentsAlone(t *testing.T) {
	h := perfect()
	h.Organisations[2] = []string{"form/lead/by-hand", "form/lead/7", "crm/customer/1", "erp/customer/A"}
	verify.Run(h, truth(t))
	if !slices.Equal(h.Organisations[2], []string{"form/lead/by-hand", "form/lead/7", "crm/customer/1", "erp/customer/A"}) {
		t.Errorf("the hub now says %v", h.Organisations[2])
	}
}
