package store

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Affected implements pipelines.EntityTx. It widens rather than misses: a golden
// record that is recomputed without need comes out as it was.
//
//   - The entities themselves, those that point at them (a deal at its customer, a
//     payment at a number), and one step more along documents (receivable → order → deal).
//   - The golden records of all those, and of the customers that they name.
//   - Organisations reached through their persons, and two steps of relations: whether
//     a dealer has one end customer or two decides whose the dealer's deals are.
func (t *applyTx) Affected(ctx context.Context, entities []int64, goldens []uuid.UUID) ([]uuid.UUID, error) {
	all, err := t.referrers(ctx, entities)
	if err != nil {
		return nil, err
	}
	found := goldens
	if len(all) > 0 {
		own, err := collect[uuid.UUID](ctx, t.tx, sql("GoldensOfEntities"), all)
		if err != nil {
			return nil, err
		}
		found = slices.Concat(found, own)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return t.neighbours(ctx, uniqueIDs(found))
}

// Referrers implements pipelines.EntityTx.
func (t *applyTx) Referrers(ctx context.Context, entities []int64) ([]int64, error) {
	if len(entities) == 0 {
		return nil, nil
	}
	return collect[int64](ctx, t.tx, sql("Referrers"), entities)
}

// HasOrphans implements pipelines.EntityTx.
func (t *applyTx) HasOrphans(ctx context.Context, entities []int64) (bool, error) {
	var yes bool
	err := t.tx.QueryRow(ctx, sql("HasOrphans"), entities, t.existed(entities)).Scan(&yes)
	return yes, err
}

func (t *applyTx) referrers(ctx context.Context, entities []int64) ([]int64, error) {
	if len(entities) == 0 {
		return nil, nil
	}
	first, err := collect[int64](ctx, t.tx, sql("Referrers"), entities)
	if err != nil {
		return nil, err
	}
	named, err := collect[int64](ctx, t.tx, sql("DocumentsNamed"), entities)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(entities, first, named)
	slices.Sort(all)
	all = slices.Compact(all)
	for range 2 { // deal or order → receivable → payment
		next, err := collect[int64](ctx, t.tx, sql("ReferrersOfDocuments"), all)
		if err != nil {
			return nil, err
		}
		known := len(all)
		all = append(all, next...)
		slices.Sort(all)
		if all = slices.Compact(all); len(all) == known {
			break
		}
	}
	return all, nil
}

func (t *applyTx) neighbours(ctx context.Context, found []uuid.UUID) ([]uuid.UUID, error) {
	var orgs, persons []uuid.UUID
	rows, err := t.tx.Query(ctx, sql("KindsOfGoldens"), found)
	if err != nil {
		return nil, err
	}
	var id uuid.UUID
	var kind string
	if _, err := pgx.ForEachRow(rows, []any{&id, &kind}, func() error {
		if kind == "person" {
			persons = append(persons, id)
		} else {
			orgs = append(orgs, id)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	related := orgs
	for range 2 {
		if len(related) == 0 {
			break
		}
		next, err := collect[uuid.UUID](ctx, t.tx, sql("RelatedOrganisations"), related)
		if err != nil {
			return nil, err
		}
		related = uniqueIDs(append(slices.Clone(related), next...))
	}
	if len(orgs) > 0 {
		more, err := collect[uuid.UUID](ctx, t.tx, sql("PersonsOf"), orgs)
		if err != nil {
			return nil, err
		}
		persons = uniqueIDs(append(persons, more...))
	}
	out := slices.Concat(found, related, persons)
	if len(persons) > 0 {
		more, err := collect[uuid.UUID](ctx, t.tx, sql("OrganisationsOf"), persons)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return uniqueIDs(out), nil
}

func uniqueIDs(ids []uuid.UUID) []uuid.UUID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}
