package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Progress is how far a workspace's records have come.
type Progress struct {
	Settled int64 // raw records with an outcome
	Dirty   int64 // recomputations asked for and not done
}

// Progress counts what is settled and what waits in a workspace.
func (s *Store) Progress(ctx context.Context, ws record.WorkspaceID) (p Progress, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("Progress")).Scan(&p.Settled, &p.Dirty)
	})
	return p, err
}

// ReadSince tells whether every stream that is read by asking was read to its end,
// without fault, after the given moment.
func (s *Store) ReadSince(ctx context.Context, ws record.WorkspaceID, since time.Time) (bool, error) {
	var behind int
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("ReadBefore"), since).Scan(&behind)
	})
	return err == nil && behind == 0, err
}

// Queues tells what waits in the queues of a workspace: roi, recon and outbox.
func (s *Store) Queues(ctx context.Context, ws record.WorkspaceID) (out map[string]pipelines.QueueState, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = map[string]pipelines.QueueState{}
		rows, err := tx.Query(ctx, sql("QueueStates"))
		if err != nil {
			return err
		}
		var name string
		var q pipelines.QueueState
		_, err = pgx.ForEachRow(rows, []any{&name, &q.Waiting, &q.Oldest}, func() error { out[name] = q; return nil })
		return err
	})
	return out, gone(err)
}
