package pgtest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// Text runs a query of one text value in a workspace, as the program's role; null is "".
func Text(t testing.TB, s *store.Store, ws record.WorkspaceID, query string, args ...any) string {
	t.Helper()
	return text(t, query, args, func(fn txFunc) error { return s.InWorkspaceRead(t.Context(), ws, fn) })
}

// TextOfRemoved is Text for a workspace that was removed: it sees what is kept of it.
func TextOfRemoved(t testing.TB, s *store.Store, ws record.WorkspaceID, query string, args ...any) string {
	t.Helper()
	return text(t, query, args, func(fn txFunc) error {
		return s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "select set_config('app.workspace', $1, true)", string(ws)); err != nil {
				return err
			}
			return fn(ctx, tx)
		})
	})
}

type txFunc = func(ctx context.Context, tx pgx.Tx) error

func text(t testing.TB, query string, args []any, within func(txFunc) error) string {
	t.Helper()
	var out *string
	err := within(func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, query, args...).Scan(&out)
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if out == nil {
		return ""
	}
	return *out
}
