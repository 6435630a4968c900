package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// moneyOf reads what MoneyOf of package views wrote.
func moneyOf(m views.Money) (v record.Money, err error) {
	b, err := json.Marshal(m)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(b, &v)
}

// ListPayments lists payments, the latest value date first, with the sums of the
// whole list.
func (r *Reader) ListPayments(ctx context.Context, ws record.WorkspaceID, pq views.PaymentQuery) (rows []views.PaymentRow, sums []views.PaymentSum, next []string, err error) {
	after, afterID := "", int64(0)
	if len(pq.After) == 2 {
		if after, afterID, err = afterDay(pq.After); err != nil {
			return nil, nil, nil, err
		}
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		type line struct {
			id  int64
			day string
		}
		filters := []any{pq.Status, pq.Reason, like(pq.Text), pq.From, pq.To}
		lines, err := all(ctx, q, sql("ReadPayments"), func(row pgx.CollectableRow) (l line, err error) {
			return l, row.Scan(&l.id, &l.day)
		}, append(filters, after, afterID, pq.Limit+1)...)
		if err != nil {
			return err
		}
		lines, next = cut(lines, pq.Limit, func(l line) []string { return []string{l.day, strconv.FormatInt(l.id, 10)} })
		ids := make([]int64, len(lines))
		for i, l := range lines {
			ids[i] = l.id
		}
		found, err := q.payments(ctx, ids)
		if err != nil {
			return err
		}
		rows = make([]views.PaymentRow, len(found))
		for i, p := range found {
			rows[i] = p.PaymentRow
		}
		sums, err = all(ctx, q, sql("ReadPaymentSums"), func(row pgx.CollectableRow) (s views.PaymentSum, err error) {
			var minor int64
			var currency string
			err = row.Scan(&s.Status, &currency, &s.Count, &minor)
			s.Amount = wire(minor, currency)
			return s, err
		}, pq.Status, pq.Reason, like(pq.Text), pq.From, pq.To)
		return err
	})
	return rows, sums, next, err
}

func afterDay(after []string) (day string, id int64, err error) {
	if len(after[0]) != len("2006-01-02") || record.Date(after[0]).Time().IsZero() {
		return "", 0, fault.New("bad_cursor", nil)
	}
	if id, err = idOf(after[1]); err != nil {
		return "", 0, fault.New("bad_cursor", nil)
	}
	return after[0], id, nil
}

// wire gives an amount that is there; one without a currency shows as it is.
func wire(minor int64, currency string) views.Money {
	m := record.Money{Minor: minor, Currency: currency}
	return views.Money{Amount: m.String(), Currency: currency}
}

// Payment gives a payment with where it went.
func (r *Reader) Payment(ctx context.Context, ws record.WorkspaceID, id string) (p views.Payment, err error) {
	n, err := idOf(id)
	if err != nil {
		return p, err
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		found, err := q.payments(ctx, []int64{n})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.New("not_found", nil)
		}
		p = found[0].Payment
		if p.Matches, err = q.matches(ctx, []int64{n}, nil, nil); err != nil {
			return err
		}
		p.Candidates, err = q.candidates(ctx, found[0].detail.Candidates)
		return err
	})
	return p, err
}

type paymentRow struct {
	views.Payment
	payer  string
	detail recon.Unmatched
}

// payments gives payments in the order of their ids.
func (q reading) payments(ctx context.Context, ids []int64) ([]paymentRow, error) {
	if len(ids) == 0 {
		return []paymentRow{}, nil
	}
	payers := map[string]bool{}
	rows, err := all(ctx, q, sql("ReadPaymentRows"), func(row pgx.CollectableRow) (paymentRow, error) {
		p, err := scanPayment(row)
		payers[p.payer] = true
		return p, err
	}, ids)
	if err != nil {
		return nil, err
	}
	names, err := q.goldens(ctx, payers)
	for i := range rows {
		rows[i].Payer = names[rows[i].payer]
	}
	return rows, err
}

func scanPayment(row pgx.CollectableRow) (p paymentRow, err error) {
	var id, minor, matched int64
	var data, detail []byte
	var currency string
	err = row.Scan(append(append([]any{&id}, refColumns(&p.Record)...), &p.Record.Name, &data, &p.ValueDate, &currency, &minor, &matched,
		&p.Status, &p.Reason, &p.Why.Zh, &p.Why.En, &detail, &p.payer, &p.Deals)...)
	if err != nil {
		return p, err
	}
	var x record.Payment
	if err := json.Unmarshal(data, &x); err != nil {
		return p, err
	}
	if err := json.Unmarshal(detail, &p.detail); err != nil {
		return p, err
	}
	p.ID, p.Number, p.Kind, p.PayerName, p.ContractNo, p.Memo = strconv.FormatInt(id, 10), x.ID, x.Kind, x.PayerName, x.ContractNo, x.Memo
	p.OurAccount, p.PayerAccount, p.BankReference = x.OurAccount, x.PayerAccount, x.BankReference
	p.Amount, p.Matched = wire(minor, currency), wire(matched, currency)
	p.Rivals, p.SearchComplete = append([]string{}, p.detail.Rivals...), p.Status != "unmatched" || p.detail.SearchComplete
	p.Candidates, p.PaymentRow.Deals = [][]views.Item{}, append([]string{}, p.Deals...)
	return p, nil
}

// matches gives the matches of payments, of deals or of items.
func (q reading) matches(ctx context.Context, payments, deals, items []int64) ([]views.MatchRow, error) {
	type match struct {
		view                views.MatchRow
		payment, item, deal int64
		customer            string
	}
	customers := map[string]bool{}
	var itemIDs []int64
	found, err := all(ctx, q, sql("ReadMatches"), func(row pgx.CollectableRow) (m match, err error) {
		v := &m.view
		var currency string
		var minor int64
		err = row.Scan(append(append([]any{
			&m.payment, &v.ValueDate, &m.item, &m.deal, &v.Deal, &m.customer, &currency, &minor,
			&v.Rule, &v.Tie, &v.Fit, &v.Why.Zh, &v.Why.En,
		}, refColumns(&v.Payment)...), &v.Payment.Name)...)
		v.PaymentID, v.Amount = strconv.FormatInt(m.payment, 10), wire(minor, currency)
		if m.deal != 0 {
			v.DealID = strconv.FormatInt(m.deal, 10)
		}
		customers[m.customer] = true
		itemIDs = append(itemIDs, m.item)
		return m, err
	}, ids(payments), ids(deals), ids(items))
	if err != nil {
		return nil, err
	}
	names, err := q.goldens(ctx, customers)
	if err != nil {
		return nil, err
	}
	byID, err := q.items(ctx, itemIDs)
	out := make([]views.MatchRow, len(found))
	for i, m := range found {
		out[i] = m.view
		out[i].Item, out[i].Customer = byID[m.item], names[m.customer]
	}
	return out, err
}

// ids gives an empty list for none, which meets nothing.
func ids(in []int64) []int64 {
	if in == nil {
		return []int64{}
	}
	return in
}

// items gives receivables as payments see them.
func (q reading) items(ctx context.Context, of []int64) (map[int64]views.Item, error) {
	out := map[int64]views.Item{}
	if len(of) == 0 {
		return out, nil
	}
	var id, matched int64
	var ref views.Ref
	var data []byte
	var bad error
	err := q.each(ctx, sql("ReadItems"), append(append([]any{&id}, refColumns(&ref)...), &ref.Name, &data, &matched), func() {
		var x record.Receivable
		if err := json.Unmarshal(data, &x); err != nil {
			bad = err
			return
		}
		out[id] = views.Item{
			Record: ref, Number: x.Number, ContractNo: x.ContractNo, Due: string(x.Due), Amount: views.MoneyOf(x.Amount),
			Open: views.MoneyOf(record.Money{Minor: x.Amount.Minor - matched, Currency: x.Amount.Currency}),
		}
	}, of)
	if err == nil {
		err = bad
	}
	return out, err
}

// candidates finds the items that an unmatched payment could go to by their record names.
func (q reading) candidates(ctx context.Context, sets [][]string) ([][]views.Item, error) {
	out := [][]views.Item{}
	var c columns
	for _, set := range sets {
		for _, name := range set {
			connection, rest, _ := strings.Cut(name, "/")
			stream, key, _ := strings.Cut(rest, "/")
			c.add(connection, stream, key, name)
			if i := strings.LastIndexByte(key, '#'); i > 0 { // one of several parts of a record
				c.add(connection, stream, key[:i], name)
			}
		}
	}
	if c.empty() {
		return out, nil
	}
	byName := map[string]int64{}
	var id int64
	var name string
	var all []int64
	if err := q.each(ctx, sql("ReadItemsNamed"), []any{&id, &name}, func() { byName[name] = id; all = append(all, id) }, c.args()...); err != nil {
		return nil, err
	}
	items, err := q.items(ctx, all)
	for _, set := range sets {
		list := []views.Item{}
		for _, name := range set {
			if i, ok := items[byName[name]]; ok {
				list = append(list, i)
			}
		}
		out = append(out, list)
	}
	return out, err
}
