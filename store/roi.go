package store

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// LeadsAround implements pipelines.RoiTx.
func (t *deriveTx) LeadsAround(ctx context.Context, goldens []uuid.UUID) ([]pipelines.LeadRow, error) {
	rows, err := t.tx.Query(ctx, sql("LeadsAround"), goldens, slices.Contains(goldens, uuid.Nil))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipelines.LeadRow, error) {
		var r pipelines.LeadRow
		var data []byte
		var person, own *uuid.UUID
		if err := row.Scan(&r.Entity, &r.Name, &data, &person, &own, &r.Known); err != nil {
			return r, err
		}
		r.Person, r.Own = orNil(person), orNil(own)
		return r, json.Unmarshal(data, &r.Lead)
	})
}

// Employers implements pipelines.RoiTx.
func (t *deriveTx) Employers(ctx context.Context, persons []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	out := map[uuid.UUID][]uuid.UUID{}
	if len(persons) == 0 {
		return out, nil
	}
	rows, err := t.tx.Query(ctx, sql("Employers"), persons)
	if err != nil {
		return nil, err
	}
	var p, o uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&p, &o}, func() error { out[p] = append(out[p], o); return nil })
	return out, err
}

// DealsAround implements pipelines.RoiTx.
func (t *deriveTx) DealsAround(ctx context.Context, goldens []uuid.UUID) ([]pipelines.DealRow, error) {
	rows, err := t.tx.Query(ctx, sql("DealsAround"), goldens, slices.Contains(goldens, uuid.Nil))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipelines.DealRow, error) {
		var r pipelines.DealRow
		var data []byte
		var buyer, end *uuid.UUID
		if err := row.Scan(&r.Entity, &r.Name, &data, &buyer, &end); err != nil {
			return r, err
		}
		r.Buyer, r.EndCustomer = orNil(buyer), orNil(end)
		return r, json.Unmarshal(data, &r.Deal)
	})
}

// relation is one relation between golden organisations.
type relation struct {
	from uuid.UUID
	kind string
	to   uuid.UUID
}

func (t *deriveTx) relations(ctx context.Context, of []uuid.UUID, kinds ...string) ([]relation, error) {
	if len(of) == 0 {
		return nil, nil
	}
	rows, err := t.tx.Query(ctx, sql("RelationsOf"), of, kinds)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (relation, error) {
		var r relation
		err := row.Scan(&r.from, &r.kind, &r.to)
		return r, err
	})
}

// RelationsOf implements pipelines.RoiTx.
func (t *deriveTx) RelationsOf(ctx context.Context, buyers []uuid.UUID) ([]roi.Relation, error) {
	rs, err := t.relations(ctx, buyers, "end_customer_of", "dealer_of")
	out := make([]roi.Relation, len(rs))
	for i, r := range rs {
		out[i] = roi.Relation{From: r.from.String(), Kind: r.kind, To: r.to.String()}
	}
	return out, err
}

// SpendPerLead implements pipelines.RoiTx.
func (t *deriveTx) SpendPerLead(ctx context.Context) ([]pipelines.SpendRow, error) {
	rows, err := t.tx.Query(ctx, sql("SpendPerLead"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipelines.SpendRow, error) {
		var r pipelines.SpendRow
		var data []byte
		if err := row.Scan(&r.Entity, &r.Name, &data); err != nil {
			return r, err
		}
		return r, json.Unmarshal(data, &r.Spend)
	})
}

// LeadDays implements pipelines.RoiTx.
func (t *deriveTx) LeadDays(ctx context.Context, channel, campaign string) (map[record.Date]int64, error) {
	rows, err := t.tx.Query(ctx, sql("LeadDays"), channel, campaign)
	if err != nil {
		return nil, err
	}
	out := map[record.Date]int64{}
	var day string
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&day, &n}, func() error { out[record.Date(day)] = n; return nil })
	return out, err
}

// ReplaceSpendDays implements pipelines.RoiTx.
func (t *deriveTx) ReplaceSpendDays(ctx context.Context, entity int64, days []pipelines.SpendDay) error {
	if _, err := t.tx.Exec(ctx, sql("DropSpendDays"), entity); err != nil {
		return err
	}
	var c columns
	for _, d := range days {
		addSpend(&c, entity, d)
	}
	_, err := t.tx.Exec(ctx, sql("PutSpendDays"), c.args(t.ws)...)
	return err
}
