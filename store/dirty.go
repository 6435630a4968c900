package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// claimDirty takes the oldest dirty rows of a domain and gives their golden records, at
// most limit. What belongs to no account (the zero id) comes last, when all else is
// claimed too: spend is spread over the touches of all accounts.
//
// It goes by the rows' ids, found in one short statement, and not by a join over the
// golden records: the table is now empty and now full, and what the planner believes
// of it is always of another moment. A row of a claimed golden record that lies further
// back is claimed later, for nothing.
func claimDirty(ctx context.Context, tx pgx.Tx, domain string, limit int) ([]uuid.UUID, error) {
	most := 4 * limit
	rows, err := tx.Query(ctx, sql("OldestDirty"), domain, most)
	if err != nil {
		return nil, err
	}
	var ids []int64
	var goldens []uuid.UUID
	seen := map[uuid.UUID]bool{}
	all := 0
	left := false
	var id int64
	var g uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&id, &g}, func() error {
		all++
		switch {
		case seen[g]:
		case len(goldens) == limit:
			left = true
			return nil
		default:
			seen[g] = true
			goldens = append(goldens, g)
		}
		ids = append(ids, id)
		return nil
	}); err != nil {
		return nil, err
	}
	if !left && all < most {
		orphans, err := collect[int64](ctx, tx, sql("DirtyOrphans"), domain)
		if err != nil {
			return nil, err
		}
		if len(orphans) > 0 {
			ids, goldens = append(ids, orphans...), append(goldens, uuid.Nil)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	_, err = tx.Exec(ctx, sql("TakeDirty"), ids)
	return goldens, err
}
