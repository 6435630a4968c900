package recon_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// someInput draws a world in which payments often meet: few customers, contracts and
// amounts. prefix keeps two of them apart.
func someInput(t *rapid.T, prefix string) recon.Input {
	org := func(label string, with ...string) string {
		o := rapid.SampledFrom(append([]string{"a", "b", "c", "lessor"}, with...)).Draw(t, label)
		if o == "" {
			return ""
		}
		return prefix + o
	}
	contract := func(label string) string {
		c := rapid.SampledFrom([]string{"", "HT-2001", "HT-2002", "HT-2003"}).Draw(t, label)
		if c == "" {
			return ""
		}
		return prefix + c
	}
	currency := func() string { return rapid.SampledFrom([]string{"CNY", "CNY", "CNY", "USD"}).Draw(t, "currency") }
	date := func() record.Date {
		return record.Date(fmt.Sprintf("2026-01-%02d", rapid.IntRange(1, 5).Draw(t, "date")))
	}
	var in recon.Input
	for i := range rapid.IntRange(0, 9).Draw(t, "items") {
		item := recon.Item{
			Record: fmt.Sprintf("%serp/ar/%d", prefix, i), Customer: org("customer", ""), Number: fmt.Sprintf("%sYS-%03d", prefix, i), Contract: contract("contract"),
			Deal: rapid.SampledFrom([]string{"", "d1", "d2"}).Draw(t, "deal"), Date: date(),
			Amount: record.Money{Minor: rapid.Int64Range(1, 12).Draw(t, "amount"), Currency: currency()},
		}
		if rapid.IntRange(0, 3).Draw(t, "named payer") == 0 {
			item.Payers = []string{prefix + "lessor"}
		}
		in.Items = append(in.Items, item)
	}
	for i := range rapid.IntRange(0, 9).Draw(t, "payments") {
		p := recon.Payment{
			Record: fmt.Sprintf("%serp/pay/%d", prefix, i), Payer: org("payer", "", "stranger"), Date: date(), Contract: contract("field"),
			Amount: record.Money{Minor: rapid.Int64Range(1, 20).Draw(t, "paid"), Currency: currency()},
		}
		switch rapid.IntRange(0, 3).Draw(t, "memo") {
		case 0:
			p.Memo = "货款" + contract("memo")
		case 1:
			p.Memo = fmt.Sprintf("%s %sYS-%03d", contract("memo"), prefix, rapid.IntRange(0, 9).Draw(t, "number"))
		}
		in.Payments = append(in.Payments, p)
	}
	for range rapid.IntRange(0, 3).Draw(t, "relations") {
		kind := rapid.SampledFrom([]string{"treasury_payer_for", "authorised_payer_for", "leased_by", "dealer_of"}).Draw(t, "kind")
		in.Relations = append(in.Relations, recon.Relation{From: org("from"), Kind: kind, To: org("to")})
	}
	return in
}

func TestNothingIsPaidTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := someInput(t, "")
		out := recon.Solve(in)
		items, payments := map[string]recon.Item{}, map[string]recon.Payment{}
		for _, i := range in.Items {
			items[i.Record] = i
		}
		for _, p := range in.Payments {
			payments[p.Record] = p
		}
		toItem, ofPayment, pairs := map[string]int64{}, map[string]int64{}, map[[2]string]bool{}
		for _, m := range out.Matches {
			i, p := items[m.Item], payments[m.Payment]
			if m.Amount.Minor <= 0 || m.Amount.Currency != i.Amount.Currency || m.Amount.Currency != p.Amount.Currency || m.Deal != i.Deal || pairs[[2]string{m.Payment, m.Item}] {
				t.Fatalf("match %+v of %+v and %+v", m, p, i)
			}
			pairs[[2]string{m.Payment, m.Item}] = true
			toItem[m.Item] += m.Amount.Minor
			ofPayment[m.Payment] += m.Amount.Minor
			if m.Zh == "" || m.En == "" || !mayPay(in.Relations, p.Payer, i) {
				t.Fatalf("%q has no business with %+v: %+v", p.Payer, i, m)
			}
		}
		for _, u := range out.Unmatched {
			if ofPayment[u.Payment] != 0 || u.Reason == "" || u.Zh == "" || u.En == "" {
				t.Fatalf("unmatched %+v has %d", u, ofPayment[u.Payment])
			}
			ofPayment[u.Payment] = payments[u.Payment].Amount.Minor
		}
		for _, p := range in.Payments {
			if ofPayment[p.Record] != p.Amount.Minor {
				t.Fatalf("%d of %+v went somewhere", ofPayment[p.Record], p)
			}
		}
		for _, b := range out.Balances {
			if b.Matched.Minor != toItem[b.Item] || b.Matched.Minor > b.Amount.Minor || b.Matched.Add(b.Open) != b.Amount {
				t.Fatalf("balance %+v, matched %d", b, toItem[b.Item])
			}
		}
	})
}

// mayPay says in other words what a consistent payer is.
func mayPay(rs []recon.Relation, payer string, i recon.Item) bool {
	if payer == "" {
		return false
	}
	if payer == i.Customer || slices.Contains(i.Payers, payer) {
		return true
	}
	for _, r := range rs {
		forward := r.Kind == "treasury_payer_for" || r.Kind == "authorised_payer_for"
		if forward && r.From == payer && r.To == i.Customer || r.Kind == "leased_by" && r.From == i.Customer && r.To == payer {
			return true
		}
	}
	return false
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := someInput(t, "")
		other := recon.Input{
			Items: rapid.Permutation(in.Items).Draw(t, "items"), Payments: rapid.Permutation(in.Payments).Draw(t, "payments"),
			Relations: rapid.Permutation(in.Relations).Draw(t, "relations"),
		}
		if diff := cmp.Diff(recon.Solve(in), recon.Solve(other)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestUnrelatedUnitsDoNotInfluenceEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someInput(t, "X"), someInput(t, "Z")
		both := recon.Solve(recon.Input{
			Items: append(slices.Clone(a.Items), b.Items...), Payments: append(slices.Clone(a.Payments), b.Payments...),
			Relations: append(slices.Clone(a.Relations), b.Relations...),
		})
		outA, outB := recon.Solve(a), recon.Solve(b)
		want := recon.Output{Matches: append(outA.Matches, outB.Matches...), Unmatched: append(outA.Unmatched, outB.Unmatched...), Balances: append(outA.Balances, outB.Balances...)}
		if diff := cmp.Diff(want, both); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A ledger that is kept by Diff while payments and items come and go holds at every
// moment what solving from nothing gives.
func TestLedgerKeptByDiffEqualsRebuild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someInput(t, "")
		now := recon.Input{Relations: all.Relations}
		ledger := map[[2]string]recon.Match{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if len(all.Items) > 0 && rapid.Bool().Draw(t, "an item") {
				now.Items = toggled(now.Items, rapid.SampledFrom(all.Items).Draw(t, "item"), func(i recon.Item) string { return i.Record })
			} else if len(all.Payments) > 0 {
				now.Payments = toggled(now.Payments, rapid.SampledFrom(all.Payments).Draw(t, "payment"), func(p recon.Payment) string { return p.Record })
			}
			var before []recon.Match
			for _, m := range ledger {
				before = append(before, m)
			}
			after := recon.Solve(now).Matches
			withdraw, add := recon.Diff(before, after)
			for _, m := range withdraw {
				delete(ledger, [2]string{m.Payment, m.Item})
			}
			for _, m := range add {
				ledger[[2]string{m.Payment, m.Item}] = m
			}
			if len(ledger) != len(after) {
				t.Fatalf("the ledger has %d matches, a rebuild %d", len(ledger), len(after))
			}
			for _, m := range after {
				if diff := cmp.Diff(m, ledger[[2]string{m.Payment, m.Item}]); diff != "" {
					t.Fatal(diff)
				}
			}
			if w, a := recon.Diff(after, after); len(w)+len(a) != 0 {
				t.Fatal("nothing changed, but the difference is not empty")
			}
		}
	})
}

func toggled[T any](list []T, x T, name func(T) string) []T {
	if i := slices.IndexFunc(list, func(y T) bool { return name(y) == name(x) }); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return append(slices.Clone(list), x)
}

func TestDiffSeesEveryChange(t *testing.T) {
	m := recon.Match{Payment: "p", Item: "i", Deal: "d", Amount: record.CNY(5), Rule: recon.ByReference, Open: record.CNY(9), Zh: "因", En: "why", Hits: []recon.Hit{{Number: "HT-2001"}}}
	for name, change := range map[string]func(*recon.Match){
		"deal": func(m *recon.Match) { m.Deal = "e" }, "amount": func(m *recon.Match) { m.Amount = record.CNY(4) }, "rule": func(m *recon.Match) { m.Rule = recon.ByAmount },
		"open": func(m *recon.Match) { m.Open = record.CNY(8) }, "zh": func(m *recon.Match) { m.Zh = "" }, "en": func(m *recon.Match) { m.En = "" },
		"hits": func(m *recon.Match) { m.Hits = nil },
	} {
		n := m
		change(&n)
		if withdraw, add := recon.Diff([]recon.Match{m}, []recon.Match{n}); len(withdraw) != 1 || len(add) != 1 {
			t.Errorf("%s: got %v %v", name, withdraw, add)
		}
	}
}

// The amount rule held against trying every set of the payer's items.
func TestAmountRuleEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in recon.Input
		for i := range rapid.IntRange(0, 14).Draw(t, "items") {
			in.Items = append(in.Items, recon.Item{Record: fmt.Sprintf("i%02d", i), Customer: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "customer"), Amount: record.CNY(rapid.Int64Range(1, 40).Draw(t, "amount"))})
		}
		for i := range rapid.IntRange(1, 5).Draw(t, "payments") {
			in.Payments = append(in.Payments, recon.Payment{Record: fmt.Sprintf("p%d", i), Payer: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "payer"), Amount: record.CNY(rapid.Int64Range(1, 40).Draw(t, "paid"))})
		}
		want := map[string]string{}
		for _, p := range in.Payments {
			var sets [][]string
			own := keep(in.Items, func(i recon.Item) bool { return i.Customer == p.Payer })
			for mask := 1; mask < 1<<len(own); mask++ {
				var set []string
				var sum int64
				for i, item := range own {
					if mask>>i&1 == 1 {
						set, sum = append(set, item.Record), sum+item.Amount.Minor
					}
				}
				if sum == p.Amount.Minor && len(set) <= 5 {
					sets = append(sets, set)
				}
			}
			twins := keep(in.Payments, func(q recon.Payment) bool { return q.Payer == p.Payer && q.Amount == p.Amount })
			if len(sets) == 1 && len(sets[0]) == 1 && len(twins) == 1 {
				want[p.Record] = sets[0][0]
			}
		}
		got := map[string]string{}
		for _, m := range recon.Solve(in).Matches {
			got[m.Payment] = m.Item
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
