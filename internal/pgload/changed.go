package pgload

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// recordTables hold what came in and what was made of it.
var recordTables = []string{
	"raw_record", "outcome", "dead_letter", "source_record", "entity", "entity_alias", "entity_ref", "relation", "identity", "identifier",
	"golden", "refused_join", "outbox", "touch", "won_deal", "credit", "spend_day", "payment_match", "payment_state",
}

// Snapshot is a moment against which changes of rows are counted.
type Snapshot struct {
	xid  int64
	rows map[string]int64
}

// Snapshot takes one.
func (d *Database) Snapshot(ctx context.Context) (s Snapshot, err error) {
	// The xids of a cluster that was made a moment ago have not wrapped.
	if err = d.c.QueryRow(ctx, "SELECT pg_current_xact_id()::text::bigint").Scan(&s.xid); err != nil {
		return s, err
	}
	s.rows = map[string]int64{}
	for _, t := range recordTables {
		var n int64
		if err := d.c.QueryRow(ctx, "SELECT count(*) FROM "+pgx.Identifier{t}.Sanitize()).Scan(&n); err != nil {
			return s, err
		}
		s.rows[t] = n
	}
	return s, nil
}

// Changed counts, a table, the rows that were written or have gone since.
func (d *Database) Changed(ctx context.Context, since Snapshot) (map[string]int64, error) {
	out := map[string]int64{}
	for _, t := range recordTables {
		var written, all int64
		q := fmt.Sprintf("SELECT count(*) FILTER (WHERE xmin::text::bigint >= $1), count(*) FROM %s", pgx.Identifier{t}.Sanitize())
		if err := d.c.QueryRow(ctx, q, since.xid).Scan(&written, &all); err != nil {
			return nil, err
		}
		if n := written + max(since.rows[t]-all, 0); n > 0 {
			out[t] = n
		}
	}
	return out, nil
}

// Waiting counts what is still to be done for what was applied: accounts to recompute
// and events to tell.
func (d *Database) Waiting(ctx context.Context) (n int64, err error) {
	return n, d.c.QueryRow(ctx, "SELECT (SELECT count(*) FROM dirty) + (SELECT count(*) FROM outbox WHERE published_at IS NULL)").Scan(&n)
}
