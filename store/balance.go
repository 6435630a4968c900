package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/record"
)

// Settled is how many records of a stream ended in one place.
type Settled struct {
	Workspace  record.WorkspaceID
	Connection record.ConnectionID
	Connector  string
	Stream     string
	Outcome    string
	Reason     string
	Records    int64
}

// SettledCount counts the settled records of the whole bus.
func (s *Store) SettledCount(ctx context.Context) (n int64, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("SettledCount")).Scan(&n)
	})
	return n, err
}

// SettledByStream counts them by stream and outcome, over all workspaces, removed
// ones too.
func (s *Store) SettledByStream(ctx context.Context) (out []Settled, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("SettledByStream"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Settled])
		return err
	})
	return out, err
}
