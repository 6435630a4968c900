package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// dealRows gives deals in the order of their ids.
func (q reading) dealRows(ctx context.Context, ids []int64) ([]views.DealRow, error) {
	out := make([]views.DealRow, 0, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	type row struct {
		view    views.DealRow
		account string
	}
	found := map[int64]row{}
	accounts := map[string]bool{}
	var id int64
	var data []byte
	var month, reason *string
	var touches *int
	var r row
	err := q.each(ctx, sql("ReadDealRows"), append(append([]any{&id}, refColumns(&r.view.Record)...), &r.view.Record.Name, &data, &month, &touches, &r.account, &reason, &r.view.Won), func() {
		v := r.view
		var d record.Deal
		if json.Unmarshal(data, &d) != nil {
			return // stored by us from the same type
		}
		v.ID, v.Number, v.ContractNo, v.Name, v.Status, v.Stage, v.SignedAt = strconv.FormatInt(id, 10), d.Number, d.ContractNo, d.Name, d.Status, d.Stage, utc(d.SignedAt)
		if month != nil {
			v.Month, v.PathLength = *month, *touches
		}
		if d.Amount != nil {
			v.Gross = views.MoneyOf(*d.Amount)
		}
		if d.Net != nil {
			v.Net = views.MoneyOf(*d.Net)
		}
		found[id], accounts[r.account] = row{v, r.account}, true
	}, ids)
	if err != nil {
		return nil, err
	}
	names, err := q.goldens(ctx, accounts)
	for _, id := range ids {
		if x, ok := found[id]; ok {
			x.view.Account = names[x.account]
			out = append(out, x.view)
		}
	}
	return out, err
}

// Deal gives a deal with its path, its credits and its money.
func (r *Reader) Deal(ctx context.Context, ws record.WorkspaceID, id string) (d views.Deal, err error) {
	n, err := idOf(id)
	if err != nil {
		return d, err
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		rows, err := q.dealRows(ctx, []int64{n})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.New("not_found", nil)
		}
		d = views.Deal{DealRow: rows[0], Path: []views.PathTouch{}}
		for _, part := range []func(context.Context, int64, *views.Deal) error{q.dealParties, q.dealPath, q.dealCredits, q.dealMoney, q.dealStages} {
			if err := part(ctx, n, &d); err != nil {
				return err
			}
		}
		return nil
	})
	return d, err
}

func (q reading) dealParties(ctx context.Context, id int64, d *views.Deal) error {
	by, ids := map[string]string{}, map[string]bool{}
	var role, golden string
	if err := q.each(ctx, sql("ReadDealParties"), []any{&role, &golden}, func() { by[role], ids[golden] = golden, true }, id); err != nil {
		return err
	}
	names, err := q.goldens(ctx, ids)
	d.Buyer, d.EndCustomer = names[by["buyer"]], names[by["end_customer"]]
	return err
}

func (q reading) dealPath(ctx context.Context, id int64, d *views.Deal) error {
	rows, err := all(ctx, q, sql("ReadDealPath"), scanTouch, id)
	if err != nil {
		return err
	}
	touches, err := q.touches(ctx, rows)
	for _, t := range touches {
		d.Path = append(d.Path, views.PathTouch{Touch: t, Days: int(d.SignedAt.Sub(t.At) / (24 * time.Hour))})
	}
	return err
}

func (q reading) dealCredits(ctx context.Context, id int64, d *views.Deal) error {
	d.Credits = []views.ModelCredit{}
	var model, currency string
	var s views.TouchShare
	var gross, net *int64
	var sums []struct{ gross, net record.Money }
	err := q.each(ctx, sql("ReadDealCredits"), []any{&model, &s.Touch, &s.Channel, &s.Weight, &s.Of, &gross, &net, &currency}, func() {
		if n := len(d.Credits); n == 0 || d.Credits[n-1].Model != model {
			d.Credits, sums = append(d.Credits, views.ModelCredit{Model: model}), append(sums, struct{ gross, net record.Money }{})
		}
		last := len(d.Credits) - 1
		share := s
		share.Gross, share.Net = views.MinorOf(gross, currency), views.MinorOf(net, currency)
		d.Credits[last].Shares = append(d.Credits[last].Shares, share)
		sums[last].gross, sums[last].net = sums[last].gross.Add(amount(gross, currency)), sums[last].net.Add(amount(net, currency))
	}, id)
	for i, x := range sums {
		d.Credits[i].Gross, d.Credits[i].Net = views.MoneyOf(x.gross), views.MoneyOf(x.net)
	}
	return err
}

func (q reading) dealMoney(ctx context.Context, id int64, d *views.Deal) error {
	var err error
	if d.Payments, err = q.matches(ctx, nil, []int64{id}, nil); err != nil {
		return err
	}
	paid := map[string]int64{}
	for _, m := range d.Payments {
		if v, err := moneyOf(m.Amount); err == nil {
			paid[v.Currency] += v.Minor
		}
	}
	if d.Gross != nil {
		d.Paid = views.MoneyOf(record.Money{Minor: paid[d.Gross.Currency], Currency: d.Gross.Currency})
	}
	for kind, list := range map[string]*[]views.Document{record.KindOrder: &d.Orders, record.KindReceivable: &d.Receivables} {
		ids, err := collect[int64](ctx, q.tx, sql("ReadDealDocuments"), id, kind)
		if err != nil {
			return err
		}
		if *list, err = q.documents(ctx, ids); err != nil {
			return err
		}
	}
	return nil
}

func (q reading) dealStages(ctx context.Context, id int64, d *views.Deal) error {
	d.Stages = []views.Stage{}
	var entity int64
	var data []byte
	err := q.each(ctx, sql("ReadDealStages"), []any{&entity, &data}, func() {
		var s record.StageChange
		if json.Unmarshal(data, &s) == nil {
			d.Stages = append(d.Stages, views.Stage{From: s.From, To: s.To, At: s.At.UTC()})
		}
	}, id)
	slices.SortFunc(d.Stages, func(a, b views.Stage) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.To, b.To)) })
	return err
}
