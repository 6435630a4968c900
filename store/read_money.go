package store

import (
	"context"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// amount makes Money of minor units; none stays none.
func amount(minor *int64, currency string) record.Money {
	if minor == nil {
		return record.Money{}
	}
	return record.Money{Minor: *minor, Currency: currency}
}

// Facts gives what a matrix of one model is added up from, within months (both
// included; empty: open).
func (r *Reader) Facts(ctx context.Context, ws record.WorkspaceID, model, from, to string) (f roi.Facts, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		f = roi.Facts{}
		var id int64
		var channel, campaign, name, month, currency string
		var gross, net *int64
		err := q.each(ctx, sql("ReadRevenueFacts"), []any{&id, &channel, &campaign, &name, &month, &currency, &gross, &net}, func() {
			f.Revenue = append(f.Revenue, roi.RevenueFact{
				Deal: strconv.FormatInt(id, 10), Model: model, Channel: channel, Campaign: campaign, CampaignName: name, Month: month,
				Gross: amount(gross, currency), Net: amount(net, currency),
			})
		}, model, from, to)
		if err != nil {
			return err
		}
		err = q.each(ctx, sql("ReadUnattributedFacts"), []any{&id, &month, &currency, &gross, &net}, func() {
			f.Revenue = append(f.Revenue, roi.RevenueFact{
				Deal: strconv.FormatInt(id, 10), Unattributed: true, Month: month, Gross: amount(gross, currency), Net: amount(net, currency),
			})
		}, from, to)
		if err != nil {
			return err
		}
		var excl, incl int64
		err = q.each(ctx, sql("ReadCostFacts"), []any{&channel, &campaign, &name, &month, &currency, &excl, &incl}, func() {
			f.Cost = append(f.Cost, roi.CostFact{
				Channel: channel, Campaign: campaign, CampaignName: name, Month: month, Excl: amount(&excl, currency), Incl: amount(&incl, currency),
			})
		}, from, to)
		if err != nil {
			return err
		}
		var counted, raw int64
		return q.each(ctx, sql("ReadLeadFacts"), []any{&channel, &campaign, &name, &month, &counted, &raw}, func() {
			f.Leads = append(f.Leads, roi.LeadFact{Channel: channel, Campaign: campaign, CampaignName: name, Month: month, Leads: counted, Raw: raw})
		}, from, to)
	})
	return f, err
}

// CreditedDeals lists the deals of a cell, the latest signature first, with the sum
// of the whole cell.
func (r *Reader) CreditedDeals(ctx context.Context, ws record.WorkspaceID, dq views.DealQuery) (rows []views.CreditedDeal, sum views.DealSum, next []string, err error) {
	at, last, err := afterTime(dq.After)
	if err != nil {
		return nil, sum, nil, err
	}
	var lastID int64
	if last != "" {
		if lastID, err = idOf(last); err != nil {
			return nil, sum, nil, err
		}
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		type part struct {
			id      int64
			amount  *int64
			touches int64
			signed  time.Time
		}
		var parts []part
		var deals, whole int64
		var id, touches *int64
		var money *int64
		var signed *time.Time
		err := q.each(ctx, sql("ReadCreditedDeals"), []any{&deals, &whole, &id, &money, &touches, &signed}, func() {
			if id != nil && signed != nil {
				parts = append(parts, part{*id, money, *touches, *signed})
			}
		}, dq.Model, dq.VAT, dq.Currency, dq.From, dq.To, dq.Channel, dq.Campaign, dq.Month, dq.Unattributed, at, lastID, dq.Limit+1)
		if err != nil {
			return err
		}
		sum = views.DealSum{Deals: deals, Credited: *views.MoneyOf(record.Money{Minor: whole, Currency: dq.Currency})}
		parts, next = cut(parts, dq.Limit, func(p part) []string { return []string{timeKey(p.signed), strconv.FormatInt(p.id, 10)} })
		ids, byID := make([]int64, len(parts)), map[string]part{}
		for i, p := range parts {
			ids[i], byID[strconv.FormatInt(p.id, 10)] = p.id, p
		}
		found, err := q.dealRows(ctx, ids)
		rows = make([]views.CreditedDeal, len(found))
		for i, d := range found {
			p := byID[d.ID]
			rows[i] = views.CreditedDeal{DealRow: d, Credited: views.MinorOf(p.amount, dq.Currency), Touches: p.touches}
		}
		return err
	})
	return rows, sum, next, err
}
