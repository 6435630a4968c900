package roi_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

var base = time.Date(2026, 3, 1, 0, 0, 0, 0, record.Shanghai)

// someTouches draws touches that often collide: few accounts, people, campaigns and
// moments, some at the edges of the window of the deals someDeals draws.
func someTouches(t *rapid.T) []roi.Touch {
	n := rapid.IntRange(0, 25).Draw(t, "touches")
	out := make([]roi.Touch, n)
	for i := range out {
		at := base.Add(time.Duration(rapid.IntRange(-8, 8).Draw(t, "quarters")) * 15 * time.Minute)
		switch rapid.IntRange(0, 3).Draw(t, "when") {
		case 1:
			at = at.Add(-roi.Window)
		case 2:
			at = at.AddDate(0, 0, -rapid.IntRange(1, 400).Draw(t, "days"))
		}
		out[i] = roi.Touch{
			Key: fmt.Sprintf("web/lead/%02d", i), Account: rapid.SampledFrom([]string{"A", "A", "A", "B", ""}).Draw(t, "account"),
			Person: rapid.SampledFrom([]string{"p", "q", ""}).Draw(t, "person"), At: at,
			Channel: rapid.SampledFrom([]string{"wecom", "sms"}).Draw(t, "channel"), Campaign: rapid.SampledFrom([]string{"x", "y", ""}).Draw(t, "campaign"),
		}
	}
	return out
}

func someDeals(t *rapid.T) []roi.Deal {
	out := make([]roi.Deal, rapid.IntRange(0, 6).Draw(t, "deals"))
	for i := range out {
		money := func(name string) record.Money {
			return record.Money{Minor: rapid.Int64Range(-1000, 1_000_000_007).Draw(t, name), Currency: rapid.SampledFrom([]string{"CNY", "USD"}).Draw(t, "currency")}
		}
		out[i] = roi.Deal{
			Key: fmt.Sprintf("crm/deal/%d", i), Account: rapid.SampledFrom([]string{"A", "B", "C", ""}).Draw(t, "account"),
			Status: rapid.SampledFrom([]string{"won", "won", "won", "lost"}).Draw(t, "status"), Gross: money("gross"), Net: money("net"),
			SignedAt: base.Add(time.Duration(rapid.IntRange(-8, 8).Draw(t, "signed")) * 15 * time.Minute),
		}
	}
	return out
}

func TestCreditsAddUpToTheDeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deals := someDeals(t)
		r := roi.Attribute(deals, someTouches(t))
		sums := map[[2]string][2]record.Money{}
		for _, c := range r.Credits {
			k := [2]string{c.Deal, c.Model}
			sums[k] = [2]record.Money{sums[k][0].Add(c.Gross), sums[k][1].Add(c.Net)}
		}
		if len(r.Paths)+len(r.Unattributed)+len(r.Uncounted) != len(deals) {
			t.Fatalf("%d deals, but %d + %d + %d", len(deals), len(r.Paths), len(r.Unattributed), len(r.Uncounted))
		}
		paths := map[string]int{}
		for _, p := range r.Paths {
			paths[p.Deal] = len(p.Touches)
		}
		for _, d := range deals {
			for _, m := range roi.Models() {
				got, ok := sums[[2]string{d.Key, m.ID}]
				if want := paths[d.Key] > 0; ok != want {
					t.Fatalf("%s %s: credited %v, path %d", d.Key, m.ID, ok, paths[d.Key])
				}
				if ok && (got[0] != d.Gross || got[1] != d.Net) {
					t.Fatalf("%s %s: credits add up to %v, want %v %v", d.Key, m.ID, got, d.Gross, d.Net)
				}
			}
		}
	})
}

func TestOnlyCountedTouchesInTheWindowGetCredit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deals, touches := someDeals(t), someTouches(t)
		r := roi.Attribute(deals, touches)
		if len(r.Counted)+len(r.Left) != len(touches) {
			t.Fatalf("%d touches, but %d + %d", len(touches), len(r.Counted), len(r.Left))
		}
		byKey, left, signed := map[string]roi.Touch{}, map[string]bool{}, map[string]roi.Deal{}
		for _, c := range r.Counted {
			byKey[c.Key] = c
		}
		for _, l := range r.Left {
			left[l.Key] = true
			if by, ok := byKey[l.By]; l.Reason == roi.LeftDailyCap && (!ok || by.Account != l.Account || by.Channel != l.Channel || by.Campaign != l.Campaign) {
				t.Fatalf("%s gave way to %q, which does not count", l.Key, l.By)
			}
		}
		for _, d := range deals {
			signed[d.Key] = d
		}
		parts := map[[2]string]int{}
		for _, c := range r.Credits {
			touch, d := byKey[c.Touch], signed[c.Deal]
			age := d.SignedAt.Sub(touch.At)
			if left[c.Touch] || touch.Account != d.Account || age <= 0 || age > roi.Window {
				t.Fatalf("credit %+v for touch %+v of deal %+v", c, touch, d)
			}
			if c.Weight <= 0 || c.Weight > c.Of {
				t.Fatalf("weight %d of %d", c.Weight, c.Of)
			}
			parts[[2]string{c.Deal, c.Model}]++
		}
		for _, p := range r.Paths {
			if len(p.Touches) == 1 && (parts[[2]string{p.Deal, roi.First.ID}] != 1 || parts[[2]string{p.Deal, roi.Linear.ID}] != 1) {
				t.Fatalf("a path of one touch is split: %v", parts)
			}
		}
	})
}

func TestLinearPartsDifferByOneFenAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		path := make([]roi.Touch, n)
		for i := range path {
			path[i] = roi.Touch{Key: fmt.Sprint(rapid.IntRange(0, 999).Draw(t, "k"), "/", i), At: base.Add(time.Duration(i))}
		}
		total := record.CNY(rapid.Int64().Draw(t, "total"))
		credits := roi.Linear.Credits(roi.Deal{Gross: total, Net: total}, path)
		low, high := credits[0].Gross.Minor, credits[0].Gross.Minor
		for _, c := range credits {
			low, high = min(low, c.Gross.Minor), max(high, c.Gross.Minor)
		}
		if high-low > 1 {
			t.Fatalf("parts from %d to %d of %d over %d", low, high, total.Minor, n)
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deals, touches := someDeals(t), someTouches(t)
		want := roi.Attribute(deals, touches)
		d2, t2 := rapid.Permutation(deals).Draw(t, "deals"), rapid.Permutation(touches).Draw(t, "order")
		got := roi.Attribute(append(d2, deals...), append(t2, touches...)) // everything delivered twice, too
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		q := roi.Query{Rows: roi.ByCampaign, Columns: roi.ByMonth, Model: "linear"}
		a, errA := roi.BuildMatrix(q, roi.FactsOf(want, deals, nil))
		b, errB := roi.BuildMatrix(q, roi.FactsOf(got, d2, nil))
		if errA != nil || errB != nil || cmp.Diff(a, b) != "" {
			t.Fatal(errA, errB, cmp.Diff(a, b))
		}
	})
}

func TestAccountsDoNotInfluenceEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deals, touches := someDeals(t), someTouches(t)
		all := roi.Attribute(deals, touches)
		credits := map[roi.Credit]bool{}
		for _, c := range all.Credits {
			credits[c] = true
		}
		n := 0
		for _, account := range []string{"A", "B", "C", ""} {
			var ds []roi.Deal
			var ts []roi.Touch
			for _, d := range deals {
				if d.Account == account {
					ds = append(ds, d)
				}
			}
			for _, x := range touches {
				if x.Account == account {
					ts = append(ts, x)
				}
			}
			for _, c := range roi.Attribute(ds, ts).Credits {
				n++
				if !credits[c] {
					t.Fatalf("alone %s has the credit %+v", account, c)
				}
			}
		}
		if n != len(all.Credits) {
			t.Fatalf("one at a time %d credits, at once %d", n, len(all.Credits))
		}
	})
}

func TestCostIsSplitExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		touches := someTouches(t)
		var days []roi.CostDay
		want := new(big.Int)
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			s := record.Spend{
				Day: record.DateOf(base), Channel: rapid.SampledFrom([]string{"wecom", "sms", "other"}).Draw(t, "channel"), Campaign: "x",
				CostNet: record.CNY(rapid.Int64Range(-100_000, 1_000_000_000).Draw(t, "cost")), TaxIncluded: rapid.Bool().Draw(t, "included"),
				TaxRate: rapid.SampledFrom([]string{"", "0", "0.06", "0.13", "0.0333"}).Draw(t, "rate"), Spread: rapid.SampledFrom([]string{"", "day", "range", "per_lead"}).Draw(t, "spread"),
				RangeFrom: record.DateOf(base), RangeTo: record.DateOf(base.AddDate(0, 0, rapid.IntRange(-1, 70).Draw(t, "range"))),
			}
			got, err := roi.SpendDays(fmt.Sprint(i), s, roi.LeadDaysOf(touches))
			if err != nil {
				t.Fatal(err)
			}
			var sum int64
			for _, d := range got {
				sum += d.Cost.Minor
				checkVAT(t, d, s)
				want.Add(want, big.NewInt(d.Incl.Minor))
			}
			if sum != s.CostNet.Minor {
				t.Fatalf("%d split into %d", s.CostNet.Minor, sum)
			}
			days = append(days, got...)
		}
		m, err := roi.BuildMatrix(roi.Query{Rows: roi.ByCampaign, Columns: roi.ByMonth, VAT: roi.VATGross}, roi.FactsOf(roi.Result{}, nil, days))
		if err != nil {
			t.Fatal(err)
		}
		if total := record.CNY(want.Int64()).String(); m.Totals.Cost != total {
			t.Fatalf("matrix cost %s, spend %s", m.Totals.Cost, total)
		}
	})
}

// checkVAT holds a day against exact fractions: the rounded amount is at most half a
// fen away, and half a fen only away from zero.
func checkVAT(t *rapid.T, d roi.CostDay, s record.Spend) {
	rate, ok := new(big.Rat).SetString(s.TaxRate)
	if !ok {
		rate = new(big.Rat)
	}
	factor := rate.Add(rate, big.NewRat(1, 1))
	exact, got, same := new(big.Rat).SetInt64(d.Cost.Minor), d.Incl.Minor, d.Excl.Minor
	if s.TaxIncluded {
		exact.Quo(exact, factor)
		got, same = same, got
	} else {
		exact.Mul(exact, factor)
	}
	off := new(big.Rat).Sub(new(big.Rat).SetInt64(got), exact)
	half := new(big.Rat).Abs(off).Cmp(big.NewRat(1, 2))
	if same != d.Cost.Minor || half > 0 || half == 0 && off.Sign() != exact.Sign() {
		t.Fatalf("%d at %s included %v: without %d, with %d", d.Cost.Minor, s.TaxRate, s.TaxIncluded, d.Excl.Minor, d.Incl.Minor)
	}
}
