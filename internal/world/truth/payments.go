package truth

import (
	"cmp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// item is an open item while payments come in.
type item struct {
	name model.Name
	rec  *model.Receivable
	deal *model.Deal
	org  model.Name // of its customer
	open int64
	due  string
}

// book is the open items and what their numbers are.
type book struct {
	d       *Delivered
	w       *parties
	items   []*item // in the order (due or date, record name)
	numbers map[string][]*item
	rel     map[string]map[[2]model.Name]bool // kind → (self, to)
	reasons map[model.Name]string
	asked   map[model.Name]bool // payments with a reference to an open item
}

func newBook(d *Delivered, w *parties) *book {
	b := &book{d: d, w: w, numbers: map[string][]*item{}, rel: map[string]map[[2]model.Name]bool{}, reasons: map[model.Name]string{}, asked: map[model.Name]bool{}}
	orders, deals := map[string]*model.Order{}, map[string][]*model.Deal{}
	for _, n := range sorted(d.Orders) {
		orders[record.NormalizeNumber(d.Orders[n].Key)] = d.Orders[n]
	}
	for _, n := range sorted(d.Deals) {
		if c := d.Deals[n].ContractNo; c != "" {
			k := record.NormalizeNumber(c)
			deals[k] = append(deals[k], d.Deals[n])
		}
	}
	for _, n := range sorted(d.Receivables) {
		r := d.Receivables[n]
		if r.Amount <= 0 || r.Void || !w.org.has(r.Customer) {
			continue
		}
		it := &item{name: n, rec: r, org: w.org.root(r.Customer), open: r.Amount, due: cmp.Or(r.Due, r.Date)}
		contract := r.ContractNo
		if o := orders[record.NormalizeNumber(r.OrderNo)]; contract == "" && r.OrderNo != "" && o != nil {
			contract = o.ContractNo
		}
		if contract != "" { // two deals of one contract number: neither
			if named := deals[record.NormalizeNumber(contract)]; len(named) == 1 {
				it.deal = named[0]
			}
		}
		b.items = append(b.items, it)
		for _, number := range []string{contract, r.Key, r.OrderNo} {
			if number != "" {
				k := record.NormalizeNumber(number)
				b.numbers[k] = append(b.numbers[k], it)
			}
		}
	}
	slices.SortFunc(b.items, inOrder)
	for _, n := range sorted(d.Customers) {
		for _, r := range d.Customers[n].Relations {
			if w.org.has(r.To) {
				if b.rel[r.Kind] == nil {
					b.rel[r.Kind] = map[[2]model.Name]bool{}
				}
				b.rel[r.Kind][[2]model.Name{w.org.root(n), w.org.root(r.To)}] = true
			}
		}
	}
	return b
}

func inOrder(a, b *item) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.name, b.name)) }

// payments gives those that may match, in the order (value date, record name).
func (b *book) payments() []*model.Payment {
	var out []*model.Payment
	for _, n := range sorted(b.d.Payments) {
		if p := b.d.Payments[n]; p.Amount > 0 && (p.Kind == "receipt" || p.Kind == "bill_received") {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y *model.Payment) int { return cmp.Compare(x.Date, y.Date) })
	return out
}

// payer is the organisation that paid, or nothing.
func (b *book) payer(p *model.Payment) model.Name {
	if p.Customer == "" || !b.w.org.has(p.Customer) {
		return ""
	}
	return b.w.org.root(p.Customer)
}

func (b *book) consistent(payer model.Name, it *item) bool {
	switch {
	case payer == it.org,
		b.rel["treasury_payer_for"][[2]model.Name{payer, it.org}],
		b.rel["authorised_payer_for"][[2]model.Name{payer, it.org}],
		b.rel["leased_by"][[2]model.Name{it.org, payer}]:
		return true
	}
	if it.deal != nil {
		for _, n := range it.deal.Payers {
			if b.w.org.has(n) && b.w.org.root(n) == payer {
				return true
			}
		}
	}
	return false
}

// referenced gives the open items that a payment refers to, in order.
func (b *book) referenced(p *model.Payment) []*item {
	var out []*item
	for _, number := range append([]string{p.ContractNo}, p.Words...) {
		if strings.TrimSpace(number) == "" {
			continue
		}
		for _, it := range b.numbers[record.NormalizeNumber(number)] {
			if !slices.Contains(out, it) {
				out = append(out, it)
			}
		}
	}
	slices.SortFunc(out, inOrder)
	return out
}

// byReference follows the rule Reference.
func (b *book) byReference() (matches []Match, refusals []Refusal) {
	for _, p := range b.payments() {
		items := b.referenced(p)
		if len(items) == 0 {
			continue
		}
		b.asked[p.Name] = true
		if reason := b.mayTake(p, items); reason != "" {
			b.reasons[p.Name] = reason
			refusals = append(refusals, Refusal{p.Name, reason})
			continue
		}
		matches = append(matches, take(p, items)...)
	}
	sortMatches(matches)
	slices.SortFunc(refusals, func(x, y Refusal) int { return cmp.Compare(x.Payment, y.Payment) })
	return matches, refusals
}

func (b *book) mayTake(p *model.Payment, items []*item) string {
	payer := b.payer(p)
	if payer == "" {
		return "payer_unknown"
	}
	var open int64
	for _, it := range items {
		if !b.consistent(payer, it) {
			return "payer_mismatch"
		}
		open += it.open
	}
	if open < p.Amount {
		return "amount_exceeds_open"
	}
	return ""
}

// take pays the one item of exactly that amount, else the items in their order.
func take(p *model.Payment, items []*item) []Match {
	var exact []*item
	for _, it := range items {
		if it.open == p.Amount {
			exact = append(exact, it)
		}
	}
	if len(exact) == 1 {
		items = exact
	}
	var out []Match
	left := p.Amount
	for _, it := range items {
		part := min(left, it.open)
		if part == 0 {
			continue
		}
		it.open -= part
		left -= part
		out = append(out, it.match(p, part))
	}
	return out
}

func (it *item) match(p *model.Payment, fen int64) Match {
	m := Match{Payment: p.Name, Item: it.name, Amount: fen}
	if it.deal != nil {
		m.Deal = it.deal.Number
	}
	return m
}

func sortMatches(ms []Match) {
	slices.SortFunc(ms, func(x, y Match) int {
		return cmp.Or(cmp.Compare(x.Payment, y.Payment), cmp.Compare(x.Item, y.Item))
	})
}
