package pipelines

import (
	"context"

	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// SpendDay is what one spend row costs on one day, on both VAT bases, in minor units.
type SpendDay struct {
	Day                 record.Date
	Channel             string
	Campaign            string
	CampaignName        string
	Currency            string
	Net, Gross          int64
	Clicks, Impressions int64
}

// spendDays brings a spend entity to days. What is spread over leads stays on its own
// day here and is spread when the leads are known: see spreadOverLeads.
func spendDays(e record.Entity) ([]SpendDay, error) {
	s, err := record.DecodeEntity[record.Spend](e)
	if err != nil {
		return nil, err
	}
	return daysOf("", s, func(string, string) map[record.Date]int64 { return nil })
}

func daysOf(name string, s record.Spend, leads roi.LeadDays) ([]SpendDay, error) {
	costs, err := roi.SpendDays(name, s, leads)
	if err != nil {
		return nil, err
	}
	out := make([]SpendDay, len(costs))
	for i, c := range costs {
		out[i] = SpendDay{Day: c.Day, Channel: c.Channel, Campaign: c.Campaign, CampaignName: c.CampaignName, Currency: c.Cost.Currency, Net: c.Excl.Minor, Gross: c.Incl.Minor}
	}
	if s.Clicks != nil {
		out[0].Clicks = *s.Clicks
	}
	if s.Impressions != nil {
		out[0].Impressions = *s.Impressions
	}
	return out, nil
}

// spreadOverLeads spreads the spend rows with spread per_lead anew.
func spreadOverLeads(ctx context.Context, tx RoiTx) error {
	rows, err := tx.SpendPerLead(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		byDay, err := tx.LeadDays(ctx, r.Spend.Channel, roi.CampaignKey(r.Spend.CampaignID, r.Spend.Campaign))
		if err != nil {
			return err
		}
		days, err := daysOf(r.Name, r.Spend, func(string, string) map[record.Date]int64 { return byDay })
		if err != nil {
			return err
		}
		if err := tx.ReplaceSpendDays(ctx, r.Entity, days); err != nil {
			return err
		}
	}
	return nil
}
