package recon

import "github.com/heliuhub/heliu/record"

// hintBudget bounds the search where nothing can match and the sets found are only
// shown to a person.
const hintBudget = Budget / 20

// asking is what payments of one payer and one amount find among its open items.
// They all find the same, so it is looked up once.
type asking struct {
	payer  string
	amount record.Money
}

type answer struct {
	open  []*account // of the payer, in the currency
	exact []*account // those that have the amount
	found Found
}

// byAmount settles the payments that refer to nothing, all at once: none of them
// changes what another finds.
func (b *book) byAmount(payments []Payment) {
	answers := map[asking]*answer{}
	rivals := map[*account][]string{}
	for _, p := range payments {
		k := asking{p.Payer, p.Amount}
		if p.Payer == "" {
			continue
		}
		if answers[k] == nil {
			answers[k] = b.ask(k)
		}
		if a := answers[k]; len(a.exact) == 1 {
			rivals[a.exact[0]] = append(rivals[a.exact[0]], p.Record)
		}
	}
	type pair struct {
		p Payment
		a *account
	}
	var pairs []pair
	for _, p := range payments {
		u := Unmatched{Payment: p.Record, SearchComplete: true, Open: record.Money{Currency: p.Amount.Currency}}
		if p.Payer == "" {
			u.Reason = PayerUnknown
			b.refuse(p, u)
			continue
		}
		a := answers[asking{p.Payer, p.Amount}]
		_, unique := a.found.Unique()
		if unique && len(a.exact) == 1 && len(rivals[a.exact[0]]) == 1 {
			pairs = append(pairs, pair{p, a.exact[0]})
			continue
		}
		u.Reason, u.SearchComplete, u.Candidates = AmbiguousAmount, a.found.Complete, a.candidates()
		if len(a.exact) == 0 {
			u.Reason = NoOpenItem
		}
		for _, o := range a.open {
			u.Open.Minor = addCapped(u.Open.Minor, o.open)
		}
		if len(a.exact) == 1 {
			for _, r := range rivals[a.exact[0]] {
				if r != p.Record {
					u.Rivals = append(u.Rivals, r)
				}
			}
		}
		b.refuse(p, u)
	}
	for _, x := range pairs {
		b.match(x.p, x.a, x.p.Amount.Minor, Match{Rule: ByAmount, Fit: AmountWhole})
	}
}

// ask searches the payer's open items for the amount.
func (b *book) ask(k asking) *answer {
	var a answer
	var amounts []int64
	for _, o := range b.byOwner[k.payer] {
		if o.open <= 0 || o.Amount.Currency != k.amount.Currency {
			continue
		}
		a.open, amounts = append(a.open, o), append(amounts, o.open)
		if o.open == k.amount.Minor {
			a.exact = append(a.exact, o)
		}
	}
	budget := Budget
	if len(a.exact) == 0 {
		budget = hintBudget
	}
	a.found = Search(amounts, k.amount.Minor, MaxTogether, budget)
	return &a
}

// candidates names the sets found.
func (a *answer) candidates() [][]string {
	var out [][]string
	for _, set := range a.found.Sets {
		var names []string
		for _, i := range set {
			names = append(names, a.open[i].Record)
		}
		out = append(out, names)
	}
	return out
}
