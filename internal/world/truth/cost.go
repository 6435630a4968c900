package truth

import (
	"cmp"
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

type costKey struct{ Channel, Campaign, Month string }

// cost fills in the cost side of the matrix, following "Cost".
func (p *Provable) cost(d *Delivered) {
	leads := leadDays(d)
	facts := map[costKey]*CostFact{}
	for _, n := range sorted(d.Spend) {
		s := d.Spend[n]
		for _, part := range spread(s, leads) {
			k := costKey{s.Channel, s.CampaignKey(), part.day[:7]}
			if facts[k] == nil {
				facts[k] = &CostFact{Channel: k.Channel, Campaign: k.Campaign, Month: k.Month}
			}
			excl, incl := vat(part.fen, s.TaxRate, s.TaxIn)
			facts[k].Excl += excl
			facts[k].Incl += incl
		}
	}
	for _, f := range facts {
		p.Cost = append(p.Cost, *f)
	}
	slices.SortFunc(p.Cost, func(a, b CostFact) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign), cmp.Compare(a.Month, b.Month))
	})
}

// vat gives an amount without and with VAT; the rate is in basis points.
func vat(fen, rate int64, included bool) (excl, incl int64) {
	if included {
		return divRound(fen*10000, 10000+rate), fen
	}
	return fen, divRound(fen*(10000+rate), 10000)
}

// divRound divides and rounds half away from zero.
func divRound(a, b int64) int64 {
	if a < 0 {
		return -divRound(-a, b)
	}
	return (2*a + b) / (2 * b)
}

type dayPart struct {
	day string
	fen int64
}

func spread(s *model.Spend, leads map[[2]string]map[string]int64) []dayPart {
	switch s.Spread {
	case "range":
		if parts := evenly(s.Net, s.From, s.To); len(parts) > 0 {
			return parts
		}
	case "per_lead":
		days := leads[[2]string{s.Channel, s.CampaignKey()}]
		if len(days) > 0 {
			return byLeads(s.Net, days)
		}
	}
	return []dayPart{{s.Day, s.Net}}
}

// longest is the longest range in days.
const longest = 3660

// evenly splits over the days of a range; nothing for one that cannot be.
func evenly(fen int64, from, to string) []dayPart {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil || b.Before(a) || b.Sub(a) >= longest*24*time.Hour {
		return nil
	}
	var out []dayPart
	for t := a; !t.After(b); t = t.AddDate(0, 0, 1) {
		out = append(out, dayPart{day: t.Format(time.DateOnly)})
	}
	for i, f := range equalParts(fen, len(out)) {
		out[i].fen = f
	}
	return out
}

// byLeads splits in proportion to the leads of each day: whole fen first, then one
// more for the largest remainders, the earlier day first among equals.
func byLeads(fen int64, days map[string]int64) []dayPart {
	var total int64
	for _, n := range days {
		total += n
	}
	var out []dayPart
	rest := map[string]int64{}
	left := fen
	for _, d := range sorted(days) {
		out = append(out, dayPart{d, fen * days[d] / total})
		rest[d] = fen * days[d] % total
		left -= fen * days[d] / total
	}
	order := sorted(days)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(rest[b], rest[a]) })
	for _, d := range order[:left] {
		for i := range out {
			if out[i].day == d {
				out[i].fen++
			}
		}
	}
	return out
}

// leadDays counts leads by channel and campaign, then day.
func leadDays(d *Delivered) map[[2]string]map[string]int64 {
	out := map[[2]string]map[string]int64{}
	for _, l := range d.Leads {
		k := [2]string{l.Channel, l.CampaignKey()}
		if out[k] == nil {
			out[k] = map[string]int64{}
		}
		out[k][day(l.CreatedAt)]++
	}
	return out
}
