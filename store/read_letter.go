package store

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

func scanDeadLetter(row pgx.CollectableRow) (d views.DeadLetter, err error) {
	var id int64
	err = row.Scan(append(append([]any{&id, &d.Kind, &d.Stage}, refColumns(&d.Record)...), &d.Version, &d.Code, &d.Message.Zh, &d.Message.En,
		&d.Field, &d.Path, &d.Value, &d.Detail, &d.FirstAt, &d.LastAt, &d.Count, &d.Status, &d.How, &d.Reason, &d.ClosedBy, &d.ClosedAt, &d.Gone, &d.Rev)...)
	d.ID = strconv.FormatInt(id, 10)
	d.Version, d.Edit = record.SplitEdited(d.Version)
	nameRef(&d.Record)
	return d, err
}

// letterArgs are the first nine arguments of the queries that filter letters.
func letterArgs(f views.DeadLetterFilter) []any {
	return []any{f.Connection, f.Stream, f.Stage, f.Code, f.Kind, f.Status, f.From, f.To, f.Text}
}

// ListDeadLetters lists dead letters, the last that failed first.
func (r *Reader) ListDeadLetters(ctx context.Context, ws record.WorkspaceID, dq views.DeadLetterQuery) (rows []views.DeadLetter, next []string, err error) {
	at, id, err := afterTime(dq.After)
	if err != nil {
		return nil, nil, err
	}
	var n int64
	if at != nil {
		if n, err = idOf(id); err != nil {
			return nil, nil, fault.New("bad_cursor", nil)
		}
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		rows, err = all(ctx, q, sql("ReadLetters"), scanDeadLetter, append(letterArgs(dq.DeadLetterFilter), at, n, dq.Limit+1)...)
		rows, next = cut(rows, dq.Limit, func(d views.DeadLetter) []string { return []string{d.LastAt.UTC().Format(time.RFC3339Nano), d.ID} })
		return err
	})
	return rows, next, err
}

// CountDeadLetters counts the letters that match by status, reason and connection.
// Each list leaves its own filter aside: it says what else there is to choose.
func (r *Reader) CountDeadLetters(ctx context.Context, ws record.WorkspaceID, f views.DeadLetterFilter) (c views.DeadLetterCounts, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		of := f
		of.Status = ""
		c.Statuses, err = all(ctx, q, sql("ReadLetterStatuses"), func(row pgx.CollectableRow) (s views.StatusCount, err error) {
			return s, row.Scan(&s.Status, &s.Count)
		}, letterArgs(of)...)
		if err != nil {
			return err
		}
		of = f
		of.Code = ""
		c.Reasons, err = all(ctx, q, sql("ReadLetterReasons"), func(row pgx.CollectableRow) (s views.ReasonCount, err error) {
			return s, row.Scan(&s.Code, &s.Message.Zh, &s.Message.En, &s.Count)
		}, letterArgs(of)...)
		if err != nil {
			return err
		}
		of = f
		of.Connection = ""
		c.Connections, err = all(ctx, q, sql("ReadLetterConnections"), func(row pgx.CollectableRow) (s views.ConnectionCount, err error) {
			return s, row.Scan(&s.Connection, &s.Name, &s.Connector, &s.Count)
		}, letterArgs(of)...)
		return err
	})
	return c, err
}

// DeadLetter gives a letter with its history and what came, byte for byte.
func (r *Reader) DeadLetter(ctx context.Context, ws record.WorkspaceID, id string) (o letters.Opened, err error) {
	n, err := idOf(id)
	if err != nil {
		return o, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		o = letters.Opened{}
		var err error
		if o.Letter, err = one(ctx, q, sql("ReadLetter"), scanDeadLetter, n); err != nil {
			return err
		}
		o.Events, err = all(ctx, q, sql("ReadLetterEvents"), func(row pgx.CollectableRow) (e views.LetterEvent, err error) {
			if err := row.Scan(&e.At, &e.What, &e.How, &e.Code, &e.By, &e.Reason); err != nil {
				return e, err
			}
			e.Message = views.TextOf(e.Code)
			return e, nil
		}, n)
		if err != nil {
			return err
		}
		ref := o.Letter.Record
		rec := record.Record{
			Workspace: ws, Connection: record.ConnectionID(ref.Connection), Connector: ref.Connector, Stream: ref.Stream, Key: ref.Key, Version: o.Letter.Version,
		}
		if o.Letter.Edit > 0 {
			rec.Version = record.EditedVersion(o.Letter.Version, o.Letter.Edit)
		}
		var payload []byte
		err = q.tx.QueryRow(ctx, sql("ReadLetterRaw"), n).Scan(&rec.Op, &rec.OccurredAt, &rec.ReceivedAt, &payload)
		if isNoRows(err) {
			return nil // what came is gone
		}
		if err != nil {
			return err
		}
		if rec.Raw, err = zstdOut().DecodeAll(payload, nil); err != nil {
			return fault.Newf("internal", "a stored payload does not unpack: %w", err)
		}
		o.Record, o.Kept = rec, true
		return nil
	})
	return o, err
}

// LetterJobs gives the latest jobs; LetterJob one of them.
func (r *Reader) LetterJobs(ctx context.Context, ws record.WorkspaceID) (out []views.LetterJob, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		out, err = all(ctx, q, sql("ReadLetterJobs"), scanLetterJob, 0)
		return err
	})
	return out, err
}

// LetterJob gives a job and how far it has come.
func (r *Reader) LetterJob(ctx context.Context, ws record.WorkspaceID, id string) (j views.LetterJob, err error) {
	n, err := idOf(id)
	if err != nil || n <= 0 {
		return j, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		j, err = one(ctx, q, sql("ReadLetterJobs"), scanLetterJob, n)
		return err
	})
	return j, err
}

func scanLetterJob(row pgx.CollectableRow) (j views.LetterJob, err error) {
	var id int64
	err = row.Scan(&id, &j.Verb, &j.Reason, &j.By, &j.At, &j.FinishedAt, &j.Total, &j.Taken, &j.Missing, &j.Waiting, &j.Resolved, &j.Failed, &j.Discarded)
	j.ID = strconv.FormatInt(id, 10)
	j.Failed = max(j.Failed-j.Missing, 0)
	switch {
	case j.FinishedAt == nil:
		j.State = "running"
	case j.Waiting > 0:
		j.State = "waiting"
	default:
		j.State = "done"
	}
	return j, err
}
