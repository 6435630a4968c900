package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
)

func TestAnalyzeLooksAtTablesThatGrew(t *testing.T) {
	t.Parallel()
	s := pgtest.Store(t)
	first, err := s.Analyze(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(first, "consumer_offset") {
		t.Fatalf("an empty table was analysed: %v", first)
	}
	if err := s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "insert into consumer_offset (topic, kpart, koff) select 'heliu.raw', n, n from generate_series(1, 2000) n")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) { // PostgreSQL counts changes a moment late
		if got, err = s.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(got, "consumer_offset") {
			break
		}
	}
	if !slices.Contains(got, "consumer_offset") {
		t.Fatalf("a table that grew by 2000 rows was not analysed: %v", got)
	}
	var rows float64
	if err := s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select reltuples from pg_class where relname = 'consumer_offset'").Scan(&rows)
	}); err != nil {
		t.Fatal(err)
	}
	if rows != 2000 {
		t.Errorf("the planner knows of %g rows", rows)
	}
	if got, err = s.Analyze(t.Context()); err != nil || slices.Contains(got, "consumer_offset") {
		t.Errorf("analysed again without change: %v, %v", got, err)
	}
}
