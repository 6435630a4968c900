package roi

import (
	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

// NotAvailable stands where a rate has no denominator.
const NotAvailable = "n/a"

// Values is what a row, a cell or the totals say. Money and rates are decimal
// strings, money in the matrix's currency; a rate without a denominator is "n/a".
type Values struct {
	Leads    int64 `json:"leads"`     // touches that count, submitted in the period
	LeadsRaw int64 `json:"leads_raw"` // all of them
	Deals    int   `json:"deals"`     // deals of which a part is credited here (in the unattributed row: that have no path)
	// DealsUnknown is how many of Deals have no amount on this VAT basis: they add nothing to Revenue.
	DealsUnknown int    `json:"deals_without_amount"`
	Cost         string `json:"cost"`
	Revenue      string `json:"revenue"`     // credited and unattributed revenue
	CPL          string `json:"cpl"`         // cost ÷ leads, rounded to the currency's digits
	ROAS         string `json:"roas"`        // credited revenue ÷ cost, 4 decimals
	ROIRevenue   string `json:"roi_revenue"` // (credited revenue − cost) ÷ cost, 4 decimals: a margin of 1
}

type sums struct {
	leads, raw              int64
	cost, total, attributed int64
	deals, unknown          map[string]bool
}

func newSums() sums { return sums{deals: map[string]bool{}, unknown: map[string]bool{}} }

func (s *sums) revenue(r RevenueFact, amount record.Money) {
	s.deals[r.Deal] = true
	if amount.IsZero() {
		s.unknown[r.Deal] = true
	}
	s.total += amount.Minor
	if !r.Unattributed {
		s.attributed += amount.Minor
	}
}

func (s *sums) values(currency string) Values {
	money := func(minor int64) string { return record.Money{Minor: minor, Currency: currency}.String() }
	v := Values{
		Leads: s.leads, LeadsRaw: s.raw, Deals: len(s.deals), DealsUnknown: len(s.unknown),
		Cost: money(s.cost), Revenue: money(s.total), CPL: NotAvailable, ROAS: NotAvailable, ROIRevenue: NotAvailable,
	}
	if s.leads > 0 {
		digits, _ := record.Exponent(currency)
		v.CPL = record.Money{Minor: s.cost, Currency: currency}.Decimal().DivRound(decimal.NewFromInt(s.leads), digits).StringFixed(digits)
	}
	if s.cost > 0 {
		v.ROAS = ratio(s.attributed, s.cost)
		v.ROIRevenue = ratio(s.attributed-s.cost, s.cost)
	}
	return v
}

// ratio gives a ÷ b with 4 decimals, rounded half away from zero.
func ratio(a, b int64) string {
	if b == 0 {
		return NotAvailable
	}
	return decimal.NewFromInt(a).DivRound(decimal.NewFromInt(b), 4).StringFixed(4)
}
