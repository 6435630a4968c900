package pgload

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/internal/clock"
)

// Wide is records as their source said them, one JSON text each: rows of the width in
// which a hub gets them, before it has made them small.
type Wide struct {
	keys []string
	text []string
}

// Len is how many rows there are.
func (w *Wide) Len() int { return len(w.keys) }

// Bytes is how many bytes of JSON a row has on average.
func (w *Wide) Bytes() int {
	n := 0
	for _, t := range w.text {
		n += len(t)
	}
	return n / max(len(w.text), 1)
}

// Add appends a row.
func (w *Wide) Add(key string, json []byte) {
	w.keys, w.text = append(w.keys, key), append(w.text, string(json))
}

const makeWide = `DROP TABLE IF EXISTS pgload_wide; CREATE TABLE pgload_wide (key text PRIMARY KEY, version bigint NOT NULL, payload jsonb NOT NULL); CHECKPOINT`

const putWide = `INSERT INTO pgload_wide (key, version, payload) SELECT r.key, 1, r.payload FROM unnest($1::text[], $2::text[]::jsonb[]) AS r (key, payload)
ON CONFLICT (key) DO UPDATE SET version = excluded.version, payload = excluded.payload WHERE excluded.version > pgload_wide.version`

// Upsert writes the rows into an empty table of its own with one index, batch rows a
// statement and a transaction, on conns connections. It gives how many rows a second
// that were.
func (w *Wide) Upsert(ctx context.Context, dsn string, conns, batch int) (float64, error) {
	sessions, err := open(ctx, dsn, conns)
	defer func() {
		for _, c := range sessions {
			_ = c.Close(context.WithoutCancel(ctx))
		}
	}()
	if err != nil {
		return 0, err
	}
	if _, err := sessions[0].PgConn().Exec(ctx, makeWide).ReadAll(); err != nil {
		return 0, err
	}
	return spread(ctx, sessions, w.Len(), batch, func(ctx context.Context, c *pgx.Conn, a, b int) error {
		tag, err := c.Exec(ctx, putWide, w.keys[a:b], w.text[a:b])
		if err == nil && tag.RowsAffected() != int64(b-a) {
			err = fmt.Errorf("%d of %d rows were written", tag.RowsAffected(), b-a)
		}
		return err
	})
}

// open opens sessions; those that it could open come back beside the error.
func open(ctx context.Context, dsn string, n int) (out []*pgx.Conn, _ error) {
	for range n {
		c, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return out, err
		}
		out = append(out, c)
	}
	return out, nil
}

// spread has sessions put n rows, batch at a time, and gives how many a second that were.
func spread(ctx context.Context, sessions []*pgx.Conn, n, batch int, put func(ctx context.Context, c *pgx.Conn, a, b int) error) (float64, error) {
	from := make(chan int, n/batch+1)
	for at := 0; at < n; at += batch {
		from <- at
	}
	close(from)
	var clk clock.System
	start := clk.Now()
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range sessions {
		g.Go(func() error {
			for at := range from {
				if err := put(ctx, c, at, min(at+batch, n)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := g.Wait()
	return float64(n) / clk.Now().Sub(start).Seconds(), err
}
