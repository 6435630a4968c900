package recon

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/record"
)

// Solve matches payments to items (docs/rules.md, Payments): first every payment
// that refers to an open item, in the order (value date, record name), then all
// others at once by amount. The order of the input does not matter, nor does
// anything in it that is not connected with a payment: the items it refers to, their
// other payments and customers, and the items of its payer.
//
// Items and payments without a positive amount take no part; a payment and an item
// in two currencies are nothing to each other. Record names are unique: Solve panics
// on one given twice, since money would count twice.
func Solve(in Input) Output {
	b := newBook(in)
	var rest []Payment
	for _, p := range b.payments {
		if named := b.named(p); len(named) > 0 {
			b.byReference(p, named)
		} else {
			rest = append(rest, p)
		}
	}
	b.byAmount(rest)
	return b.output()
}

// account is an item with what is still open of it.
type account struct {
	Item
	open int64
}

// named is an item that a payment names, with the numbers that do.
type named struct {
	*account
	hits []Hit
}

type book struct {
	items     []*account // in the order (due or date, record name)
	payments  []Payment  // in the order (value date, record name)
	byNumber  map[string][]*account
	byOwner   map[string][]*account
	relations relations
	out       Output
}

func newBook(in Input) *book {
	b := &book{byNumber: map[string][]*account{}, byOwner: map[string][]*account{}, relations: index(in.Relations)}
	seen := map[string]bool{}
	once := func(name string) {
		if seen[name] {
			panic("recon: " + name + " is given twice")
		}
		seen[name] = true
	}
	for _, i := range in.Items {
		once("item " + i.Record)
		if i.Amount.Minor > 0 {
			b.items = append(b.items, &account{i, i.Amount.Minor})
		}
	}
	slices.SortFunc(b.items, func(x, y *account) int { return sooner(x.Item, y.Item) })
	for _, a := range b.items {
		for _, n := range a.Numbers() {
			b.byNumber[n] = append(b.byNumber[n], a)
		}
		if a.Customer != "" {
			b.byOwner[a.Customer] = append(b.byOwner[a.Customer], a)
		}
	}
	for _, p := range in.Payments {
		once("payment " + p.Record)
		if p.Amount.Minor > 0 {
			b.payments = append(b.payments, p)
		}
	}
	slices.SortFunc(b.payments, before)
	return b
}

// named gives the open items that the payment refers to, in the order of the items.
func (b *book) named(p Payment) []named {
	hits := map[*account][]Hit{}
	for _, n := range References(p) {
		field := "memo"
		if n == record.NormalizeNumber(p.Contract) {
			field = "contract_no"
		}
		for _, a := range b.byNumber[n] {
			if a.Amount.Currency == p.Amount.Currency {
				hits[a] = append(hits[a], Hit{n, a.kindOf(n), field, a.Record})
			}
		}
	}
	out := make([]named, 0, len(hits))
	for a, h := range hits {
		out = append(out, named{a, h})
	}
	slices.SortFunc(out, func(x, y named) int { return sooner(x.Item, y.Item) })
	return out
}

// byReference settles a payment that names open items: all of it, or nothing.
func (b *book) byReference(p Payment, items []named) {
	u := Unmatched{Payment: p.Record, SearchComplete: true}
	var open int64
	consistent := true
	for _, n := range items {
		u.Hits = append(u.Hits, n.hits...)
		u.Candidates = append(u.Candidates, []string{n.Record})
		open = addCapped(open, n.open)
		consistent = consistent && b.relations.tie(p.Payer, n.Item) != TieNone
	}
	u.Open = record.Money{Minor: open, Currency: p.Amount.Currency}
	switch {
	case p.Payer == "":
		u.Reason = PayerUnknown
	case !consistent:
		u.Reason = PayerMismatch
	case open < p.Amount.Minor:
		u.Reason = AmountExceedsOpen
	default:
		b.fill(p, items)
		return
	}
	b.refuse(p, u)
}

// fill pays the one item whose open amount is the payment's, else through the items
// in their order.
func (b *book) fill(p Payment, items []named) {
	var same []named
	for _, n := range items {
		if n.open == p.Amount.Minor {
			same = append(same, n)
		}
	}
	if len(same) == 1 {
		items = same
	}
	left := p.Amount.Minor
	for _, n := range items {
		part := min(left, n.open)
		if part == 0 {
			continue
		}
		fit := AmountSpread
		switch {
		case part == p.Amount.Minor && part == n.open:
			fit = AmountWhole
		case part == p.Amount.Minor:
			fit = AmountPart
		}
		b.match(p, n.account, part, Match{Rule: ByReference, Hits: n.hits, Fit: fit})
		left -= part
	}
}

func (b *book) match(p Payment, a *account, part int64, m Match) {
	m.Payment, m.Item, m.Deal = p.Record, a.Record, a.Deal
	m.Amount, m.Open = record.Money{Minor: part, Currency: p.Amount.Currency}, record.Money{Minor: a.open, Currency: p.Amount.Currency}
	m.Tie = b.relations.tie(p.Payer, a.Item)
	m.Zh, m.En = explainMatch(p, m)
	a.open -= part
	b.out.Matches = append(b.out.Matches, m)
}

func (b *book) refuse(p Payment, u Unmatched) {
	u.Zh, u.En = explainUnmatched(p, u)
	b.out.Unmatched = append(b.out.Unmatched, u)
}

func (b *book) output() Output {
	for _, a := range b.items {
		c := a.Amount.Currency
		b.out.Balances = append(b.out.Balances, Balance{a.Record, a.Amount, record.Money{Minor: a.Amount.Minor - a.open, Currency: c}, record.Money{Minor: a.open, Currency: c}})
	}
	slices.SortFunc(b.out.Matches, func(x, y Match) int { return cmp.Or(cmp.Compare(x.Payment, y.Payment), cmp.Compare(x.Item, y.Item)) })
	slices.SortFunc(b.out.Unmatched, func(x, y Unmatched) int { return cmp.Compare(x.Payment, y.Payment) })
	slices.SortFunc(b.out.Balances, func(x, y Balance) int { return cmp.Compare(x.Item, y.Item) })
	return b.out
}
