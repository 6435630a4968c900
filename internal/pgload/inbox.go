package pgload

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/heliuhub/heliu/internal/clock"
)

const (
	inboxBatch    = 500
	inboxLinger   = 2 * time.Millisecond
	inboxFlushers = 2
)

// Inbox is a table that takes what comes in, in batches, instead of a broker: the
// alternative that the embedded broker is held against. A batch is up to 500 rows or
// what came within 2 ms, one statement and one commit; two of them are on their way at
// a time. It is safe for concurrent use.
type Inbox struct {
	pool *pgxpool.Pool
	in   chan *inboxRow
	stop context.CancelFunc
	done chan struct{}
}

type inboxRow struct {
	key  string
	body []byte
	err  chan error
}

// OpenInbox makes the table when it is missing and starts the flushers. ctx bounds the
// start only; Close ends them.
func OpenInbox(ctx context.Context, dsn string) (*Inbox, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	const table = `CREATE TABLE IF NOT EXISTS bench_inbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), body bytea NOT NULL)`
	if _, err := pool.Exec(ctx, table); err != nil {
		pool.Close()
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	i := &Inbox{pool: pool, in: make(chan *inboxRow), stop: stop, done: make(chan struct{}, inboxFlushers)}
	for range inboxFlushers {
		go i.flusher(ctx)
	}
	return i, nil
}

// Close ends the flushers and the connections; nobody may be putting.
func (i *Inbox) Close() {
	i.stop()
	for range inboxFlushers {
		<-i.done
	}
	i.pool.Close()
}

// Put returns nil when the row is committed.
func (i *Inbox) Put(ctx context.Context, key string, body []byte) error {
	r := &inboxRow{key: key, body: body, err: make(chan error, 1)}
	select {
	case i.in <- r:
	case <-ctx.Done():
		return ctx.Err()
	}
	return <-r.err
}

func (i *Inbox) flusher(ctx context.Context) {
	defer func() { i.done <- struct{}{} }()
	for {
		rows := i.collect(ctx)
		if len(rows) == 0 {
			return
		}
		err := i.flush(ctx, rows)
		for _, r := range rows {
			r.err <- err
		}
	}
}

// collect waits for a row and takes those that come within the linger.
func (i *Inbox) collect(ctx context.Context) []*inboxRow {
	var rows []*inboxRow
	select {
	case r := <-i.in:
		rows = append(rows, r)
	case <-ctx.Done():
		return nil
	}
	for linger := time.After(inboxLinger); len(rows) < inboxBatch; {
		select {
		case r := <-i.in:
			rows = append(rows, r)
		case <-linger:
			return rows
		}
	}
	return rows
}

func (i *Inbox) flush(ctx context.Context, rows []*inboxRow) error {
	keys, bodies := make([]string, len(rows)), make([][]byte, len(rows))
	for n, r := range rows {
		keys[n], bodies[n] = r.key, r.body
	}
	tag, err := i.pool.Exec(ctx, `INSERT INTO bench_inbox (key, body) SELECT * FROM unnest($1::text[], $2::bytea[])`, keys, bodies)
	if err == nil && tag.RowsAffected() != int64(len(rows)) {
		err = fmt.Errorf("%d of %d rows were written", tag.RowsAffected(), len(rows))
	}
	return err
}

// Keeper writes what is read behind an inbox or a bus into a table, with the position,
// one transaction a batch: what stages behind it would at least do.
type Keeper struct{ c *pgx.Conn }

// OpenKeeper makes its tables, empty.
func OpenKeeper(ctx context.Context, dsn string) (*Keeper, error) {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	for _, stmt := range []string{
		`CREATE TABLE IF NOT EXISTS bench_read (key text PRIMARY KEY, body bytea NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS bench_position (at bigint NOT NULL)`,
		`TRUNCATE bench_read, bench_position`,
		`INSERT INTO bench_position VALUES (0)`,
	} {
		if _, err := c.Exec(ctx, stmt); err != nil {
			return nil, errors.Join(err, c.Close(ctx))
		}
	}
	return &Keeper{c}, nil
}

// Close ends the connection.
func (k *Keeper) Close() { _ = k.c.Close(context.Background()) }

// Keep writes a batch that was read up to a position. What is there already stays.
func (k *Keeper) Keep(ctx context.Context, keys []string, bodies [][]byte, at int64) error {
	_, err := k.c.Exec(ctx, `WITH w AS (INSERT INTO bench_read SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING)
		UPDATE bench_position SET at = greatest(at, $3)`, keys, bodies, at)
	return err
}

// Inbox reads the inbox in the order of its ids from what is there now on, until ctx
// ends. It stops short of the oldest transaction that still writes, since ids are given
// before commits.
func (k *Keeper) Inbox(ctx context.Context) error {
	var at int64
	if err := k.c.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM bench_inbox`).Scan(&at); err != nil {
		return err
	}
	for ctx.Err() == nil {
		rows, err := k.c.Query(ctx, `SELECT id, key, body FROM bench_inbox WHERE id > $1
			AND xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY id LIMIT 500`, at)
		if err != nil {
			return ended(ctx, err)
		}
		var keys []string
		var bodies [][]byte
		var key string
		var body []byte
		if _, err := pgx.ForEachRow(rows, []any{&at, &key, &body}, func() error {
			keys, bodies = append(keys, key), append(bodies, body)
			body = nil
			return nil
		}); err != nil {
			return ended(ctx, err)
		}
		if len(keys) > 0 {
			if err := k.Keep(ctx, keys, bodies, at); err != nil {
				return ended(ctx, err)
			}
		}
		if len(keys) < inboxBatch {
			_ = (clock.System{}).Sleep(ctx, 5*time.Millisecond) // the loop sees the end of ctx
		}
	}
	return nil
}

// ended drops the error of something that was told to end.
func ended(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		err = nil
	}
	return err
}

// Kept counts the rows that were read behind.
func (d *Database) Kept(ctx context.Context) (n int64, err error) {
	return n, d.c.QueryRow(ctx, `SELECT count(*) FROM bench_read`).Scan(&n)
}
