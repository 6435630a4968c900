package recon

import (
	"cmp"
	"context"
	"slices"
)

// Source is where Gather finds what hangs together. Its answers may hold more than
// was asked for, never less. Numbers are in the form of record.NormalizeNumber: an
// item has those of Item.Numbers, a payment those of References; a store keeps both
// beside their records. Implementations may be used by one Gather at a time.
type Source interface {
	ItemsOf(ctx context.Context, customers []string) ([]Item, error)
	ItemsNumbered(ctx context.Context, numbers []string) ([]Item, error)
	PaymentsOf(ctx context.Context, payers []string) ([]Payment, error)
	PaymentsNaming(ctx context.Context, numbers []string) ([]Payment, error)
	RelationsOf(ctx context.Context, organisations []string) ([]Relation, error)
}

// Gather collects everything that must be solved together when something of the
// given customers or payments changed: all their payments and items, and what is
// connected with those, as far as it goes. Solve gives everything in the answer the
// same result as if all there is were solved at once.
//
// The payments given are taken in whether they are connected or not: a payment with
// no known payer is nobody's, and one that was matched to an item which is gone now
// is found by its old match only, so the caller gives it here.
func Gather(ctx context.Context, src Source, customers []string, payments []Payment) (Input, error) {
	g := gatherer{src: src, customers: map[string]bool{}, items: map[string]Item{}, payments: map[string]Payment{}}
	customers = words(slices.Clone(customers)...) // without nobody, who pays what has no payer
	own, err := src.PaymentsOf(ctx, customers)
	if err != nil {
		return Input{}, err
	}
	g.ask(customers...)
	if err := g.take(ctx, append(own, payments...), true); err != nil {
		return Input{}, err
	}
	for len(g.newCustomers)+len(g.newItems) > 0 {
		if err := g.round(ctx); err != nil {
			return Input{}, err
		}
	}
	return g.input(ctx)
}

type gatherer struct {
	src          Source
	customers    map[string]bool
	items        map[string]Item
	payments     map[string]Payment
	newCustomers []string
	newItems     []Item
}

// ask notes customers whose items and payments are wanted.
func (g *gatherer) ask(customers ...string) {
	for _, c := range customers {
		if c != "" && !g.customers[c] {
			g.customers[c] = true
			g.newCustomers = append(g.newCustomers, c)
		}
	}
}

func (g *gatherer) addItems(items ...Item) {
	for _, i := range items {
		if _, ok := g.items[i.Record]; !ok {
			g.items[i.Record] = i
			g.newItems = append(g.newItems, i)
			g.ask(i.Customer)
		}
	}
}

// round follows what the last one found: the items of its customers, the payments
// that pay without a reference for them, and those that refer to its items.
func (g *gatherer) round(ctx context.Context) error {
	customers, found := g.newCustomers, g.newItems
	g.newCustomers, g.newItems = nil, nil
	var numbers []string
	for _, i := range found {
		numbers = append(numbers, i.Numbers()...)
	}
	if len(customers) > 0 {
		items, err := g.src.ItemsOf(ctx, customers)
		if err != nil {
			return err
		}
		g.addItems(items...)
		own, err := g.src.PaymentsOf(ctx, customers)
		if err != nil {
			return err
		}
		if err := g.take(ctx, own, false); err != nil {
			return err
		}
	}
	if numbers = words(numbers...); len(numbers) > 0 {
		naming, err := g.src.PaymentsNaming(ctx, numbers)
		if err != nil {
			return err
		}
		return g.take(ctx, naming, false)
	}
	return nil
}

// take adds payments that belong in: those that name an item that is in, those that
// name nothing and whose payer's items are in, and with whole all of them. What they
// name comes with them.
func (g *gatherer) take(ctx context.Context, payments []Payment, whole bool) error {
	var numbers []string
	for _, p := range payments {
		if _, ok := g.payments[p.Record]; !ok {
			numbers = append(numbers, References(p)...)
		}
	}
	byNumber := map[string][]Item{}
	if numbers = words(numbers...); len(numbers) > 0 {
		items, err := g.src.ItemsNumbered(ctx, numbers)
		if err != nil {
			return err
		}
		for _, i := range items {
			for _, n := range i.Numbers() {
				byNumber[n] = append(byNumber[n], i)
			}
		}
	}
	for _, p := range payments {
		if _, ok := g.payments[p.Record]; ok {
			continue
		}
		var named []Item
		in := whole
		for _, n := range References(p) {
			for _, i := range byNumber[n] {
				if i.Amount.Currency == p.Amount.Currency {
					named = append(named, i)
					_, ok := g.items[i.Record]
					in = in || ok
				}
			}
		}
		if len(named) == 0 {
			in = in || g.customers[p.Payer]
		}
		if !in {
			continue
		}
		g.payments[p.Record] = p
		g.addItems(named...)
		if len(named) == 0 {
			g.ask(p.Payer)
		}
	}
	return nil
}

func (g *gatherer) input(ctx context.Context) (Input, error) {
	var in Input
	var orgs []string
	for _, i := range g.items {
		in.Items, orgs = append(in.Items, i), append(orgs, i.Customer)
	}
	for _, p := range g.payments {
		in.Payments, orgs = append(in.Payments, p), append(orgs, p.Payer)
	}
	slices.SortFunc(in.Items, func(a, b Item) int { return cmp.Compare(a.Record, b.Record) })
	slices.SortFunc(in.Payments, func(a, b Payment) int { return cmp.Compare(a.Record, b.Record) })
	if orgs = words(orgs...); len(orgs) == 0 {
		return in, nil
	}
	var err error
	in.Relations, err = g.src.RelationsOf(ctx, orgs)
	return in, err
}
