package store

import (
	"context"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/record"
)

// FindErased looks through a page of entities for the values of an erasure and gives the
// source records in which they stand. next is where to go on; 0: that was all.
func (s *Store) FindErased(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) (out subjects.Found, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		e, err := erasureNow(ctx, tx, id)
		if err != nil {
			return err
		}
		after := int64(0)
		if len(e.cursor.Place) > 0 {
			if after, err = strconv.ParseInt(e.cursor.Place[0], 10, 64); err != nil {
				return err
			}
		}
		out, err = findErased(ctx, tx, set, after)
		return err
	})
	return out, err
}

func findErased(ctx context.Context, tx pgx.Tx, set *privacy.Set, after int64) (out subjects.Found, err error) {
	rows, err := tx.Query(ctx, sql("SubjectEntities"), after, entityPage)
	if err != nil {
		return out, err
	}
	var n int
	var k pipelines.SourceKey
	var x record.Entity
	_, err = pgx.ForEachRow(rows, []any{&after, (*string)(&k.Connection), &k.Stream, &k.Key, &x.Kind, &x.Part, &x.Data, nil, nil}, func() error {
		n++
		if _, owners, _ := set.Entities(k.Connection, k.Stream, k.Key, []record.Entity{x}); len(owners) > 0 && !slices.Contains(out.Keys, k) {
			out.Keys = append(out.Keys, k)
		}
		return nil
	})
	if n == entityPage {
		out.Next = after
	}
	return out, err
}

// Leftover implements subjects.Store.
func (s *Store) Leftover(ctx context.Context, ws record.WorkspaceID, set *privacy.Set) (left bool, err error) {
	for after := int64(0); ; {
		var f subjects.Found
		err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
			f, err = findErased(ctx, tx, set, after)
			return err
		})
		if err != nil || len(f.Keys) > 0 || f.Next == 0 {
			return len(f.Keys) > 0, err
		}
		after = f.Next
	}
}

// MoveErasure notes what a page did and where the step goes on; next 0: the step after.
func (s *Store) MoveErasure(ctx context.Context, ws record.WorkspaceID, id string, counts []subjects.Count, next int64) error {
	return s.erasing(ctx, ws, id, func(_ context.Context, _ pgx.Tx, e *ErasureNow) error {
		for _, c := range counts {
			if c.Did == "kept" && c.Why == "accounting" {
				until := e.Started.AddDate(privacy.AccountingYears, 0, 0)
				e.Report.Add(c.What, c.Did, c.Why, c.Rows, &until, c.Refs...)
				continue
			}
			e.Report.Add(c.What, c.Did, c.Why, c.Rows, nil, c.Refs...)
		}
		if next == 0 {
			e.to("raw")
		} else {
			e.cursor.Place = []string{strconv.FormatInt(next, 10)}
		}
		return nil
	})
}

// erasing runs a part of an erasure and saves how far it came, in one transaction.
func (s *Store) erasing(ctx context.Context, ws record.WorkspaceID, id string, do func(ctx context.Context, tx pgx.Tx, e *ErasureNow) error) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		e, err := erasureNow(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, &e); err != nil {
			return err
		}
		status := "running"
		if e.Step == "done" {
			status = "done"
		}
		return e.save(ctx, tx, id, status, "")
	})
}

// EraseRaw takes the values out of a page of what sources sent.
func (s *Store) EraseRaw(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error {
	return s.erasing(ctx, ws, id, func(ctx context.Context, tx pgx.Tx, e *ErasureNow) error {
		day, part, off := "0001-01-01", int64(-1), int64(-1)
		if p := e.cursor.Place; len(p) == 3 {
			day = p[0]
			part, _ = strconv.ParseInt(p[1], 10, 32) // written below
			off, _ = strconv.ParseInt(p[2], 10, 64)
		}
		rows, err := tx.Query(ctx, sql("SubjectRaw"), day, int32(part), off, rawPage) //nolint:gosec // within 32 bits
		if err != nil {
			return err
		}
		var r rawFound
		var n int
		var put columns
		var conns, streams, keys []string
		_, err = pgx.ForEachRow(rows, r.into(), func() error {
			n++
			day, part, off = r.day, int64(r.part), r.off
			content, err := r.content()
			if err != nil {
				return err
			}
			own := set.Record(r.connection, r.stream, r.key)
			if len(own) > 0 {
				conns, streams, keys = append(conns, string(r.connection)), append(streams, r.stream), append(keys, r.key)
			}
			if len(content) == 0 || r.staff {
				return nil
			}
			rec := record.Record{Workspace: ws, Connection: r.connection, Connector: r.connector, Stream: r.stream, Key: r.key, Version: r.version, Op: record.Op(r.op)}
			ref := r.name + "/" + r.stream + "/" + r.key
			if len(own) > 0 {
				e.Report.Add("raw_record", "deleted", "own", 1, nil, ref)
			} else {
				red := set.Redact(content)
				if !red.Changed() {
					return nil
				}
				rec.Raw = red.Content
				e.Report.Add("raw_record", "redacted", "others", 1, nil, ref)
			}
			hash := rec.ContentHash()
			rid := rec.IDOf(hash)
			put.add(r.day, r.part, r.off, packed(rec), slices.Clone(hash[:]), slices.Clone(rid[:]))
			return nil
		})
		if err != nil {
			return err
		}
		if !put.empty() {
			if _, err := tx.Exec(ctx, sql("SubjectRawRewrite"), put.args()...); err != nil {
				return err
			}
		}
		if len(keys) > 0 {
			if _, err := tx.Exec(ctx, sql("SubjectLettersClose"), conns, streams, keys); err != nil {
				return err
			}
		}
		if e.cursor.Place = []string{day, strconv.FormatInt(part, 10), strconv.FormatInt(off, 10)}; n < rawPage {
			e.to("tables")
		}
		return nil
	})
}

// EraseTables takes the values out of every registered column of texts, one column a call.
func (s *Store) EraseTables(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error {
	cols, err := s.personalColumns(ctx)
	if err != nil {
		return err
	}
	return s.erasing(ctx, ws, id, func(ctx context.Context, tx pgx.Tx, e *ErasureNow) error {
		i := 0
		if p := e.cursor.Place; len(p) == 1 {
			i, _ = strconv.Atoi(p[0]) // written below
		}
		if i >= len(cols) {
			goldens, err := collect[string](ctx, tx, sql("SubjectGoldens"), e.Golden)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, sql("SubjectGoldenForget"), append(goldens, e.Golden)); err != nil {
				return err
			}
			// Nobody can look into a sealed export: what was made before goes as a whole.
			tag, err := tx.Exec(ctx, sql("SubjectExportsForget"))
			if err != nil {
				return err
			}
			if n := tag.RowsAffected(); n > 0 {
				e.Report.Add("customer_export", "deleted", "sealed", n, nil)
			}
			e.to("files")
			return nil
		}
		c := cols[i]
		e.cursor.Place = []string{strconv.Itoa(i + 1)}
		if c.how != "scan" && c.how != "account" {
			return nil
		}
		found, err := look(ctx, tx, c, set)
		if err != nil {
			return err
		}
		if c.how == "account" {
			e.Report.Add(c.table, "kept", "employment", int64(len(found)), nil)
			return nil
		}
		for _, f := range found {
			var did bool
			if err := tx.QueryRow(ctx, sql("SubjectRewrite"), c.table, c.column, f.place, f.value, f.becomes).Scan(&did); err != nil {
				return err
			}
			if !did { // somebody was faster: once more
				e.cursor.Place = []string{strconv.Itoa(i)}
				continue
			}
			e.Report.Add(c.table, "redacted", c.note, 1, nil)
		}
		return nil
	})
}

type lookedAt struct{ place, value, becomes string }

func look(ctx context.Context, tx pgx.Tx, c personalColumn, set *privacy.Set) (out []lookedAt, err error) {
	rows, err := tx.Query(ctx, sql("SubjectLook"), c.table, c.column)
	if err != nil {
		return nil, err
	}
	var l looked
	_, err = pgx.ForEachRow(rows, l.into(), func() error {
		content, err := l.content()
		if err != nil {
			return err
		}
		if red := set.Redact(content); red.Changed() {
			out = append(out, lookedAt{l.place, l.value, l.with(red.Content)})
		}
		return nil
	})
	return out, err
}

// EraseFiles takes the rows of the person out of the next uploaded file.
func (s *Store) EraseFiles(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error {
	var c record.ConnectionID
	var seq int64
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("ErasureRead"), id)
		if err != nil {
			return err
		}
		place, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[[]string])
		if err == nil && len(place) == 2 {
			c = record.ConnectionID(place[0])
			seq, err = strconv.ParseInt(place[1], 10, 64)
		}
		return err
	})
	if err != nil {
		return err
	}
	f, more, err := s.nextFile(ctx, ws, c, seq)
	if err != nil {
		return err
	}
	rows := 0
	if more && !f.staff {
		if rows, err = s.forgetFile(ctx, ws, set, f); err != nil {
			return err
		}
	}
	return s.erasing(ctx, ws, id, func(_ context.Context, _ pgx.Tx, e *ErasureNow) error {
		if !more {
			e.to("check")
			return nil
		}
		e.cursor.Place = []string{string(f.connection), strconv.FormatInt(f.seq, 10)}
		e.Report.Add("uploaded_file", "deleted", "own", int64(rows), nil, f.title+": "+f.sha256[:12])
		return nil
	})
}

// maxRounds bounds how often the steps are gone through.
const maxRounds = 3

// EndErasure is the last step: it ends an erasure of which nothing is found any more,
// and sends one of which something is left through the steps once more.
func (s *Store) EndErasure(ctx context.Context, ws record.WorkspaceID, id string, left bool) error {
	return s.erasing(ctx, ws, id, func(ctx context.Context, tx pgx.Tx, e *ErasureNow) error {
		if e.cursor.Rounds++; left && e.cursor.Rounds < maxRounds {
			e.to("entities")
			return nil
		}
		if left {
			e.Report.Add("entity", "kept", "unresolved", 1, nil)
		}
		var audited int64
		if err := tx.QueryRow(ctx, sql("ErasureAudited"), e.Golden).Scan(&audited); err != nil {
			return err
		}
		e.Report.Add("audit", "kept", "references", audited, nil)
		e.to("done")
		return nil
	})
}
