package pgtest

import (
	"context"
	"errors"
	"strings"
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

// Exec runs a statement in a workspace as the program's role and gives what the database
// holds against it; empty: nothing. Nothing of it stays.
func Exec(t testing.TB, s *store.Store, ws record.WorkspaceID, statement string, args ...any) string {
	t.Helper()
	back := errors.New("back")
	err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, statement, args...); err != nil {
			return err
		}
		return back
	})
	if errors.Is(err, back) || err != nil && strings.Contains(err.Error(), back.Error()) {
		return ""
	}
	return err.Error()
}

// Keep is Exec whose doing stays.
func Keep(t testing.TB, s *store.Store, ws record.WorkspaceID, statement string, args ...any) string {
	t.Helper()
	err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	})
	if err != nil {
		return err.Error()
	}
	return ""
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
