package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// querier is what a transaction is to who works in it.
type querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// gathered is a transaction whose statements without an answer wait for the next
// question and are sent with it, in their order: the apply stage has some twenty of
// them a batch, and on a busy machine every trip to the server costs more than most of
// them. Exec gives an empty tag, its failure is the next question's or flush's. The
// arguments of Exec must stay as they are until then.
type gathered struct {
	tx   pgx.Tx
	wait pgx.Batch
}

// Exec keeps a statement for later.
func (g *gathered) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	g.wait.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

// Query sends what waits and asks.
func (g *gathered) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if g.wait.Len() == 0 {
		return g.tx.Query(ctx, sql, args...)
	}
	n := g.wait.Len()
	g.wait.Queue(sql, args...)
	sent := g.send(ctx)
	for range n {
		if _, err := sent.Exec(); err != nil {
			_ = sent.Close() // it repeats the error
			return nil, err
		}
	}
	rows, err := sent.Query()
	if err != nil {
		_ = sent.Close()
		return nil, err
	}
	return &lastRows{rows, sent}, nil
}

// QueryRow is Query of one row.
func (g *gathered) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	rows, err := g.Query(ctx, sql, args...)
	return oneRow{rows, err}
}

// flush sends what waits.
func (g *gathered) flush(ctx context.Context) error {
	if g.wait.Len() == 0 {
		return nil
	}
	return g.send(ctx).Close()
}

// send sends what waits; the answers read on from the batch that was sent.
func (g *gathered) send(ctx context.Context) pgx.BatchResults {
	b := &pgx.Batch{QueuedQueries: g.wait.QueuedQueries}
	g.wait.QueuedQueries = nil
	return g.tx.SendBatch(ctx, b)
}

// lastRows are the rows of the last statement of a batch.
type lastRows struct {
	pgx.Rows
	sent pgx.BatchResults
}

// Close ends the batch as well.
func (r *lastRows) Close() {
	r.Rows.Close()
	_ = r.sent.Close() // nothing stands behind the last statement, whose error Err gives
}

type oneRow struct {
	rows pgx.Rows
	err  error
}

// Scan implements pgx.Row.
func (r oneRow) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}
