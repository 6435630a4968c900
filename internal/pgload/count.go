package pgload

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Database is a database to look into from outside, as its owner. It is for one caller
// at a time.
type Database struct{ c *pgx.Conn }

// Open connects.
func Open(ctx context.Context, dsn string) (*Database, error) {
	c, err := pgx.Connect(ctx, dsn)
	return &Database{c}, err
}

// Close ends the connection.
func (d *Database) Close(ctx context.Context) { _ = d.c.Close(ctx) }

// SettledBefore counts the outcomes of records of heliu.raw below an offset, in all partitions.
func (d *Database) SettledBefore(ctx context.Context, offset int64) (n int64, err error) {
	return n, d.c.QueryRow(ctx, "SELECT count(*) FROM outcome WHERE koff < $1", offset).Scan(&n)
}

// Settled counts the records of heliu.raw that have an outcome, from the hub's own counts.
func (d *Database) Settled(ctx context.Context) (n int64, err error) {
	return n, d.c.QueryRow(ctx, "SELECT coalesce(sum(records), 0)::bigint FROM flow_count WHERE what <> 'landed'").Scan(&n)
}

// EmptyRaw empties raw_record and has the server write out what is dirty, so that one
// measurement does not pay for another's.
func (d *Database) EmptyRaw(ctx context.Context) error {
	for _, stmt := range []string{"TRUNCATE raw_record", "CHECKPOINT"} {
		if _, err := d.c.Exec(ctx, stmt); err != nil {
			return err
		}
	}
	return nil
}
