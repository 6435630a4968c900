package store

import (
	"context"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// quiet passes queries and batches to a tracer without the texts of PostgreSQL's
// errors, which may repeat values.
type quiet struct{ next pgx.QueryTracer }

// TraceQueryStart implements pgx.QueryTracer.
func (q quiet) TraceQueryStart(ctx context.Context, c *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	d.Args = nil
	return q.next.TraceQueryStart(ctx, c, d)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (q quiet) TraceQueryEnd(ctx context.Context, c *pgx.Conn, d pgx.TraceQueryEndData) {
	d.Err = silent(d.Err)
	q.next.TraceQueryEnd(ctx, c, d)
}

// TraceBatchStart implements pgx.BatchTracer.
func (q quiet) TraceBatchStart(ctx context.Context, c *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	if b, ok := q.next.(pgx.BatchTracer); ok {
		return b.TraceBatchStart(ctx, c, d)
	}
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (q quiet) TraceBatchQuery(ctx context.Context, c *pgx.Conn, d pgx.TraceBatchQueryData) {
	if b, ok := q.next.(pgx.BatchTracer); ok {
		d.Args, d.Err = nil, silent(d.Err)
		b.TraceBatchQuery(ctx, c, d)
	}
}

// TraceBatchEnd implements pgx.BatchTracer.
func (q quiet) TraceBatchEnd(ctx context.Context, c *pgx.Conn, d pgx.TraceBatchEndData) {
	if b, ok := q.next.(pgx.BatchTracer); ok {
		d.Err = silent(d.Err)
		b.TraceBatchEnd(ctx, c, d)
	}
}

// silentError is an error of which only the SQLSTATE and names of the schema are told,
// and whose cause nobody finds.
type silentError string

// Error is what may be told.
func (s silentError) Error() string { return string(s) }

func silent(err error) error {
	if err == nil {
		return nil
	}
	return silentError(sanitized{err}.Error())
}

var queryNames = sync.OnceValue(func() map[string]string {
	out := make(map[string]string, len(queries))
	for name, text := range queries {
		out[text] = name
	}
	return out
})

// QueryName gives the name of a query of this package, or the first word of another
// statement, for the names of spans.
func QueryName(statement string) string {
	if name, ok := queryNames()[statement]; ok {
		return name
	}
	word, _, _ := strings.Cut(strings.TrimSpace(statement), " ")
	return strings.ToLower(word)
}
