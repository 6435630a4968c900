package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// SaveAccounts implements pipelines.RoiTx. What moved to another account is taken
// over by it and never counted twice; what is gone is deleted.
func (t *deriveTx) SaveAccounts(ctx context.Context, accounts []uuid.UUID, touches []pipelines.TouchRow, deals []int64, won []pipelines.WonRow, credits []pipelines.CreditRow) error {
	orphans := slices.Contains(accounts, uuid.Nil)
	if err := t.saveTouches(ctx, accounts, orphans, touches); err != nil {
		return err
	}
	keep := make([]int64, len(won))
	var w columns
	for i, r := range won {
		keep[i] = r.Entity
		d := r.Deal
		w.add(r.Entity, d.Key, d.Number, nullable(d.Account), d.SignedAt, d.Month(), cmp.Or(d.Gross.Currency, d.Net.Currency), minor(d.Gross), minor(d.Net), int32(r.Touches), r.Reason)
	}
	if _, err := t.tx.Exec(ctx, sql("ForgetDeals"), accounts, orphans, keep, deals); err != nil {
		return err
	}
	if !w.empty() {
		if _, err := t.tx.Exec(ctx, sql("PutWonDeals"), w.args(t.ws)...); err != nil {
			return err
		}
	}
	var c columns
	for _, r := range credits {
		g, n := r.Credit.Gross, r.Credit.Net
		c.add(r.Deal, r.Touch, r.Credit.Model, r.Channel, r.Campaign, r.Month, cmp.Or(g.Currency, n.Currency), minor(g), minor(n), r.Credit.Weight, r.Credit.Of)
	}
	if c.empty() {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("PutCredits"), c.args(t.ws)...)
	return err
}

func (t *deriveTx) saveTouches(ctx context.Context, accounts []uuid.UUID, orphans bool, touches []pipelines.TouchRow) error {
	keep := make([]int64, len(touches))
	var c columns
	for i, r := range touches {
		keep[i] = r.Entity
		x := r.Touch
		c.add(r.Entity, x.Key, nullable(x.Account), nullable(x.Person), x.At, x.Channel, x.Campaign, x.CampaignName, r.Counted, r.Reason)
	}
	if _, err := t.tx.Exec(ctx, sql("ForgetTouches"), accounts, orphans, keep); err != nil {
		return err
	}
	if c.empty() {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("PutTouches"), c.args(t.ws)...)
	return err
}

// minor gives the minor units of an amount, or null when there is none.
func minor(m record.Money) *int64 {
	if m.IsZero() {
		return nil
	}
	return &m.Minor
}
