package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// retained are the statements of the classes that are deleted: how much is due, and the
// deletion of a batch.
var retained = map[string][2]string{
	privacy.ClassRaw: {sql("RetainDueRaw"), sql("RetainRaw")}, privacy.ClassRawOld: {sql("RetainDueRawOld"), sql("RetainRawOld")},
	privacy.ClassFile: {sql("RetainDueFile"), sql("RetainFile")}, privacy.ClassDeadLetter: {sql("RetainDueDeadLetter"), sql("RetainDeadLetter")},
	privacy.ClassJob: {sql("RetainDueJob"), sql("RetainJob")}, privacy.ClassAlert: {sql("RetainDueAlert"), sql("RetainAlert")},
	privacy.ClassContact: {sql("RetainDueContact"), sql("RetainContact")}, privacy.ClassSession: {sql("RetainDueSession"), sql("RetainSession")},
	privacy.ClassOutbox: {sql("RetainDueOutbox"), sql("RetainOutbox")}, privacy.ClassIdempotency: {sql("RetainDueIdempotency"), sql("RetainIdempotency")},
}

// retainAtOnce bounds one deletion.
const retainAtOnce = 5000

// Retention gives the classes of a workspace with their periods and what is due now.
func (s *Store) Retention(ctx context.Context, ws record.WorkspaceID, now time.Time) (out []privacy.Class, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if out, err = classes(ctx, tx); err != nil {
			return err
		}
		for i, c := range out {
			q, counted := retained[c.ID]
			if !counted || c.Days <= 0 {
				continue
			}
			c.Held = false
			before, ok := c.Cutoff(now)
			if !ok {
				continue
			}
			if err := tx.QueryRow(ctx, q[0], before).Scan(&out[i].Due, &out[i].Kept); err != nil {
				return err
			}
			if out[i].Held {
				out[i].Kept, out[i].Due = out[i].Kept+out[i].Due, 0
			}
		}
		return nil
	})
	return out, err
}

func classes(ctx context.Context, tx pgx.Tx) ([]privacy.Class, error) {
	out := slices.Clone(privacy.Classes)
	for i := range out {
		out[i].Days = out[i].Default
	}
	rows, err := tx.Query(ctx, sql("RetentionRows"))
	if err != nil {
		return nil, err
	}
	var id string
	var days, version int
	if _, err := pgx.ForEachRow(rows, []any{&id, &days, &version}, func() error {
		for i := range out {
			if out[i].ID == id && !out[i].Fixed {
				out[i].Days, out[i].Version = days, version
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	held, err := collect[string](ctx, tx, sql("RetentionHeld"))
	for i := range out {
		out[i].Held = slices.Contains(held, out[i].ID)
	}
	return out, err
}

// SetRetention sets how many days a class is kept; version is the one that was seen.
func (s *Store) SetRetention(ctx context.Context, ws record.WorkspaceID, class string, days, version int) error {
	e, err := access.Did(ctx, "retention.set", "retention", class)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		all, err := classes(ctx, tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c privacy.Class) bool { return c.ID == class && !c.Fixed })
		switch {
		case i < 0:
			return fault.New("unknown_class", nil).At("class", class)
		case days != 0 && days < all[i].Least:
			return fault.New("retention_too_short", nil).At("days", "")
		case all[i].Version != version:
			return fault.New("precondition_failed", nil)
		}
		if e.Diff, err = access.Diff(map[string]any{"days": all[i].Days}, map[string]any{"days": days}, nil); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("RetentionPut"), string(ws), class, days, e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// Retain deletes what is due in a workspace, a batch a transaction, and notes what that
// was, with the actor of the context in the trail.
func (s *Store) Retain(ctx context.Context, ws record.WorkspaceID, now time.Time) (run privacy.RetentionRun, err error) {
	e, err := access.Did(ctx, "retention.run", "retention", "")
	if err != nil {
		return run, err
	}
	run = privacy.RetentionRun{At: now, By: e.Actor.Ref(), Result: map[string]int64{}}
	for _, c := range privacy.Classes {
		if _, ok := retained[c.ID]; !ok {
			continue
		}
		for n := int64(retainAtOnce); n >= retainAtOnce; {
			if n, err = s.retainSome(ctx, ws, c.ID, now); err != nil {
				return run, err
			}
			if n > 0 {
				run.Result[c.ID] += n
			}
		}
	}
	if err := s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("RetentionDropDays"), now.UTC().AddDate(0, 0, -2).Format(time.DateOnly))
		return err
	}); err != nil {
		return run, err
	}
	result, err := json.Marshal(run.Result)
	if err != nil {
		return run, err
	}
	return run, s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("RetentionRunPut"), string(ws), now, run.By, string(result)); err != nil {
			return err
		}
		if len(run.Result) == 0 {
			return nil
		}
		e.Diff = json.RawMessage(`{"deleted":{"to":` + string(result) + `}}`)
		return Audit(ctx, tx, e)
	})
}

// retainSome deletes a batch of a class. What is held is asked anew in its transaction.
func (s *Store) retainSome(ctx context.Context, ws record.WorkspaceID, class string, now time.Time) (n int64, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		n = 0
		all, err := classes(ctx, tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c privacy.Class) bool { return c.ID == class })
		before, ok := all[i].Cutoff(now)
		if !ok {
			return nil
		}
		tag, err := tx.Exec(ctx, retained[class][1], before, retainAtOnce)
		if err != nil {
			return err
		}
		n = tag.RowsAffected()
		if class == privacy.ClassDeadLetter {
			_, err = tx.Exec(ctx, sql("RetainLetterEvents"), before, retainAtOnce)
		}
		return err
	})
	return n, err
}

// RetentionRuns lists the last runs.
func (s *Store) RetentionRuns(ctx context.Context, ws record.WorkspaceID) (out []privacy.RetentionRun, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("RetentionRuns"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r privacy.RetentionRun, err error) {
			err = row.Scan(&r.At, &r.By, &r.Result)
			return r, err
		})
		return err
	})
	if out == nil {
		out = []privacy.RetentionRun{}
	}
	return out, err
}

// RetainedAt tells when retention ran last in a workspace.
func (s *Store) RetainedAt(ctx context.Context, ws record.WorkspaceID) (at time.Time, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("RetentionLast")).Scan(&at)
	})
	return at, err
}

// Processings gives the activities of processing with the columns that are registered
// under each.
func (s *Store) Processings(ctx context.Context) ([]privacy.Processing, error) {
	cols, err := s.personalColumns(ctx)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(privacy.Processings)
	for i := range out {
		out[i].Columns = []privacy.Column{}
		for _, c := range cols {
			if c.note == out[i].ID {
				out[i].Columns = append(out[i].Columns, privacy.Column{Table: c.table, Column: c.column, Class: c.class, How: c.how})
			}
		}
	}
	return out, nil
}
