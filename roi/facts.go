package roi

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/record"
)

// RevenueFact is what one deal brings to one campaign under one model. The deals
// themselves are kept, not their number: a deal shared by two campaigns is two
// facts but one deal, in every total.
type RevenueFact struct {
	Deal         string
	Model        string // ID; empty for an unattributed deal, which has no model
	Unattributed bool
	Channel      string
	Campaign     string
	CampaignName string
	Month        string // of the signature
	Gross, Net   record.Money
}

// CostFact is what one campaign cost in one month.
type CostFact struct {
	Channel      string
	Campaign     string
	CampaignName string
	Month        string
	Excl, Incl   record.Money
}

// LeadFact is how many leads one campaign brought in one month: Leads after
// deduplication (touches that count), Raw before.
type LeadFact struct {
	Channel      string
	Campaign     string
	CampaignName string
	Month        string
	Leads, Raw   int64
}

// Facts is what a matrix is added up from. Several facts of one cell are added, so
// they may be as coarse or as fine as the caller has them.
type Facts struct {
	Revenue []RevenueFact
	Cost    []CostFact
	Leads   []LeadFact
}

// FactsOf makes the facts of attributed accounts and of cost days.
func FactsOf(r Result, deals []Deal, costs []CostDay) Facts {
	return Facts{Revenue: revenueFacts(r, deals), Cost: costFacts(costs), Leads: leadFacts(r)}
}

func revenueFacts(r Result, deals []Deal) []RevenueFact {
	byKey := make(map[string]Deal, len(deals))
	for _, d := range deals {
		byKey[d.Key] = d
	}
	touches := make(map[string]Touch, len(r.Counted))
	for _, t := range r.Counted {
		touches[t.Key] = t
	}
	type cell struct{ deal, model, channel, campaign string }
	sums := map[cell]*RevenueFact{}
	for _, c := range r.Credits {
		t := touches[c.Touch]
		k := cell{c.Deal, c.Model, t.Channel, t.Campaign}
		f := sums[k]
		if f == nil {
			f = &RevenueFact{Deal: c.Deal, Model: c.Model, Channel: t.Channel, Campaign: t.Campaign, Month: byKey[c.Deal].Month()}
			sums[k] = f
		}
		f.CampaignName = pickName(f.CampaignName, t.CampaignName)
		f.Gross, f.Net = f.Gross.Add(c.Gross), f.Net.Add(c.Net)
	}
	out := make([]RevenueFact, 0, len(sums)+len(r.Unattributed))
	for _, f := range sums {
		out = append(out, *f)
	}
	for _, u := range r.Unattributed {
		out = append(out, RevenueFact{Deal: u.Key, Unattributed: true, Month: u.Month(), Gross: u.Gross, Net: u.Net})
	}
	slices.SortFunc(out, func(a, b RevenueFact) int {
		return cmp.Or(cmp.Compare(a.Deal, b.Deal), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign))
	})
	return out
}

func costFacts(days []CostDay) []CostFact {
	type cell struct{ channel, campaign, month, currency string }
	sums := map[cell]*CostFact{}
	for _, d := range days {
		k := cell{d.Channel, d.Campaign, d.Month(), d.Cost.Currency}
		f := sums[k]
		if f == nil {
			f = &CostFact{Channel: d.Channel, Campaign: d.Campaign, Month: d.Month()}
			sums[k] = f
		}
		f.CampaignName = pickName(f.CampaignName, d.CampaignName)
		f.Excl, f.Incl = f.Excl.Add(d.Excl), f.Incl.Add(d.Incl)
	}
	out := make([]CostFact, 0, len(sums))
	for _, f := range sums {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b CostFact) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Incl.Currency, b.Incl.Currency))
	})
	return out
}

func leadFacts(r Result) []LeadFact {
	type cell struct{ channel, campaign, month string }
	sums := map[cell]*LeadFact{}
	add := func(t Touch, counted int64) {
		k := cell{t.Channel, t.Campaign, record.DateOf(t.At).Month()}
		f := sums[k]
		if f == nil {
			f = &LeadFact{Channel: t.Channel, Campaign: t.Campaign, Month: k.month}
			sums[k] = f
		}
		f.CampaignName = pickName(f.CampaignName, t.CampaignName)
		f.Leads += counted
		f.Raw++
	}
	for _, t := range r.Counted {
		add(t, 1)
	}
	for _, l := range r.Left {
		add(l.Touch, 0)
	}
	out := make([]LeadFact, 0, len(sums))
	for _, f := range sums {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b LeadFact) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign), cmp.Compare(a.Month, b.Month))
	})
	return out
}

// pickName settles on one of several names of a campaign, whatever their order.
func pickName(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
