package pipelines

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// LeadRow is a lead with the golden records it stands in.
type LeadRow struct {
	Entity int64
	Name   string
	Lead   record.Lead
	Person uuid.UUID // zero: names nobody
	Own    uuid.UUID // the organisation that the lead itself names; zero: none
	Known  bool      // Own has a tax ID or holds a customer
}

// DealRow is a deal with the golden organisations it names.
type DealRow struct {
	Entity             int64
	Name               string
	Deal               record.Deal
	Buyer, EndCustomer uuid.UUID // zero: none, or not here yet
}

// TouchRow is a computed touch.
type TouchRow struct {
	Entity  int64
	Touch   roi.Touch
	Counted bool
	Reason  string
}

// WonRow is a deal that counts as revenue.
type WonRow struct {
	Entity  int64
	Deal    roi.Deal
	Touches int
	Reason  string // why nothing can claim it, when Touches is 0
}

// CreditRow is a credit with the touch it goes to.
type CreditRow struct {
	Deal, Touch int64
	Credit      roi.Credit
	Channel     string
	Campaign    string
	Month       string
}

// RoiTx reads what attribution needs and writes what it says.
//
// The golden id zero stands for what belongs to no account: deals whose customers
// are unknown, leads that name nobody, and spend that is spread over leads.
type RoiTx interface {
	// LeadsAround gives every lead that could belong to one of the golden records: its
	// own leads, and those of the persons linked to it.
	LeadsAround(ctx context.Context, goldens []uuid.UUID) ([]LeadRow, error)
	// Employers gives, for golden persons, the known golden organisations they work for.
	Employers(ctx context.Context, persons []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error)
	// DealsAround gives every deal that could belong to one of the golden records: those
	// that name it, and those of dealers related to it.
	DealsAround(ctx context.Context, goldens []uuid.UUID) ([]DealRow, error)
	// RelationsOf gives the relations that decide the end customer of buyers.
	RelationsOf(ctx context.Context, buyers []uuid.UUID) ([]roi.Relation, error)
	// SaveAccounts replaces everything attribution said about the given accounts, and
	// about deals, which are all that belong to them now, won or not: what was said of
	// such a deal under another account ends too.
	SaveAccounts(ctx context.Context, accounts []uuid.UUID, touches []TouchRow, deals []int64, won []WonRow, credits []CreditRow) error
	// SpendPerLead gives the spend rows that are spread over leads, and LeadDays the
	// days of all leads of a campaign; ReplaceSpendDays stores the result.
	SpendPerLead(ctx context.Context) ([]SpendRow, error)
	LeadDays(ctx context.Context, channel, campaign string) (map[record.Date]int64, error)
	ReplaceSpendDays(ctx context.Context, entity int64, days []SpendDay) error
}

// SpendRow is a spend entity.
type SpendRow struct {
	Entity int64
	Name   string
	Spend  record.Spend
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func recomputeRoi(ctx context.Context, tx RoiTx, claimed []uuid.UUID) error {
	wanted := map[string]bool{}
	for _, g := range claimed {
		wanted[idText(g)] = true
	}
	leads, touches, err := accountTouches(ctx, tx, claimed, wanted)
	if err != nil {
		return err
	}
	deals, won, err := accountDeals(ctx, tx, claimed, wanted)
	if err != nil {
		return err
	}
	res := roi.Attribute(won, touches)
	if err := tx.SaveAccounts(ctx, claimed, touchRows(res, leads), entitiesOf(deals), wonRows(res, won, deals), creditRows(res, leads, deals)); err != nil {
		return err
	}
	if wanted[""] {
		return spreadOverLeads(ctx, tx)
	}
	return nil
}

// accountTouches gives the leads, by touch key, and the touches of the wanted
// accounts. A touch without account is wanted with its person.
func accountTouches(ctx context.Context, tx RoiTx, claimed []uuid.UUID, wanted map[string]bool) (map[string]LeadRow, []roi.Touch, error) {
	rows, err := tx.LeadsAround(ctx, claimed)
	if err != nil {
		return nil, nil, err
	}
	var persons []uuid.UUID
	for _, r := range rows {
		if r.Person != uuid.Nil && !r.Known {
			persons = append(persons, r.Person)
		}
	}
	employers, err := tx.Employers(ctx, unique(persons))
	if err != nil {
		return nil, nil, err
	}
	leads := make(map[string]LeadRow, len(rows))
	var touches []roi.Touch
	for _, r := range rows {
		var works []string
		for _, e := range employers[r.Person] {
			works = append(works, e.String())
		}
		account, _ := roi.TouchAccount(roi.Organisation{ID: idText(r.Own), Known: r.Known}, idText(r.Person), works)
		if account == "" && !wanted[idText(r.Person)] || account != "" && !wanted[account] {
			continue
		}
		leads[r.Name] = r
		touches = append(touches, roi.TouchOf(r.Name, account, idText(r.Person), r.Lead))
	}
	return leads, touches, nil
}

func accountDeals(ctx context.Context, tx RoiTx, claimed []uuid.UUID, wanted map[string]bool) (map[string]DealRow, []roi.Deal, error) {
	rows, err := tx.DealsAround(ctx, claimed)
	if err != nil {
		return nil, nil, err
	}
	var buyers []uuid.UUID
	for _, r := range rows {
		if r.EndCustomer == uuid.Nil && r.Buyer != uuid.Nil {
			buyers = append(buyers, r.Buyer)
		}
	}
	relations, err := tx.RelationsOf(ctx, unique(buyers))
	if err != nil {
		return nil, nil, err
	}
	byBuyer := map[string][]roi.Relation{}
	for _, r := range relations {
		byBuyer[r.From] = append(byBuyer[r.From], r)
		if r.To != r.From {
			byBuyer[r.To] = append(byBuyer[r.To], r)
		}
	}
	deals := make(map[string]DealRow, len(rows))
	var out []roi.Deal
	for _, r := range rows {
		buyer := idText(r.Buyer)
		account, _ := roi.DealAccount(buyer, idText(r.EndCustomer), byBuyer[buyer])
		if wanted[account] {
			deals[r.Name] = r
			out = append(out, roi.DealOf(r.Name, account, r.Deal))
		}
	}
	return deals, out, nil
}

func entitiesOf(deals map[string]DealRow) []int64 {
	out := make([]int64, 0, len(deals))
	for _, d := range deals {
		out = append(out, d.Entity)
	}
	slices.Sort(out)
	return out
}

func touchRows(res roi.Result, leads map[string]LeadRow) []TouchRow {
	out := make([]TouchRow, 0, len(leads))
	for _, t := range res.Counted {
		out = append(out, TouchRow{Entity: leads[t.Key].Entity, Touch: t, Counted: true})
	}
	for _, l := range res.Left {
		out = append(out, TouchRow{Entity: leads[l.Key].Entity, Touch: l.Touch, Reason: l.Reason})
	}
	return out
}

func wonRows(res roi.Result, won []roi.Deal, deals map[string]DealRow) []WonRow {
	byKey := make(map[string]roi.Deal, len(won))
	for _, d := range won {
		byKey[d.Key] = d
	}
	var out []WonRow
	for _, p := range res.Paths {
		out = append(out, WonRow{Entity: deals[p.Deal].Entity, Deal: byKey[p.Deal], Touches: len(p.Touches)})
	}
	for _, u := range res.Unattributed {
		out = append(out, WonRow{Entity: deals[u.Key].Entity, Deal: u.Deal, Reason: u.Reason})
	}
	slices.SortFunc(out, func(a, b WonRow) int { return int(a.Entity - b.Entity) })
	return out
}

func creditRows(res roi.Result, leads map[string]LeadRow, deals map[string]DealRow) []CreditRow {
	out := make([]CreditRow, 0, len(res.Credits))
	for _, c := range res.Credits {
		l, d := leads[c.Touch], deals[c.Deal]
		out = append(out, CreditRow{
			Deal: d.Entity, Touch: l.Entity, Credit: c, Channel: l.Lead.Channel,
			Campaign: roi.CampaignKey(l.Lead.CampaignID, l.Lead.Campaign), Month: roi.DealOf(d.Name, "", d.Deal).Month(),
		})
	}
	return out
}
