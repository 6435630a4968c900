package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// listed bounds the lists around a customer.
const listed = 200

// Sections gives what there is around a golden record; that of a merged one is its
// survivor's.
func (r *Reader) Sections(ctx context.Context, ws record.WorkspaceID, id string) (s views.Sections, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		c, _, err := q.survivor(ctx, id)
		if err != nil {
			return err
		}
		s = views.Sections{}
		for _, part := range []func(context.Context, views.Customer, *views.Sections) error{
			q.touchSection, q.dealSection, q.documentSections, q.paymentSection, q.contactSection, q.relationSection, q.activitySection,
		} {
			if err := part(ctx, c, &s); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

// touchRow is a touch with the golden records that are still to be named.
type touchRow struct {
	touch           views.Touch
	person, account string
	total           int64
}

func scanTouch(row pgx.CollectableRow) (t touchRow, err error) {
	v := &t.touch
	err = row.Scan(append(refColumns(&v.Record), &v.Record.Name, &v.At, &v.Channel, &v.Campaign, &v.CampaignName, &v.Counted, &v.Reason,
		&t.person, &t.account, &t.total)...)
	return t, err
}

// touches names the golden records of touches.
func (q reading) touches(ctx context.Context, rows []touchRow) ([]views.Touch, error) {
	ids := map[string]bool{}
	for _, t := range rows {
		ids[t.person], ids[t.account] = true, true
	}
	names, err := q.goldens(ctx, ids)
	out := make([]views.Touch, len(rows))
	for i, t := range rows {
		out[i] = t.touch
		out[i].Person, out[i].Account = names[t.person], names[t.account]
	}
	return out, err
}

func (q reading) touchSection(ctx context.Context, c views.Customer, s *views.Sections) error {
	rows, err := all(ctx, q, sql("ReadTouchesOf"), scanTouch, c.ID, c.Kind == "person")
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		s.Counts.Touches = rows[0].total
	}
	s.Touches, err = q.touches(ctx, rows)
	return err
}

func (q reading) dealSection(ctx context.Context, c views.Customer, s *views.Sections) error {
	var id int64
	var ids []int64
	if err := q.each(ctx, sql("ReadDealsOf"), []any{&id, &s.Counts.Deals}, func() { ids = append(ids, id) }, c.ID); err != nil {
		return err
	}
	var err error
	s.Deals, err = q.dealRows(ctx, ids)
	return err
}

func (q reading) documentSections(ctx context.Context, c views.Customer, s *views.Sections) error {
	for _, x := range []struct {
		kind  string
		list  *[]views.Document
		count *int64
	}{{record.KindOrder, &s.Orders, &s.Counts.Orders}, {record.KindReceivable, &s.Receivables, &s.Counts.Receivables}} {
		ids, err := collect[int64](ctx, q.tx, sql("ReadDocumentsOf"), c.ID, x.kind)
		if err != nil {
			return err
		}
		*x.count = int64(len(ids))
		if *x.list, err = q.documents(ctx, ids); err != nil {
			return err
		}
	}
	return nil
}

func (q reading) paymentSection(ctx context.Context, c views.Customer, s *views.Sections) error {
	ids, err := collect[int64](ctx, q.tx, sql("ReadPaymentsOf"), c.ID)
	if err != nil {
		return err
	}
	s.Counts.Payments = int64(len(ids))
	found, err := q.payments(ctx, ids[:min(len(ids), listed)])
	s.Payments = make([]views.PaymentRow, len(found))
	for i, p := range found {
		s.Payments[i] = p.PaymentRow
	}
	return err
}

func (q reading) contactSection(ctx context.Context, c views.Customer, s *views.Sections) (err error) {
	s.Contacts, err = all(ctx, q, sql("ReadContactsOf"), func(row pgx.CollectableRow) (k views.Contact, err error) {
		err = row.Scan(&k.Golden.ID, &k.Golden.Kind, &k.Golden.Name, &k.Department, &k.Title, &k.Mobile, &k.Email, &k.Via, &s.Counts.Contacts)
		return k, err
	}, c.ID)
	return err
}

func (q reading) relationSection(ctx context.Context, c views.Customer, s *views.Sections) error {
	others := []string{}
	ids := map[string]bool{}
	var err error
	s.Relations, err = all(ctx, q, sql("ReadRelationsOf"), func(row pgx.CollectableRow) (l views.Relation, err error) {
		var other string
		err = row.Scan(append([]any{&l.Kind, &l.Direction, &l.Since, &l.Until, &other}, append(refColumns(&l.Record), &l.Record.Name)...)...)
		others, ids[other] = append(others, other), true
		return l, err
	}, c.ID)
	if err != nil {
		return err
	}
	names, err := q.goldens(ctx, ids)
	for i := range s.Relations {
		s.Relations[i].Other = names[others[i]]
	}
	s.Counts.Relations = int64(len(s.Relations))
	return err
}

func (q reading) activitySection(ctx context.Context, c views.Customer, s *views.Sections) (err error) {
	s.Activities, err = all(ctx, q, sql("ReadActivitiesOf"), func(row pgx.CollectableRow) (a views.Activity, err error) {
		var data []byte
		if err := row.Scan(append(refColumns(&a.Record), &a.Record.Name, &data, &a.On, &s.Counts.Activities)...); err != nil {
			return a, err
		}
		var x record.Activity
		if err := json.Unmarshal(data, &x); err != nil {
			return a, err
		}
		a.Kind, a.Text, a.At = x.Kind, x.Text, x.At
		return a, nil
	}, c.ID)
	return err
}

// documents gives orders and receivables, the latest first, at most 200.
func (q reading) documents(ctx context.Context, ids []int64) ([]views.Document, error) {
	if len(ids) == 0 {
		return []views.Document{}, nil
	}
	return all(ctx, q, sql("ReadDocuments"), scanDocument, ids, listed)
}

func scanDocument(row pgx.CollectableRow) (d views.Document, err error) {
	var kind string
	var data []byte
	var matched int64
	if err := row.Scan(append(refColumns(&d.Record), &d.Record.Name, &kind, &data, &matched)...); err != nil {
		return d, err
	}
	if kind == record.KindOrder {
		var o record.Order
		err = json.Unmarshal(data, &o)
		d.Number, d.Kind, d.ContractNo, d.Date, d.Status, d.Amount = o.Number, kind, o.ContractNo, string(o.Date), o.Status, views.MoneyOf(o.Amount)
		return d, err
	}
	var x record.Receivable
	err = json.Unmarshal(data, &x)
	d.Number, d.Kind, d.ContractNo, d.Date, d.Due, d.Status = x.Number, x.Kind, x.ContractNo, string(x.Date), string(x.Due), x.Status
	d.Amount = views.MoneyOf(x.Amount)
	d.Matched = views.MoneyOf(record.Money{Minor: matched, Currency: x.Amount.Currency})
	d.Open = views.MoneyOf(record.Money{Minor: x.Amount.Minor - matched, Currency: x.Amount.Currency})
	return d, err
}

// utc gives a moment in UTC, as the API writes it.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
