package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// IdentitiesOf implements pipelines.GoldenTx.
func (t *applyTx) IdentitiesOf(ctx context.Context, entities []int64) ([]pipelines.IdentityRow, error) {
	if len(entities) == 0 {
		return nil, nil
	}
	out, err := t.identities(ctx, sql("IdentitiesOf"), entities)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	at := make(map[int64]*mdm.Source, len(out))
	ids := make([]int64, len(out))
	for i := range out {
		ids[i], at[out[i].ID] = out[i].ID, &out[i].Source
	}
	rows, err := t.tx.Query(ctx, sql("IdentifiersOf"), ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var typ, value string
	_, err = pgx.ForEachRow(rows, []any{&id, &typ, &value}, func() error {
		at[id].Identifiers = append(at[id].Identifiers, mdm.Identifier{Type: mdm.IdentifierType(typ), Value: value})
		return nil
	})
	return out, err
}

func (t *applyTx) identities(ctx context.Context, query string, ids []int64) ([]pipelines.IdentityRow, error) {
	rows, err := t.tx.Query(ctx, query, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipelines.IdentityRow, error) {
		var r pipelines.IdentityRow
		var claims []byte
		var kind, anchor string
		s := &r.Source
		if err := row.Scan(&r.ID, &r.Entity, &kind, &s.Name, &s.Connector, &r.Golden, &anchor, &s.IsCustomer, &claims, &s.OccurredAt); err != nil {
			return r, err
		}
		s.Kind, s.Anchor = mdm.Kind(kind), record.TaxID(anchor)
		return r, json.Unmarshal(claims, &s.Claims)
	})
}

// ReplaceIdentities implements pipelines.GoldenTx.
func (t *applyTx) ReplaceIdentities(ctx context.Context, entities []int64, rows []pipelines.IdentityRow) ([]pipelines.IdentityRow, error) {
	var ents []int64
	var kinds []string
	var c columns
	for _, r := range rows {
		claims, err := json.Marshal(r.Source.Claims)
		if err != nil {
			return nil, err
		}
		ents, kinds = append(ents, r.Entity), append(kinds, string(r.Source.Kind))
		c.add(r.Entity, string(r.Source.Kind), r.Source.Name, r.Source.Connector, string(r.Source.Anchor), r.Source.IsCustomer, string(claims), r.Source.OccurredAt, r.Golden)
	}
	if old := t.existed(entities); len(old) > 0 {
		if _, err := t.tx.Exec(ctx, sql("DropIdentities"), old, ents, kinds); err != nil {
			return nil, err
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	got, err := t.tx.Query(ctx, sql("PutIdentities"), c.args(t.ws)...)
	if err != nil {
		return nil, err
	}
	type key struct {
		entity int64
		kind   string
	}
	type stored struct {
		id     int64
		golden uuid.UUID
	}
	at := map[key]stored{}
	var k key
	var v stored
	if _, err := pgx.ForEachRow(got, []any{&v.id, &k.entity, &k.kind, &v.golden}, func() error { at[k] = v; return nil }); err != nil {
		return nil, err
	}
	for i := range rows {
		v, ok := at[key{rows[i].Entity, string(rows[i].Source.Kind)}]
		if !ok {
			return nil, fault.Newf("internal", "identity of %s was not stored", rows[i].Source.Name)
		}
		rows[i].New = v.golden == rows[i].Golden
		rows[i].ID, rows[i].Golden = v.id, v.golden
	}
	return rows, t.replaceIdentifiers(ctx, rows)
}

func (t *applyTx) replaceIdentifiers(ctx context.Context, rows []pipelines.IdentityRow) error {
	var old []int64
	var held columns
	for _, r := range rows {
		if !r.New { // a new one has none
			old = append(old, r.ID)
		}
		for _, id := range r.Source.Identifiers {
			held.add(r.ID, string(id.Type), id.Value)
		}
	}
	if len(old) > 0 {
		if _, err := t.tx.Exec(ctx, sql("DropIdentifiers"), old); err != nil {
			return err
		}
	}
	if held.empty() {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("PutIdentifiers"), held.args(t.ws)...)
	return err
}

// Goldens implements pipelines.GoldenTx.
func (t *applyTx) Goldens(ctx context.Context, ids []uuid.UUID) ([]pipelines.GoldenRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := t.tx.Query(ctx, sql("Goldens"), ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipelines.GoldenRow, error) {
		var g pipelines.GoldenRow
		var kind, anchor string
		var redirect *uuid.UUID
		var fields []byte
		err := row.Scan(&g.ID, &kind, &g.Status, &redirect, &anchor, &g.Customer, &g.Name, &fields, &g.Members, &g.Smallest, &g.FirstSeen, &g.Version)
		g.Kind, g.Anchor, g.Fields, g.RedirectTo = mdm.Kind(kind), record.TaxID(anchor), fields, orNil(redirect)
		return g, err
	})
}

// PutGoldens implements pipelines.GoldenTx. Tax IDs are released first, since one
// may move from a record that ends to one that stays.
func (t *applyTx) PutGoldens(ctx context.Context, rows []pipelines.GoldenRow, at time.Time) error {
	if len(rows) == 0 {
		return nil
	}
	var ids []uuid.UUID
	var c columns
	var version []int64
	for _, g := range rows {
		var to *uuid.UUID
		if g.RedirectTo != uuid.Nil {
			to = &g.RedirectTo
		}
		ids, version = append(ids, g.ID), append(version, g.Version)
		c.add(g.ID, string(g.Kind), g.Status, to, string(g.Anchor), g.Customer, g.Name, string(g.Fields), int32(g.Members), g.Smallest, g.FirstSeen)
	}
	if _, err := t.tx.Exec(ctx, sql("ReleaseAnchors"), ids); err != nil {
		return err
	}
	_, err := t.tx.Exec(ctx, sql("PutGoldens"), append(c.args(t.ws), at, version)...)
	return err
}

// MoveIdentities implements pipelines.GoldenTx.
func (t *applyTx) MoveIdentities(ctx context.Context, to map[int64]uuid.UUID) error {
	if len(to) == 0 {
		return nil
	}
	var c columns
	for id, g := range to {
		c.add(id, g)
	}
	_, err := t.tx.Exec(ctx, sql("MoveIdentities"), c.args()...)
	return err
}

// Announce implements pipelines.GoldenTx. The event id is derived from the golden id
// and version, so an event cannot be told twice.
func (t *applyTx) Announce(ctx context.Context, events []pipelines.GoldenEvent, at time.Time) error {
	if len(events) == 0 {
		return nil
	}
	var c columns
	for _, e := range events {
		body := map[string]any{"golden": e.Golden, "version": e.Version, "event": e.Event}
		if e.Other != uuid.Nil {
			body["into"] = e.Other
		}
		if e.Quiet {
			body["quiet"] = true
		}
		p, err := json.Marshal(body)
		if err != nil {
			return err
		}
		c.add(fmt.Sprintf("%s/%d", e.Golden, e.Version), e.Golden.String(), string(p))
	}
	_, err := t.tx.Exec(ctx, sql("Announce"), append(c.args(t.ws), at)...)
	return err
}

// PutRefusals implements pipelines.GoldenTx.
func (t *applyTx) PutRefusals(ctx context.Context, refused []mdm.Refusal, at time.Time) error {
	if len(refused) == 0 {
		return nil
	}
	var c columns
	for _, r := range refused {
		c.add(string(r.Identifier.Type), r.Identifier.Value, r.A, r.B)
	}
	_, err := t.tx.Exec(ctx, sql("PutRefusals"), append(c.args(t.ws), at)...)
	return err
}
