package truth

import "github.com/heliuhub/heliu/internal/world/model"

// byAmount follows the rule Amount, all at once over what byReference left open. It
// must be called after it.
func (b *book) byAmount() []Match {
	open := map[model.Name][]*item{}
	for _, it := range b.items {
		if it.open > 0 {
			open[it.org] = append(open[it.org], it)
		}
	}
	type wish struct {
		p  *model.Payment
		it *item
	}
	var wishes []wish
	asks := map[*item]int{}
	for _, p := range b.payments() {
		if b.asked[p.Name] {
			continue
		}
		payer := b.payer(p)
		if payer == "" {
			b.reasons[p.Name] = "payer_unknown"
			continue
		}
		own := open[payer]
		var exact []*item
		for _, it := range own {
			if it.open == p.Amount {
				exact = append(exact, it)
				asks[it]++
			}
		}
		switch {
		case len(own) == 0:
			b.reasons[p.Name] = "no_open_item"
		case len(exact) > 1 || len(exact) == 1 && addsUp(own, p.Amount):
			b.reasons[p.Name] = "ambiguous_amount"
		case len(exact) == 0:
			b.reasons[p.Name] = "no_open_item"
		default:
			wishes = append(wishes, wish{p, exact[0]})
		}
	}
	var out []Match
	for _, w := range wishes {
		if asks[w.it] > 1 {
			b.reasons[w.p.Name] = "ambiguous_amount"
			continue
		}
		out = append(out, w.it.match(w.p, w.p.Amount))
	}
	sortMatches(out)
	return out
}

// addsUp tells whether two to five of the items have the amount together.
func addsUp(items []*item, amount int64) bool {
	var try func(from, used int, left int64) bool
	try = func(from, used int, left int64) bool {
		if left == 0 && used >= 2 {
			return true
		}
		if left <= 0 || used == 5 {
			return false
		}
		for i := from; i < len(items); i++ {
			if items[i].open <= left && try(i+1, used+1, left-items[i].open) {
				return true
			}
		}
		return false
	}
	return try(0, 0, amount)
}
