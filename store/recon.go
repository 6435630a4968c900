package store

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// reconNames remembers, within one transaction, which entity a record name is, and
// which payments were read that can match nothing.
type reconNames struct {
	entity map[string]int64
	never  map[int64]neverMatched
}

type neverMatched struct {
	name  string
	payer *uuid.UUID
	p     record.Payment
}

func (t *deriveTx) names() *reconNames {
	if t.recon == nil {
		t.recon = &reconNames{entity: map[string]int64{}, never: map[int64]neverMatched{}}
	}
	return t.recon
}

func parseIDs(texts []string) []uuid.UUID {
	var out []uuid.UUID
	for _, s := range texts {
		if id := nullable(s); id != nil {
			out = append(out, *id)
		}
	}
	return out
}

func documentAliases(numbers []string) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = pipelines.DocumentAlias(n)
	}
	return out
}

// ItemsOf implements recon.Source.
func (t *deriveTx) ItemsOf(ctx context.Context, customers []string) ([]recon.Item, error) {
	ids, err := collect[int64](ctx, t.tx, sql("ItemsOfCustomers"), parseIDs(customers))
	if err != nil {
		return nil, err
	}
	return t.items(ctx, ids)
}

// ItemsNumbered implements recon.Source.
func (t *deriveTx) ItemsNumbered(ctx context.Context, numbers []string) ([]recon.Item, error) {
	ids, err := collect[int64](ctx, t.tx, sql("ItemsNumbered"), documentAliases(numbers))
	if err != nil {
		return nil, err
	}
	return t.items(ctx, ids)
}

// itemRow is an item on its way, with where its deal is to be found.
type itemRow struct {
	item  recon.Item
	open  bool
	alias string // of its deal
}

func (t *deriveTx) items(ctx context.Context, ids []int64) ([]recon.Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := t.tx.Query(ctx, sql("Items"), ids)
	if err != nil {
		return nil, err
	}
	got, err := pgx.CollectRows(rows, t.itemRow)
	if err != nil {
		return nil, err
	}
	var aliases []string
	for _, r := range got {
		if r.open && r.alias != "" {
			aliases = append(aliases, r.alias)
		}
	}
	deals, err := t.dealsByAlias(ctx, aliases)
	if err != nil {
		return nil, err
	}
	var out []recon.Item
	for _, r := range got {
		if !r.open {
			continue
		}
		if d, ok := deals[r.alias]; ok {
			r.item.Deal, r.item.Payers = d.name, d.payers
		}
		out = append(out, r.item)
	}
	return out, nil
}

func (t *deriveTx) itemRow(row pgx.CollectableRow) (itemRow, error) {
	var r itemRow
	var id int64
	var name, connection string
	var data, orderData []byte
	var customer *uuid.UUID
	if err := row.Scan(&id, &name, &connection, &data, &customer, &orderData); err != nil {
		return r, err
	}
	var rec record.Receivable
	if err := json.Unmarshal(data, &rec); err != nil {
		return r, err
	}
	r.item, r.open = recon.OpenItem(name, rec)
	if customer != nil {
		r.item.Customer = customer.String()
	}
	if orderData != nil {
		var o record.Order
		if err := json.Unmarshal(orderData, &o); err != nil {
			return r, err
		}
		r.item.Order = o.Number
		if r.item.Contract == "" {
			r.item.Contract = o.ContractNo
		}
	} else if rec.Order != nil && rec.Order.Natural == "number" {
		r.item.Order = rec.Order.Value
	}
	switch {
	case rec.Deal != nil && !rec.Deal.IsZero():
		r.alias = rec.Deal.Alias(record.ConnectionID(connection))
	case r.item.Contract != "":
		r.alias = record.NaturalAlias(record.KindDeal, "contract_no", r.item.Contract)
	}
	t.names().entity[name] = id
	return r, nil
}

type dealOfItem struct {
	name   string
	payers []string
}

func (t *deriveTx) dealsByAlias(ctx context.Context, aliases []string) (map[string]dealOfItem, error) {
	out := map[string]dealOfItem{}
	if len(aliases) == 0 {
		return out, nil
	}
	slices.Sort(aliases)
	rows, err := t.tx.Query(ctx, sql("DealsByAlias"), slices.Compact(aliases))
	if err != nil {
		return nil, err
	}
	var alias, name string
	var id int64
	var payers []uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&alias, &id, &name, &payers}, func() error {
		t.names().entity[name] = id
		if _, ok := out[alias]; ok { // two deals with one contract number: neither counts
			out[alias] = dealOfItem{}
			return nil
		}
		d := dealOfItem{name: name}
		for _, p := range payers {
			d.payers = append(d.payers, p.String())
		}
		out[alias] = d
		return nil
	})
	return out, err
}

// PaymentsOf implements recon.Source.
func (t *deriveTx) PaymentsOf(ctx context.Context, payers []string) ([]recon.Payment, error) {
	ids, err := collect[int64](ctx, t.tx, sql("PaymentsOf"), parseIDs(payers))
	if err != nil {
		return nil, err
	}
	return t.payments(ctx, ids)
}

// PaymentsNaming implements recon.Source.
func (t *deriveTx) PaymentsNaming(ctx context.Context, numbers []string) ([]recon.Payment, error) {
	ids, err := collect[int64](ctx, t.tx, sql("PaymentsNaming"), documentAliases(numbers))
	if err != nil {
		return nil, err
	}
	return t.payments(ctx, ids)
}

// PaymentsStanding implements pipelines.ReconTx.
func (t *deriveTx) PaymentsStanding(ctx context.Context, goldens []uuid.UUID) ([]recon.Payment, error) {
	ids, err := collect[int64](ctx, t.tx, sql("PaymentsStanding"), goldens, slices.Contains(goldens, uuid.Nil))
	if err != nil {
		return nil, err
	}
	return t.payments(ctx, ids)
}

func (t *deriveTx) payments(ctx context.Context, ids []int64) ([]recon.Payment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := t.tx.Query(ctx, sql("Payments"), ids)
	if err != nil {
		return nil, err
	}
	var out []recon.Payment
	var id int64
	var name string
	var data []byte
	var payer *uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&id, &name, &data, &payer}, func() error {
		var p record.Payment
		if err := json.Unmarshal(data, &p); err != nil {
			return err
		}
		t.names().entity[name] = id
		r, ok := recon.Matchable(name, "", p)
		if !ok {
			t.names().never[id] = neverMatched{name, payer, p}
			return nil
		}
		if payer != nil {
			r.Payer = payer.String()
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

// relationKindsOfRecon are those by which somebody may pay for somebody else.
var relationKindsOfRecon = []string{"treasury_payer_for", "authorised_payer_for", "leased_by"}
