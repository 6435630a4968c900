package pgtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// SQL speaks to a test's database as its owner, past row-level security: for fixtures
// that no method writes, and for sums that check the program's from outside.
type SQL struct {
	t    testing.TB
	conn *pgx.Conn
}

// Owner connects to a database that Database made.
func Owner(t testing.TB, dsn string) SQL {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return SQL{t, conn}
}

// Exec runs a statement.
func (s SQL) Exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.conn.Exec(s.t.Context(), query, args...); err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
}

// Rows gives the rows of a query as texts; null is "<nil>".
func (s SQL) Rows(query string, args ...any) [][]string {
	s.t.Helper()
	rows, err := s.conn.Query(s.t.Context(), query, args...)
	if err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]string, error) {
		values, err := row.Values()
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = fmt.Sprint(v)
		}
		return texts, err
	})
	if err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
	return out
}

// One gives the only value of a query.
func (s SQL) One(query string, args ...any) string {
	s.t.Helper()
	rows := s.Rows(query, args...)
	if len(rows) != 1 || len(rows[0]) != 1 {
		s.t.Fatalf("pgtest: %d rows, want one value", len(rows))
	}
	return rows[0][0]
}
