package world_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// wrongJoins counts the parts that hold records of two true organisations.
func wrongJoins(d *truth.Delivered, parts [][]model.Name) int {
	org := func(n model.Name) string {
		if c := d.Customers[n]; c != nil {
			return c.Org
		}
		return d.Leads[n].Org
	}
	wrong := 0
	for _, part := range parts {
		for _, n := range part[1:] {
			if org(n) != org(part[0]) {
				wrong++
				break
			}
		}
	}
	return wrong
}

func TestProvableRefinesWhatHappened(t *testing.T) {
	for _, seed := range seeds {
		_, d, tr := small(t, seed)
		if n := wrongJoins(d, tr.Provable.Organisations); n != 0 || tr.Provable.Conflicts != 0 {
			t.Errorf("seed %d: %d organisations hold two true ones, %d joins were refused", seed, n, tr.Provable.Conflicts)
		}
		records := 0
		for _, p := range tr.Provable.Organisations {
			records += len(p)
		}
		if len(tr.Provable.Organisations) >= records {
			t.Errorf("seed %d: nothing was joined", seed)
		}
	}
}

func TestRevenueAddsUp(t *testing.T) {
	for _, seed := range seeds {
		_, d, tr := small(t, seed)
		var gross, net int64
		for _, x := range d.Deals {
			if x.Status == "won" && !x.SignedAt.IsZero() {
				gross += x.Amount
				net += x.Net
			}
		}
		for _, m := range []string{"first", "last", "linear"} {
			var g, n int64
			for _, f := range tr.Provable.Revenue {
				if f.Model == m {
					g += f.Gross
					n += f.Net
				}
			}
			for _, f := range tr.Provable.Unattributed {
				g += f.Gross
				n += f.Net
			}
			if g != gross || n != net {
				t.Errorf("seed %d, %s: %d gross and %d net, the deals have %d and %d", seed, m, g, n, gross, net)
			}
		}
	}
}

func TestMatchesKeepWithinPaymentsAndItems(t *testing.T) {
	for _, seed := range seeds {
		_, d, tr := small(t, seed)
		paid, taken := map[model.Name]int64{}, map[model.Name]int64{}
		for _, m := range tr.Provable.Matches {
			if m.Amount <= 0 {
				t.Errorf("match of %d fen", m.Amount)
			}
			paid[m.Payment] += m.Amount
			taken[m.Item] += m.Amount
		}
		for n, fen := range paid {
			if fen != d.Payments[n].Amount {
				t.Errorf("seed %d: %s: %d of %d fen went somewhere", seed, n, fen, d.Payments[n].Amount)
			}
		}
		for n, fen := range taken {
			if fen > d.Receivables[n].Amount {
				t.Errorf("seed %d: %s took more than it had open", seed, n)
			}
		}
	}
}

// wrongMatches lists payments that would go to a deal which they were not for.
func wrongMatches(d *truth.Delivered, r *truth.Result) []string {
	type key struct {
		payment model.Name
		deal    string
	}
	said, want := map[key]int64{}, map[key]int64{}
	for _, m := range append(slices.Clone(r.Provable.Matches), r.ByAmount...) {
		said[key{m.Payment, m.Deal}] += m.Amount
	}
	for n, p := range d.Payments {
		for _, part := range p.True {
			want[key{n, part.Deal}] += part.Amount
		}
	}
	var out []string
	for k, fen := range said {
		if fen > want[k] {
			out = append(out, fmt.Sprintf("%s pays %s with %d fen, it was for %v", k.payment, k.deal, fen, d.Payments[k.payment].True))
		}
	}
	return out
}

func TestNoRuleMatchesAPaymentToAWrongDeal(t *testing.T) {
	for seed := range uint64(12) {
		w := world.Generate(world.Config{Seed: seed})
		for range 1500 {
			w.Next()
		}
		d := truth.NewDelivered()
		for _, list := range [][]*model.Event{w.Past, w.Live} {
			for _, e := range list {
				d.Add(e)
			}
			if wrong := wrongMatches(d, truth.Compute(d)); len(wrong) > 0 {
				t.Errorf("seed %d: %s", seed, strings.Join(wrong, "; "))
			}
		}
	}
}

func TestCostAddsUp(t *testing.T) {
	_, d, tr := small(t, 1)
	var taxIn, incl int64
	for _, s := range d.Spend {
		if s.TaxIn {
			taxIn += s.Net
		} else {
			taxIn += (s.Net*(10000+s.TaxRate) + 5000) / 10000
		}
	}
	for _, f := range tr.Provable.Cost {
		incl += f.Incl
		if f.Excl > f.Incl {
			t.Errorf("%+v: more without VAT than with it", f)
		}
	}
	if diff := incl - taxIn; diff < -200 || diff > 200 { // rounding of spread days
		t.Errorf("the matrix costs %d fen, the rows %d", incl, taxIn)
	}
}

func TestLiveEventsGoOnWithoutEnd(t *testing.T) {
	w := world.Generate(world.Config{Seed: 5})
	kinds := map[string]int{}
	last := w.End()
	for i := range 4000 {
		e := w.Next()
		if e.Seq != len(w.Past)+i || e.At.Before(last) {
			t.Fatalf("live event %d: seq %d at %s after %s", i, e.Seq, e.At, last)
		}
		last = e.At
		kinds[e.Target+"/"+e.Stream]++
	}
	for _, k := range []string{"demo-form/leads", "demo-hook/leads", "demo-crm/deals", "demo-crm/leads", "demo-crm/activities", "demo-crm/stage-changes", "demo-kingdee/orders", "demo-kingdee/receivables", "demo-kingdee/receipts", "demo-fair/offline_cost"} {
		if kinds[k] == 0 {
			t.Errorf("no live event for %s in %v", k, kinds)
		}
	}
	d := truth.NewDelivered()
	for _, e := range append(w.Past, w.Live...) {
		d.Add(e)
	}
	for n, x := range d.Deals {
		for _, c := range append([]model.Name{x.Buyer, x.EndCustomer, x.Partner}, x.Payers...) {
			if c != "" && d.Customers[c] == nil {
				t.Errorf("%s points at %s, which never came", n, c)
			}
		}
	}
	for n, r := range d.Receivables {
		if d.Customers[r.Customer] == nil {
			t.Errorf("%s points at %s, which never came", n, r.Customer)
		}
	}
	for n, p := range d.Payments {
		if d.Customers[p.Customer] == nil {
			t.Errorf("%s points at %s, which never came", n, p.Customer)
		}
	}
	for n, c := range d.Customers {
		for _, r := range c.Relations {
			if d.Customers[r.To] == nil {
				t.Errorf("%s is %s of %s, which never came", n, r.Kind, r.To)
			}
		}
	}
	tr := w.Truth(len(w.Past) + len(w.Live))
	if n := wrongJoins(d, tr.Provable.Organisations); n != 0 || tr.Provable.Conflicts != 0 {
		t.Errorf("%d wrong joins, %d refused after live events", n, tr.Provable.Conflicts)
	}
	if before := w.Truth(len(w.Past)); len(before.Provable.Matches) >= len(tr.Provable.Matches) {
		t.Errorf("live payments matched nothing")
	}
}
