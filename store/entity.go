package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// ConnectionNames implements pipelines.EntityTx.
func (t *applyTx) ConnectionNames(ctx context.Context, ids []record.ConnectionID) (map[record.ConnectionID]string, error) {
	text := make([]string, len(ids))
	for i, id := range ids {
		text[i] = string(id)
	}
	rows, err := t.tx.Query(ctx, sql("ConnectionNames"), text)
	if err != nil {
		return nil, err
	}
	out := map[record.ConnectionID]string{}
	var id, name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { out[record.ConnectionID(id)] = name; return nil })
	return out, err
}

// EntitiesOf implements pipelines.EntityTx.
func (t *applyTx) EntitiesOf(ctx context.Context, keys []pipelines.SourceKey) ([]int64, error) {
	c, st, k := keyColumns(keys)
	rows, err := t.tx.Query(ctx, sql("EntitiesOf"), c, st, k)
	if err != nil {
		return nil, err
	}
	before, ids := map[int64]bool{}, []int64(nil)
	var id int64
	var person bool
	if _, err := pgx.ForEachRow(rows, []any{&id, &person}, func() error {
		before[id], ids = true, append(ids, id)
		t.people = t.people || person
		return nil
	}); err != nil {
		return nil, err
	}
	t.before = before
	return ids, nil
}

// existed gives those of the entities that were there when EntitiesOf was asked, in
// this transaction and therefore under the apply lock; the others have nothing that
// could be dropped. Without EntitiesOf it gives all.
func (t *applyTx) existed(ids []int64) []int64 {
	if t.before == nil {
		return ids
	}
	out := []int64{}
	for _, id := range ids {
		if t.before[id] {
			out = append(out, id)
		}
	}
	return out
}

// collect reads a query of one column.
func collect[T any](ctx context.Context, tx querier, query string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}

type entityKey struct{ conn, stream, key, kind, part string }

// ReplaceEntities implements pipelines.EntityTx.
func (t *applyTx) ReplaceEntities(ctx context.Context, keys []pipelines.SourceKey, rows []pipelines.EntityRow) ([]int64, error) {
	var kc, ks, kk, kkind, kpart []string
	var c columns
	for _, r := range rows {
		kc, ks, kk = append(kc, string(r.Connection)), append(ks, r.Stream), append(kk, r.Key)
		kkind, kpart = append(kkind, r.Entity.Kind), append(kpart, r.Entity.Part)
		c.add(string(r.Connection), r.Connector, r.Stream, r.Key, r.Entity.Kind, r.Entity.Part, r.Name, string(r.Entity.Data), r.OccurredAt)
	}
	if t.before == nil || len(t.before) > 0 {
		dc, ds, dk := keyColumns(keys)
		if _, err := t.tx.Exec(ctx, sql("DropEntities"), dc, ds, dk, kc, ks, kk, kkind, kpart); err != nil {
			return nil, err
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	got, err := t.tx.Query(ctx, sql("PutEntities"), c.args(t.ws)...)
	if err != nil {
		return nil, err
	}
	at := map[entityKey]int64{}
	var id int64
	var k entityKey
	if _, err := pgx.ForEachRow(got, []any{&id, &k.conn, &k.stream, &k.key, &k.kind, &k.part}, func() error { at[k] = id; return nil }); err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		id, ok := at[entityKey{string(r.Connection), r.Stream, r.Key, r.Entity.Kind, r.Entity.Part}]
		if !ok {
			return nil, fault.Newf("internal", "entity %s was not stored", r.Name)
		}
		ids[i] = id
	}
	return ids, t.replaceLinks(ctx, ids, rows)
}

func (t *applyTx) replaceLinks(ctx context.Context, ids []int64, rows []pipelines.EntityRow) error {
	if old := t.existed(ids); len(old) > 0 {
		if _, err := t.tx.Exec(ctx, sql("DropLinks"), old); err != nil {
			return err
		}
	}
	var aliases, refs, relations, spend columns
	for i, r := range rows {
		for _, a := range r.Links.Aliases {
			aliases.add(ids[i], a)
		}
		for _, l := range r.Links.Refs {
			refs.add(ids[i], l.Role, l.Alias)
		}
		for _, l := range r.Links.Relations {
			relations.add(ids[i], l.Kind, l.Alias, l.Since, l.Until)
		}
		for _, d := range r.Spend {
			addSpend(&spend, ids[i], d)
		}
	}
	for _, x := range []struct {
		query string
		c     *columns
	}{{sql("PutAliases"), &aliases}, {sql("PutRefs"), &refs}, {sql("PutRelations"), &relations}, {sql("PutSpendDays"), &spend}} {
		if x.c.empty() {
			continue
		}
		if _, err := t.tx.Exec(ctx, x.query, x.c.args(t.ws)...); err != nil {
			return err
		}
	}
	return nil
}

func addSpend(c *columns, entity int64, d pipelines.SpendDay) {
	c.add(entity, string(d.Day), d.Day.Month(), d.Channel, d.Campaign, d.CampaignName, d.Currency, d.Net, d.Gross, d.Clicks, d.Impressions)
}

// MarkDirty implements pipelines.EntityTx.
func (t *applyTx) MarkDirty(ctx context.Context, goldens []uuid.UUID) error {
	if len(goldens) == 0 {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("MarkDirty"), t.ws, goldens)
	return err
}
