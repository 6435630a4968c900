package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// LiveWorkspaces implements pipelines.DeriveStore.
func (s *Store) LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error) {
	var out []record.WorkspaceID
	err := s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := collect[string](ctx, tx, sql("LiveWorkspaces"))
		out = out[:0]
		for _, id := range ids {
			out = append(out, record.WorkspaceID(id))
		}
		return err
	})
	return out, err
}

// Recompute implements pipelines.DeriveStore. The transaction is repeatable read: the
// claim and everything read after it see one moment, and a change that commits later
// has a dirty row of its own.
func (s *Store) Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int,
	fn func(ctx context.Context, tx pipelines.DeriveTx, claimed []uuid.UUID) error,
) (int, error) {
	n := 0
	err := s.transact(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(ctx context.Context, tx pgx.Tx) error {
		n = 0
		if err := Enter(ctx, tx, ws); err != nil {
			return err
		}
		var mine bool
		if err := tx.QueryRow(ctx, sql("DeriveLock"), domain, string(ws)).Scan(&mine); err != nil || !mine {
			return err
		}
		claimed, err := claimDirty(ctx, tx, domain, limit)
		if err != nil || len(claimed) == 0 {
			return err
		}
		claimed = uniqueIDs(claimed)
		n = len(claimed)
		return fn(ctx, &deriveTx{tx: tx, ws: string(ws)}, claimed)
	})
	return n, gone(err)
}

// deriveTx is one transaction of a recomputation.
type deriveTx struct {
	tx    pgx.Tx
	ws    string
	recon *reconNames
}

// Roi implements pipelines.DeriveTx.
func (t *deriveTx) Roi() pipelines.RoiTx { return t }

// Recon implements pipelines.DeriveTx.
func (t *deriveTx) Recon() pipelines.ReconTx { return reconSource{t} }

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// nullable turns the text of a golden id into a value for PostgreSQL; no id is null.
func nullable(id string) *uuid.UUID {
	u, err := uuid.Parse(id)
	if err != nil {
		return nil
	}
	return &u
}
