package pgload

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/internal/clock"
)

// Raw is rows of raw_record in memory, column by column.
type Raw struct {
	workspace string
	day       []time.Time
	kpart     []int32
	koff      []int64
	id, hash  [][]byte
	conn      []string
	connector []string
	stream    []string
	key       []string
	version   []string
	op        []string
	occurred  []time.Time
	received  []time.Time
	mapping   []int32
	payload   [][]byte
}

// Len is how many rows there are.
func (r *Raw) Len() int { return len(r.koff) }

// ReadRaw reads all raw rows of a workspace.
func ReadRaw(ctx context.Context, dsn, workspace string) (*Raw, error) {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	if err := enter(ctx, c, workspace); err != nil {
		return nil, err
	}
	rows, err := c.Query(ctx, `SELECT day, kpart, koff, id, connection::text, connector, stream, key, version, op, content_hash, occurred_at, received_at, mapping_version, payload
		FROM raw_record ORDER BY kpart, koff`)
	if err != nil {
		return nil, err
	}
	out := &Raw{workspace: workspace}
	var day, occurred, received time.Time
	var part, mapping int32
	var off int64
	var id, hash, payload []byte
	var conn, connector, stream, key, version, op string
	_, err = pgx.ForEachRow(rows, []any{&day, &part, &off, &id, &conn, &connector, &stream, &key, &version, &op, &hash, &occurred, &received, &mapping, &payload}, func() error {
		out.day, out.kpart, out.koff = append(out.day, day), append(out.kpart, part), append(out.koff, off)
		out.id, out.hash, out.payload = append(out.id, id), append(out.hash, hash), append(out.payload, payload)
		out.conn, out.connector, out.stream = append(out.conn, conn), append(out.connector, connector), append(out.stream, stream)
		out.key, out.version, out.op = append(out.key, key), append(out.version, version), append(out.op, op)
		out.occurred, out.received, out.mapping = append(out.occurred, occurred), append(out.received, received), append(out.mapping, mapping)
		id, hash, payload = nil, nil, nil // the next row has bytes of its own
		return nil
	})
	return out, err
}

// enter makes the session the program's own role in a workspace: the table has
// row-level security, which everybody who writes to it meets.
func enter(ctx context.Context, c *pgx.Conn, workspace string) error {
	if _, err := c.Exec(ctx, "SET ROLE heliu_app"); err != nil {
		return err
	}
	_, err := c.Exec(ctx, "SELECT set_config('app.workspace', $1, false)", workspace)
	return err
}

const putRaw = `INSERT INTO raw_record (workspace, day, kpart, koff, id, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, mapping_version, payload)
SELECT $1::text::uuid, r.* FROM unnest($2::date[], $3::int[], $4::bigint[], $5::bytea[], $6::text[]::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[],
	$13::timestamptz[], $14::timestamptz[], $15::int[], $16::bytea[]) AS r
ON CONFLICT (day, kpart, koff) DO UPDATE SET payload = excluded.payload`

// Upsert empties raw_record and writes the rows back, batch rows a statement and a
// transaction, on conns connections. It gives how many rows a second that were.
func (r *Raw) Upsert(ctx context.Context, dsn string, conns, batch int) (float64, error) {
	sessions := make([]*pgx.Conn, conns)
	for i := range sessions {
		c, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return 0, err
		}
		defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
		sessions[i] = c
	}
	if err := (&Database{sessions[0]}).EmptyRaw(ctx); err != nil {
		return 0, err
	}
	for _, c := range sessions {
		if err := enter(ctx, c, r.workspace); err != nil {
			return 0, err
		}
	}
	from := make(chan int, r.Len()/batch+1)
	for at := 0; at < r.Len(); at += batch {
		from <- at
	}
	close(from)
	var clk clock.System
	start := clk.Now()
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range sessions {
		g.Go(func() error {
			for at := range from {
				if err := r.put(ctx, c, at, min(at+batch, r.Len())); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := g.Wait()
	return float64(r.Len()) / clk.Now().Sub(start).Seconds(), err
}

// Writers are sessions that write rows; each call takes a free one.
type Writers struct {
	rows *Raw
	free chan *pgx.Conn
}

// Writers opens conns sessions for these rows. The caller closes them.
func (r *Raw) Writers(ctx context.Context, dsn string, conns int) (*Writers, error) {
	w := &Writers{rows: r, free: make(chan *pgx.Conn, conns)}
	for range conns {
		c, err := pgx.Connect(ctx, dsn)
		if err == nil {
			w.free <- c
			err = enter(ctx, c, r.workspace)
		}
		if err != nil {
			w.Close(ctx)
			return nil, err
		}
	}
	return w, nil
}

// Put writes rows a to b, without b, by one statement in one transaction. It may be
// called concurrently.
func (w *Writers) Put(ctx context.Context, a, b int) error {
	c := <-w.free
	defer func() { w.free <- c }()
	return w.rows.put(ctx, c, a, b)
}

// Close ends the sessions. No Put may be under way.
func (w *Writers) Close(ctx context.Context) {
	close(w.free)
	for c := range w.free {
		_ = c.Close(context.WithoutCancel(ctx))
	}
}

func (r *Raw) put(ctx context.Context, c *pgx.Conn, a, b int) error {
	tag, err := c.Exec(ctx, putRaw, r.workspace, r.day[a:b], r.kpart[a:b], r.koff[a:b], r.id[a:b], r.conn[a:b], r.connector[a:b], r.stream[a:b], r.key[a:b],
		r.version[a:b], r.op[a:b], r.hash[a:b], r.occurred[a:b], r.received[a:b], r.mapping[a:b], r.payload[a:b])
	if err == nil && tag.RowsAffected() != int64(b-a) {
		err = fmt.Errorf("%d of %d rows were written", tag.RowsAffected(), b-a)
	}
	return err
}
