package store

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// The tests of the stages run through it on a real PostgreSQL; here is what they cannot
// show: in which order and in how many trips statements go.
type tripTx struct {
	pgx.Tx
	trips [][]string
	fail  string // the statement that fails
}

var errRefused = errors.New("refused")

func (t *tripTx) Query(_ context.Context, sql string, _ ...any) (pgx.Rows, error) {
	t.trips = append(t.trips, []string{sql})
	return noRows{}, nil
}

func (t *tripTx) SendBatch(_ context.Context, b *pgx.Batch) pgx.BatchResults {
	var trip []string
	for _, q := range b.QueuedQueries {
		trip = append(trip, q.SQL)
	}
	t.trips = append(t.trips, trip)
	return &tripResults{tx: t, left: trip}
}

type tripResults struct {
	pgx.BatchResults
	tx   *tripTx
	left []string
}

func (r *tripResults) next() error {
	sql := r.left[0]
	r.left = r.left[1:]
	if sql == r.tx.fail {
		return errRefused
	}
	return nil
}

func (r *tripResults) Exec() (pgconn.CommandTag, error) { return pgconn.CommandTag{}, r.next() }
func (r *tripResults) Query() (pgx.Rows, error)         { return noRows{}, r.next() }

func (r *tripResults) Close() error {
	for len(r.left) > 0 {
		if err := r.next(); err != nil {
			return err
		}
	}
	return nil
}

type noRows struct{ pgx.Rows }

func (noRows) Close()     {}
func (noRows) Err() error { return nil }
func (noRows) Next() bool { return false }

func TestStatementsGoWithTheNextQuestionInTheirOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, fail string
		want       [][]string
		failsAt    string
	}{
		{"all goes well", "", [][]string{{"ask 1"}, {"do 1", "do 2", "ask 2"}, {"ask 3"}, {"do 3"}}, ""},
		{"what was kept fails with the question", "do 2", [][]string{{"ask 1"}, {"do 1", "do 2", "ask 2"}}, "ask 2"},
		{"what nobody asks after fails in the end", "do 3", [][]string{{"ask 1"}, {"do 1", "do 2", "ask 2"}, {"ask 3"}, {"do 3"}}, "flush"},
	} {
		tx := &tripTx{fail: c.fail}
		g := &gathered{tx: tx}
		failed := func() string {
			for _, sql := range []string{"ask 1", "do 1", "do 2", "ask 2", "ask 3", "do 3"} {
				if sql[0] == 'd' {
					if _, err := g.Exec(t.Context(), sql); err != nil {
						return sql
					}
					continue
				}
				err := g.QueryRow(t.Context(), sql).Scan()
				if errors.Is(err, errRefused) {
					return sql
				}
				if !errors.Is(err, pgx.ErrNoRows) {
					t.Errorf("%s: %s: %v", c.name, sql, err)
				}
			}
			if err := g.flush(t.Context()); err != nil {
				return "flush"
			}
			return ""
		}()
		if failed != c.failsAt || !slices.EqualFunc(tx.trips, c.want, slices.Equal) {
			t.Errorf("%s: failed at %q, trips %q", c.name, failed, tx.trips)
		}
		if err := g.flush(t.Context()); err != nil {
			t.Errorf("%s: something is left: %v", c.name, err)
		}
	}
}
