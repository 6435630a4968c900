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
	var out *string
	err := s.InWorkspaceRead(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
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
