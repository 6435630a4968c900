package store

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Component implements pipelines.GoldenTx. It walks outwards: members of one golden
// record and one tax ID, then holders of their identifiers, until nothing is new.
// From the changed identities it also crosses identifiers that stopped joining or
// start to (their holder count lies around the limit), those that they hold now and
// those that they left; elsewhere only joining ones.
func (t *applyTx) Component(ctx context.Context, identities []int64, goldens []uuid.UUID, left []mdm.Identifier, limit int) ([]pipelines.IdentityRow, map[mdm.Identifier]mdm.Holders, error) {
	w := walk{t: t, limit: limit, holders: map[mdm.Identifier]mdm.Holders{}, held: map[int64][]mdm.Identifier{}}
	seen, changed := map[int64]bool{}, map[int64]bool{}
	var front []int64
	add := func(ids []int64) {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				front = append(front, id)
			}
		}
	}
	for _, id := range identities {
		changed[id] = true
	}
	add(identities)
	gone := make(map[mdm.Identifier]bool, len(left))
	for _, id := range left {
		gone[id] = true
	}
	rest, err := w.ask(ctx, gone)
	if err != nil {
		return nil, nil, err
	}
	add(rest)
	for first := true; first || len(front) > 0; first = false {
		near, err := collect[int64](ctx, t.tx, sql("IdentityClosure"), front, goldens)
		if err != nil {
			return nil, nil, err
		}
		goldens = nil
		add(near)
		next, err := w.reach(ctx, front, changed)
		if err != nil {
			return nil, nil, err
		}
		front = nil
		add(next)
	}
	if len(seen) == 0 {
		return nil, w.holders, nil
	}
	rows, err := t.identities(ctx, sql("IdentityRows"), slices.Sorted(maps.Keys(seen)))
	for i := range rows {
		rows[i].Source.Identifiers = w.held[rows[i].ID]
	}
	return rows, w.holders, err
}

type walk struct {
	t       *applyTx
	limit   int
	holders map[mdm.Identifier]mdm.Holders
	held    map[int64][]mdm.Identifier
}

// reach reads the identifiers of front and gives who else holds them.
func (w *walk) reach(ctx context.Context, front []int64, changed map[int64]bool) ([]int64, error) {
	if len(front) == 0 {
		return nil, nil
	}
	rows, err := w.t.tx.Query(ctx, sql("IdentifiersOf"), front)
	if err != nil {
		return nil, err
	}
	asked := map[mdm.Identifier]bool{} // identifier → held by a changed identity
	var identity int64
	var typ, value string
	if _, err := pgx.ForEachRow(rows, []any{&identity, &typ, &value}, func() error {
		id := mdm.Identifier{Type: mdm.IdentifierType(typ), Value: value}
		w.held[identity] = append(w.held[identity], id)
		if _, known := w.holders[id]; !known || changed[identity] {
			asked[id] = asked[id] || changed[identity]
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return w.ask(ctx, asked)
}

func (w *walk) ask(ctx context.Context, asked map[mdm.Identifier]bool) ([]int64, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	ids := make([]mdm.Identifier, 0, len(asked))
	var types, values []string
	for id := range asked {
		ids = append(ids, id)
		types, values = append(types, string(id.Type)), append(values, id.Value)
	}
	rows, err := w.t.tx.Query(ctx, sql("HoldersOf"), types, values, w.limit+1)
	if err != nil {
		return nil, err
	}
	who := make([][]int64, len(ids))
	anchors := make([]map[record.TaxID]bool, len(ids))
	var n int
	var identity int64
	var anchor string
	if _, err := pgx.ForEachRow(rows, []any{&n, &identity, &anchor}, func() error {
		who[n-1] = append(who[n-1], identity)
		if anchor != "" {
			if anchors[n-1] == nil {
				anchors[n-1] = map[record.TaxID]bool{}
			}
			anchors[n-1][record.TaxID(anchor)] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var next []int64
	for i, id := range ids {
		h := mdm.Holders{Records: len(who[i]), Anchors: len(anchors[i])}
		w.holders[id] = h
		if mdm.Active(id.Type, h) || asked[id] && h.Records <= w.limit {
			next = append(next, who[i]...)
		}
	}
	return next, nil
}
