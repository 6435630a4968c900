package store

import (
	"context"
	"encoding/json"

	"github.com/heliuhub/heliu/recon"
)

// reconSource gives recon its relations under another name: roi's interface has a
// RelationsOf of its own.
type reconSource struct{ *deriveTx }

// RelationsOf implements recon.Source.
func (s reconSource) RelationsOf(ctx context.Context, organisations []string) ([]recon.Relation, error) {
	rs, err := s.relations(ctx, parseIDs(organisations), relationKindsOfRecon...)
	out := make([]recon.Relation, len(rs))
	for i, r := range rs {
		out[i] = recon.Relation{From: r.from.String(), Kind: r.kind, To: r.to.String()}
	}
	return out, err
}

// SaveMatches implements pipelines.ReconTx.
func (t *deriveTx) SaveMatches(ctx context.Context, in recon.Input, out recon.Output) error {
	name := t.names()
	customer := map[string]string{}
	for _, i := range in.Items {
		customer[i.Record] = i.Customer
	}
	matched := map[string]int64{}
	var matches columns
	for _, m := range out.Matches {
		matched[m.Payment] += m.Amount.Minor
		var deal *int64
		if id, ok := name.entity[m.Deal]; ok && m.Deal != "" {
			deal = &id
		}
		matches.add(name.entity[m.Payment], name.entity[m.Item], deal, nullable(customer[m.Item]), m.Amount.Currency, m.Amount.Minor, m.Rule, m.Zh, m.En, m.Fit, string(m.Tie))
	}
	why := map[string]recon.Unmatched{}
	for _, u := range out.Unmatched {
		why[u.Payment] = u
	}
	var ids []int64
	var states columns
	for _, p := range in.Payments {
		id := name.entity[p.Record]
		ids = append(ids, id)
		u, open := why[p.Record]
		status, detail := "matched", []byte("{}")
		if open {
			status = "unmatched"
			var err error
			if detail, err = json.Marshal(u); err != nil {
				return err
			}
		}
		states.add(id, p.Record, nullable(p.Payer), string(p.Date), p.Amount.Currency, p.Amount.Minor, matched[p.Record], status, u.Reason, u.Zh, u.En, string(detail))
	}
	for id, n := range name.never {
		ids = append(ids, id)
		states.add(id, n.name, n.payer, string(n.p.ValueDate), n.p.Amount.Currency, n.p.Amount.Minor, int64(0), "not_matchable", n.p.Kind,
			"此类收付款不参与核销匹配", "this kind of payment is not matched", "{}")
	}
	if len(ids) == 0 {
		return nil
	}
	if _, err := t.tx.Exec(ctx, sql("ForgetMatches"), ids); err != nil {
		return err
	}
	if _, err := t.tx.Exec(ctx, sql("PutPaymentStates"), states.args(t.ws)...); err != nil {
		return err
	}
	if matches.empty() {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("PutMatches"), matches.args(t.ws)...)
	return err
}
