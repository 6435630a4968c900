package roi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// CostDay is what one spend row costs on one day, on both VAT bases.
type CostDay struct {
	Spend        string // key of the row
	Day          record.Date
	Channel      string
	Campaign     string // CampaignKey
	CampaignName string
	Cost         record.Money // the day's part of cost_net, as the source gave it
	Excl, Incl   record.Money // without and with VAT
}

// Month is the month to which the cost belongs.
func (c CostDay) Month() string { return c.Day.Month() }

// LeadDays gives, for a campaign of a channel, how many leads came on each day
// (Asia/Shanghai), before any is left out.
type LeadDays func(channel, campaign string) map[record.Date]int64

// LeadDaysOf counts the days of touches.
func LeadDaysOf(touches []Touch) LeadDays {
	type campaign struct{ channel, key string }
	days := map[campaign]map[record.Date]int64{}
	seen := make(map[string]bool, len(touches))
	for _, t := range touches {
		if seen[t.Key] {
			continue
		}
		seen[t.Key] = true
		c := campaign{t.Channel, t.Campaign}
		if days[c] == nil {
			days[c] = map[record.Date]int64{}
		}
		days[c][record.DateOf(t.At)]++
	}
	return func(channel, key string) map[record.Date]int64 { return days[campaign{channel, key}] }
}

// MaxRangeDays bounds the range of a spread: a longer one is a typing error and the
// row stays on its own day.
const MaxRangeDays = 3660

// SpendDays brings a spend row to days and to both VAT bases (docs/rules.md, Cost):
// it splits cost_net over the days of its spread by largest remainder, then adds or
// takes off the VAT of each day, rounded half away from zero. leads is asked for
// rows with spread per_lead only. Days without cost are left out, but a row has at
// least one. A tax rate that is no decimal of [0, 1) is a fault bad_value.
func SpendDays(key string, s record.Spend, leads LeadDays) ([]CostDay, error) {
	rate, err := taxRate(s.TaxRate)
	if err != nil {
		return nil, fault.As(err).In(key)
	}
	days, weights := spread(s, leads)
	var out []CostDay
	for i, minor := range record.SplitLargestRemainder(s.CostNet.Minor, weights) {
		if minor == 0 && (s.CostNet.Minor != 0 || i > 0) {
			continue
		}
		c := CostDay{
			Spend: key, Day: days[i], Channel: s.Channel, Campaign: CampaignKey(s.CampaignID, s.Campaign), CampaignName: s.Campaign,
			Cost: record.Money{Minor: minor, Currency: s.CostNet.Currency},
		}
		if c.Excl, c.Incl, err = vat(c.Cost, rate, s.TaxIncluded); err != nil {
			return nil, fault.New("overflow", err).At("cost_net", "").In(key)
		}
		out = append(out, c)
	}
	return out, nil
}

func taxRate(text string) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Zero, nil
	}
	bad := fault.New("bad_value", nil).At("tax_rate", text)
	if len(text) > 16 || strings.ContainsAny(text, "eE") {
		return decimal.Zero, bad
	}
	rate, err := decimal.NewFromString(text)
	if err != nil || rate.IsNegative() || rate.GreaterThanOrEqual(decimal.NewFromInt(1)) {
		return decimal.Zero, bad
	}
	return rate, nil
}

// spread gives the days of a row, ascending, with their weights.
func spread(s record.Spend, leads LeadDays) (days []record.Date, weights []int64) {
	switch s.Spread {
	case "range":
		from, to := s.RangeFrom.Time(), s.RangeTo.Time()
		if from.IsZero() || to.Before(from) || to.After(from.AddDate(0, 0, MaxRangeDays-1)) {
			break
		}
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			days, weights = append(days, record.DateOf(day)), append(weights, 1)
		}
		return days, weights
	case "per_lead":
		byDay := leads(s.Channel, CampaignKey(s.CampaignID, s.Campaign))
		for day, n := range byDay {
			if n > 0 {
				days = append(days, day)
			}
		}
		if len(days) == 0 {
			break
		}
		slices.Sort(days)
		for _, day := range days {
			weights = append(weights, byDay[day])
		}
		return days, weights
	}
	return []record.Date{s.Day}, []int64{1}
}

func vat(cost record.Money, rate decimal.Decimal, included bool) (excl, incl record.Money, err error) {
	if cost.IsZero() || rate.IsZero() {
		return cost, cost, nil
	}
	factor := rate.Add(decimal.NewFromInt(1))
	if included {
		digits, _ := record.Exponent(cost.Currency)
		excl, err = record.RoundMoney(cost.Decimal().DivRound(factor, digits), cost.Currency)
		return excl, cost, err
	}
	incl, err = record.RoundMoney(cost.Decimal().Mul(factor), cost.Currency)
	return cost, incl, err
}

// SpendRow is one version of a spend row.
type SpendRow struct {
	Key, Version string
	Hash         [32]byte // content hash, decides between equal versions
	record.Spend
}

// Newest keeps the newest version of each row (record.Newer), ordered by key.
func Newest(rows []SpendRow) []SpendRow {
	newest := map[string]SpendRow{}
	for _, r := range rows {
		if old, ok := newest[r.Key]; !ok || record.Newer(r.Version, r.Hash, old.Version, old.Hash) {
			newest[r.Key] = r
		}
	}
	out := make([]SpendRow, 0, len(newest))
	for _, r := range newest {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b SpendRow) int { return cmp.Compare(a.Key, b.Key) })
	return out
}
