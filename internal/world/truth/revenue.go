package truth

import (
	"cmp"
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func month(t time.Time) string { return t.In(shanghai).Format("2006-01") }
func day(t time.Time) string   { return t.In(shanghai).Format("2006-01-02") }

// touch is a lead on its way to an account.
type touch struct {
	name   model.Name
	lead   *model.Lead
	person model.Name
}

func byTimeThenKey(a, b touch) int {
	return cmp.Or(a.lead.CreatedAt.Compare(b.lead.CreatedAt), cmp.Compare(a.name, b.name))
}

// countedTouches follows "Touches that count": the counted touches of each account, in order.
func countedTouches(d *Delivered, w *parties) map[string][]touch {
	all := map[string][]touch{}
	for _, n := range sorted(d.Leads) {
		t := touch{name: n, lead: d.Leads[n]}
		if w.person.has(n) {
			t.person = w.person.root(n)
		}
		if a := w.account(n); a != "" {
			all[a] = append(all[a], t)
		}
	}
	out := map[string][]touch{}
	for a, ts := range all {
		slices.SortFunc(ts, byTimeThenKey)
		out[a] = dailyCap(withoutRepeats(ts))
	}
	return out
}

func withoutRepeats(ts []touch) []touch {
	type key struct {
		person                      model.Name
		channel, campaign, creative string
	}
	var kept []touch
	last := map[key]time.Time{}
	for _, t := range ts {
		k := key{t.person, t.lead.Channel, t.lead.CampaignKey(), t.lead.Creative}
		if before, ok := last[k]; ok && t.person != "" && t.lead.CreatedAt.Sub(before) <= 30*time.Minute {
			continue
		}
		last[k] = t.lead.CreatedAt
		kept = append(kept, t)
	}
	return kept
}

func dailyCap(ts []touch) []touch {
	var kept []touch
	seen := map[[3]string]bool{}
	for _, t := range ts {
		k := [3]string{day(t.lead.CreatedAt), t.lead.Channel, t.lead.CampaignKey()}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, t)
		}
	}
	return kept
}

// dealAccount follows "Revenue": the account whose touches earned the deal.
func dealAccount(d *Delivered, w *parties, deal *model.Deal, ends map[model.Name]map[model.Name]struct{}) string {
	if deal.EndCustomer != "" && w.org.has(deal.EndCustomer) {
		return "o:" + string(w.org.root(deal.EndCustomer))
	}
	if !w.org.has(deal.Buyer) {
		return ""
	}
	buyer := w.org.root(deal.Buyer)
	if e := ends[buyer]; len(e) == 1 {
		return "o:" + string(sorted(e)[0])
	}
	return "o:" + string(buyer)
}

// endCustomers gives for each organisation those that are its end customers by relation.
func endCustomers(d *Delivered, w *parties) map[model.Name]map[model.Name]struct{} {
	out := map[model.Name]map[model.Name]struct{}{}
	put := func(dealer, end model.Name) {
		if dealer == end {
			return
		}
		if out[dealer] == nil {
			out[dealer] = map[model.Name]struct{}{}
		}
		out[dealer][end] = struct{}{}
	}
	for n, c := range d.Customers {
		for _, r := range c.Relations {
			if !w.org.has(r.To) {
				continue
			}
			switch self, to := w.org.root(n), w.org.root(r.To); r.Kind {
			case "end_customer_of":
				put(to, self)
			case "dealer_of":
				put(self, to)
			}
		}
	}
	return out
}

// window is how far back a path reaches.
const window = 365 * 24 * time.Hour

func path(ts []touch, signed time.Time) []touch {
	from := signed.Add(-window)
	var out []touch
	for _, t := range ts {
		if at := t.lead.CreatedAt; !at.Before(from) && at.Before(signed) {
			out = append(out, t)
		}
	}
	return out
}

type revenueKey struct{ Model, Channel, Campaign, Month string }

// revenue fills in the revenue side of the matrix.
func (p *Provable) revenue(d *Delivered, w *parties) {
	touches := countedTouches(d, w)
	ends := endCustomers(d, w)
	facts := map[revenueKey]*RevenueFact{}
	missing := map[string]*MonthFact{}
	for _, n := range sorted(d.Deals) {
		deal := d.Deals[n]
		if deal.Status != "won" || deal.SignedAt.IsZero() {
			continue
		}
		m := month(deal.SignedAt)
		ts := path(touches[dealAccount(d, w, deal, ends)], deal.SignedAt)
		if len(ts) == 0 {
			if missing[m] == nil {
				missing[m] = &MonthFact{Month: m}
			}
			missing[m].Gross += deal.Amount
			missing[m].Net += deal.Net
			continue
		}
		credit := func(model string, t touch, gross, net int64) {
			k := revenueKey{model, t.lead.Channel, t.lead.CampaignKey(), m}
			if facts[k] == nil {
				facts[k] = &RevenueFact{Model: model, Channel: k.Channel, Campaign: k.Campaign, Month: m}
			}
			facts[k].Gross += gross
			facts[k].Net += net
		}
		credit("first", ts[0], deal.Amount, deal.Net)
		credit("last", ts[len(ts)-1], deal.Amount, deal.Net)
		dp := DealPath{Deal: deal.Number}
		for _, t := range ts {
			dp.Touches = append(dp.Touches, t.name)
		}
		p.Paths = append(p.Paths, dp)
		slices.SortFunc(ts, func(a, b touch) int { return cmp.Compare(a.name, b.name) })
		gross, net := equalParts(deal.Amount, len(ts)), equalParts(deal.Net, len(ts))
		for i, t := range ts {
			credit("linear", t, gross[i], net[i])
		}
	}
	for _, f := range facts {
		p.Revenue = append(p.Revenue, *f)
	}
	slices.SortFunc(p.Revenue, func(a, b RevenueFact) int {
		return cmp.Or(cmp.Compare(a.Model, b.Model), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign), cmp.Compare(a.Month, b.Month))
	})
	for _, m := range sorted(missing) {
		p.Unattributed = append(p.Unattributed, *missing[m])
	}
}

// equalParts splits total into n parts that differ by at most one fen, the larger ones first.
func equalParts(total int64, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = total / int64(n)
	}
	odd, step := total%int64(n), int64(1)
	if odd < 0 {
		odd, step = -odd, -1
	}
	for i := range odd {
		out[i] += step
	}
	return out
}
