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

// FlowTotals is how far the records of the whole bus have come, all of one moment.
type FlowTotals struct {
	Settled []Settled     // of all workspaces, removed ones too
	Stored  map[int]int64 // next offset of heliu.raw, a partition
	Waiting int64         // landed in a living workspace and not settled yet
}

// FlowTotals reads the counts that landing and settling keep; a few rows a stream.
func (s *Store) FlowTotals(ctx context.Context) (t FlowTotals, err error) {
	err = s.transact(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(ctx context.Context, tx pgx.Tx) error {
		t = FlowTotals{Stored: map[int]int64{}}
		rows, err := tx.Query(ctx, sql("SettledByStream"))
		if err != nil {
			return err
		}
		if t.Settled, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Settled]); err != nil {
			return err
		}
		if rows, err = tx.Query(ctx, sql("StoredOffsets"), "heliu.raw"); err != nil {
			return err
		}
		var part int
		var off int64
		if _, err = pgx.ForEachRow(rows, []any{&part, &off}, func() error { t.Stored[part] = off; return nil }); err != nil {
			return err
		}
		return tx.QueryRow(ctx, sql("WaitingEverywhere")).Scan(&t.Waiting)
	})
	return t, err
}
