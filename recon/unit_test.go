package recon_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/recon"
)

// memory is a Source over everything there is; it counts its answers.
type memory struct {
	all    recon.Input
	asked  int
	failAt int
}

func (m *memory) fail() error {
	m.asked++
	if m.asked == m.failAt {
		return errors.New("the database is away")
	}
	return nil
}

func keep[T any](list []T, want func(T) bool) (out []T) {
	for _, x := range list {
		if want(x) {
			out = append(out, x)
		}
	}
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func (m *memory) ItemsOf(_ context.Context, customers []string) ([]recon.Item, error) {
	return keep(m.all.Items, func(i recon.Item) bool { return slices.Contains(customers, i.Customer) }), m.fail()
}

func (m *memory) ItemsNumbered(_ context.Context, numbers []string) ([]recon.Item, error) {
	return keep(m.all.Items, func(i recon.Item) bool { return overlap(i.Numbers(), numbers) }), m.fail()
}

func (m *memory) PaymentsOf(_ context.Context, payers []string) ([]recon.Payment, error) {
	return keep(m.all.Payments, func(p recon.Payment) bool { return slices.Contains(payers, p.Payer) }), m.fail()
}

func (m *memory) PaymentsNaming(_ context.Context, numbers []string) ([]recon.Payment, error) {
	return keep(m.all.Payments, func(p recon.Payment) bool { return overlap(recon.References(p), numbers) }), m.fail()
}

func (m *memory) RelationsOf(_ context.Context, orgs []string) ([]recon.Relation, error) {
	return keep(m.all.Relations, func(r recon.Relation) bool { return slices.Contains(orgs, r.From) || slices.Contains(orgs, r.To) }), m.fail()
}

// Whatever changed, solving the unit that Gather collects gives its payments and
// items what solving everything gives them.
func TestUnitAloneEqualsEverythingAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someInput(t, "")
		src := &memory{all: all}
		customers := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "lessor", "stranger"}), 0, 2).Draw(t, "changed")
		var payments []recon.Payment
		if len(all.Payments) > 0 && rapid.Bool().Draw(t, "a payment changed") {
			payments = append(payments, rapid.SampledFrom(all.Payments).Draw(t, "payment"))
		}
		unit, err := recon.Gather(context.Background(), src, customers, payments)
		if err != nil {
			t.Fatal(err)
		}
		in := map[string]bool{}
		for _, i := range unit.Items {
			in[i.Record] = true
		}
		for _, p := range unit.Payments {
			in[p.Record] = true
		}
		for _, i := range all.Items {
			if slices.Contains(customers, i.Customer) && !in[i.Record] {
				t.Fatalf("item %s of a changed customer is not in", i.Record)
			}
		}
		for _, p := range all.Payments {
			if slices.Contains(customers, p.Payer) && !in[p.Record] {
				t.Fatalf("payment %s of a changed customer is not in", p.Record)
			}
		}
		for _, p := range payments {
			if !in[p.Record] {
				t.Fatalf("the changed payment %s is not in", p.Record)
			}
		}
		whole := recon.Solve(all)
		want := recon.Output{
			Matches:   keep(whole.Matches, func(m recon.Match) bool { return in[m.Payment] }),
			Unmatched: keep(whole.Unmatched, func(u recon.Unmatched) bool { return in[u.Payment] }),
			Balances:  keep(whole.Balances, func(b recon.Balance) bool { return in[b.Item] }),
		}
		if diff := cmp.Diff(want, recon.Solve(unit)); diff != "" {
			t.Fatalf("unit of %v %v:\n%s", customers, payments, diff)
		}
	})
}

// A leasing firm pays for many; asking for one hospital must not drag in the others.
func TestUnitStaysSmall(t *testing.T) {
	all := parse(t, `
item YS-1001 customer=仁和 contract=HT-2001 amount=1.00
item YS-1002 customer=博爱 contract=HT-2002 amount=1.00
item YS-1003 customer=租赁 contract=HT-2003 amount=1.00
payment P1 payer=租赁 date=2026-01-01 amount=1.00 memo=HT-2001
payment P2 payer=租赁 date=2026-01-01 amount=1.00 memo=HT-2002
payment P3 payer=仁和 date=2026-01-01 amount=1.00
payment P4 date=2026-01-01 amount=1.00
payment P5 payer=外商 date=2026-01-01 amount=1.00 currency=USD memo=HT-2001
payment P6 payer=博爱 date=2026-01-01 amount=1.00 memo=HT-2003
item YS-1005 customer=外商 amount=1.00 currency=USD
`)
	for name, c := range map[string]struct {
		customers []string
		payments  []recon.Payment
		want      []string
	}{
		"a hospital":            {[]string{"仁和"}, nil, []string{"P1", "P3", "YS-1001"}},
		"the firm itself":       {[]string{"租赁"}, nil, []string{"P1", "P2", "P3", "P6", "YS-1001", "YS-1002", "YS-1003"}},
		"a payment":             {nil, all.Payments[1:2], []string{"P2", "YS-1002"}},
		"a payment of nobody's": {nil, all.Payments[3:4], []string{"P4"}},
		"another currency":      {nil, all.Payments[4:5], []string{"P5", "YS-1005"}},
		"nobody":                {[]string{"无名", ""}, nil, nil},
	} {
		unit, err := recon.Gather(context.Background(), &memory{all: all}, c.customers, c.payments)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range unit.Items {
			got = append(got, i.Record)
		}
		for _, p := range unit.Payments {
			got = append(got, p.Record)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestGatherPassesErrorsOn(t *testing.T) {
	all := parse(t, "item YS-1001 customer=A contract=HT-2001 amount=1.00\npayment P1 payer=A date=2026-01-01 amount=1.00 memo=HT-2001\n")
	ok := &memory{all: all}
	if _, err := recon.Gather(context.Background(), ok, []string{"A"}, nil); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= ok.asked; at++ {
		if _, err := recon.Gather(context.Background(), &memory{all: all, failAt: at}, []string{"A"}, nil); err == nil {
			t.Errorf("call %d failed unnoticed", at)
		}
	}
}
