package store

import (
	"context"
	"maps"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/record"
)

// What the tests in package store_test look at from outside.
var (
	Classify     = classify
	ParseQueries = parseQueries
)

// AllQueries gives every named query.
func AllQueries() map[string]string { return maps.Clone(queries) }

// InWorkspaceSnapshot is how recomputations enter a workspace.
func (s *Store) InWorkspaceSnapshot(ctx context.Context, ws record.WorkspaceID, fn Func) error {
	return s.inWorkspace(ctx, ws, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, fn)
}
