package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Reader gives the console what it shows: it implements all of the console's ports
// that speak of stored things. Every method sees one workspace, and what it gives is
// of one moment. It is safe for concurrent use.
type Reader struct{ s *Store }

// NewReader makes a reader of a store.
func NewReader(s *Store) *Reader { return &Reader{s} }

// read runs fn in one reading transaction of the workspace, which shows what the
// context's actor sees of it.
func (r *Reader) read(ctx context.Context, ws record.WorkspaceID, fn func(ctx context.Context, q reading) error) error {
	return r.s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := narrow(ctx, tx); err != nil {
			return err
		}
		return fn(ctx, reading{tx})
	})
}

// reading is one reading transaction.
type reading struct{ tx pgx.Tx }

// all collects the rows of a query.
func all[T any](ctx context.Context, q reading, query string, scan func(pgx.CollectableRow) (T, error), args ...any) ([]T, error) {
	rows, err := q.tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, scan)
	if out == nil {
		out = []T{}
	}
	return out, err
}

// one gives the only row of a query; none is not_found.
func one[T any](ctx context.Context, q reading, query string, scan func(pgx.CollectableRow) (T, error), args ...any) (T, error) {
	rows, err := q.tx.Query(ctx, query, args...)
	if err != nil {
		var zero T
		return zero, err
	}
	out, err := pgx.CollectExactlyOneRow(rows, scan)
	if isNoRows(err) {
		return out, fault.New("not_found", nil)
	}
	return out, err
}

// refColumns scans the columns connection, connection name, connector, stream, key.
func refColumns(r *views.Ref) []any {
	return []any{&r.Connection, &r.ConnectionName, &r.Connector, &r.Stream, &r.Key}
}

// nameRef names a record as people read it.
func nameRef(r *views.Ref) { r.Name = r.ConnectionName + "/" + r.Stream + "/" + r.Key }

// idOf reads the id of a deal or payment; what is none is not_found.
func idOf(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New("not_found", nil)
	}
	return n, nil
}

// goldenID refuses what is no id as not_found.
func goldenID(text string) error {
	if !isUUID(text) {
		return fault.New("not_found", nil)
	}
	return nil
}

// like makes a pattern that finds a text literally, anywhere; empty for none.
func like(text string) string {
	if text == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// goldens names golden records by their ids.
func (q reading) goldens(ctx context.Context, ids map[string]bool) (map[string]*views.GoldenRef, error) {
	delete(ids, "")
	out := make(map[string]*views.GoldenRef, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	found, err := all(ctx, q, sql("ReadGoldenNames"), scanGoldenRef, slices.Sorted(maps.Keys(ids)))
	for i := range found {
		out[found[i].ID] = &found[i]
	}
	return out, err
}

func scanGoldenRef(row pgx.CollectableRow) (g views.GoldenRef, err error) {
	err = row.Scan(&g.ID, &g.Kind, &g.Name)
	return g, err
}

// cut cuts the row that tells whether there is a next page, and gives the sort values
// of the last one that stays.
func cut[T any](rows []T, limit int, keys func(T) []string) ([]T, []string) {
	if len(rows) <= limit {
		return rows, nil
	}
	rows = rows[:limit]
	return rows, keys(rows[limit-1])
}

// afterTime reads the sort values (time, id) of where a page begins.
func afterTime(after []string) (at *time.Time, id string, err error) {
	if len(after) == 0 {
		return nil, "", nil
	}
	if len(after) != 2 {
		return nil, "", fault.New("bad_cursor", nil)
	}
	t, err := time.Parse(time.RFC3339Nano, after[0])
	if err != nil {
		return nil, "", fault.New("bad_cursor", nil)
	}
	return &t, after[1], nil
}

func timeKey(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// jsonObject decodes a JSON object; numbers keep their text.
func jsonObject(b []byte) (map[string]any, error) {
	if len(b) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var out map[string]any
	return out, d.Decode(&out)
}

// each calls use for every row of a query, scanned into the given places.
func (q reading) each(ctx context.Context, query string, into []any, use func(), args ...any) error {
	rows, err := q.tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { use(); return nil })
	return err
}
