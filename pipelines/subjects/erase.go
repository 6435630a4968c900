// Package subjects does what people may ask of what is kept about them: it erases
// persons (erase.go) and keeps the periods of retention (keep.go).
package subjects

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Found are the source records of a page in which an erased person stands.
type Found struct {
	Keys []pipelines.SourceKey
	Next int64 // 0: that was the last page
}

// Count is what a page did, for the report.
type Count struct {
	What, Did, Why string
	Rows           int64
	Refs           []string
}

// Store keeps erasures and does their steps. Each step may be done again; where an
// erasure stands is in its row.
type Store interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// OpenErasure gives the next one; empty: none.
	OpenErasure(ctx context.Context, ws record.WorkspaceID) (id string, err error)
	// ErasureStep gives where one stands: mark, entities, raw, tables, files, check; empty
	// when it has ended.
	ErasureStep(ctx context.Context, ws record.WorkspaceID, id string) (string, error)
	ErasureSet(ctx context.Context, ws record.WorkspaceID, id string) (*privacy.Set, error)
	MarkErased(ctx context.Context, ws record.WorkspaceID, id string, busKeeps time.Time) error
	// FindErased looks through a page of entities.
	FindErased(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) (Found, error)
	MoveErasure(ctx context.Context, ws record.WorkspaceID, id string, counts []Count, next int64) error
	EraseRaw(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error
	EraseTables(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error
	EraseFiles(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error
	// Leftover tells whether a value of the erasure stands anywhere still.
	Leftover(ctx context.Context, ws record.WorkspaceID, set *privacy.Set) (bool, error)
	EndErasure(ctx context.Context, ws record.WorkspaceID, id string, left bool) error
	NoteErasure(ctx context.Context, ws record.WorkspaceID, id, code string) error
}

// Rewriter makes other entities of source records; see pipelines.Applier.
type Rewriter interface {
	Rewrite(ctx context.Context, ws record.WorkspaceID, make func(ctx context.Context, tx pipelines.ApplyTx) ([]pipelines.Change, error)) error
}

// Eraser erases persons, one step after the other. A worker that dies is followed by
// another one that goes on where it stood.
type Eraser struct {
	Store Store
	Apply Rewriter
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
	// Mine tells whether this hub is the one that erases; nil: it is.
	Mine func(ctx context.Context) bool
	// Retention is how long the bus keeps what came.
	Retention time.Duration
	// Changed is told that an erasure has ended; nil: nobody.
	Changed func(ws record.WorkspaceID)
}

var pace = fault.Ladder{First: 500 * time.Millisecond, Cap: 10 * time.Second}

// Run erases until ctx ends.
func (e *Eraser) Run(ctx context.Context) error {
	for failures := 0; ; {
		worked := false
		var err error
		if e.Mine == nil || e.Mine(ctx) {
			worked, err = e.Once(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // being told to stop is no failure
		case err != nil:
			failures++
			e.Log.WarnContext(ctx, "an erasure waits", "error", err)
		default:
			failures = 0
		}
		if worked && err == nil {
			continue
		}
		if e.Sleep(ctx, pace.Ceiling(failures)) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once does what is open in every workspace.
func (e *Eraser) Once(ctx context.Context) (worked bool, err error) {
	all, err := e.Store.LiveWorkspaces(ctx)
	if err != nil {
		return false, err
	}
	var failed error
	for _, ws := range all {
		id, err := e.Store.OpenErasure(ctx, ws)
		if err == nil && id != "" {
			worked = true
			if err = e.erase(ctx, ws, id); err != nil && ctx.Err() == nil {
				err = errors.Join(err, e.Store.NoteErasure(ctx, ws, id, fault.As(err).Code))
			}
		}
		if err != nil && !errors.Is(err, pipelines.ErrWorkspaceGone) {
			failed = err
		}
	}
	return worked, failed
}

// erase takes one erasure to its end.
func (e *Eraser) erase(ctx context.Context, ws record.WorkspaceID, id string) error {
	for {
		step, err := e.Store.ErasureStep(ctx, ws, id)
		if err != nil {
			return err
		}
		if step == "" {
			if e.Changed != nil {
				e.Changed(ws)
			}
			return nil
		}
		if err := e.step(ctx, ws, id, step); err != nil {
			return err
		}
	}
}

func (e *Eraser) step(ctx context.Context, ws record.WorkspaceID, id, step string) error {
	if step == "mark" {
		return e.Store.MarkErased(ctx, ws, id, e.Now().Add(e.Retention))
	}
	set, err := e.Store.ErasureSet(ctx, ws, id)
	if err != nil {
		return err
	}
	switch step {
	case "entities":
		return e.entities(ctx, ws, id, set)
	case "raw":
		return e.Store.EraseRaw(ctx, ws, id, set)
	case "tables":
		return e.Store.EraseTables(ctx, ws, id, set)
	case "files":
		return e.Store.EraseFiles(ctx, ws, id, set)
	case "check":
		left, err := e.Store.Leftover(ctx, ws, set)
		if err != nil {
			return err
		}
		return e.Store.EndErasure(ctx, ws, id, left)
	}
	return fault.Newf("internal", "an erasure stands at the unknown step %q", step)
}

// rewriteAtOnce bounds the source records of one transaction.
const rewriteAtOnce = 200

// entities rewrites the source records of a page without the person, through the same
// door as every change: golden records, credits and matches follow.
func (e *Eraser) entities(ctx context.Context, ws record.WorkspaceID, id string, set *privacy.Set) error {
	found, err := e.Store.FindErased(ctx, ws, id, set)
	if err != nil {
		return err
	}
	var counts []Count
	for from := 0; from < len(found.Keys); from += rewriteAtOnce {
		keys := found.Keys[from:min(from+rewriteAtOnce, len(found.Keys))]
		var did []Count
		err := e.Apply.Rewrite(ctx, ws, func(ctx context.Context, tx pipelines.ApplyTx) ([]pipelines.Change, error) {
			did = nil
			standing, err := tx.Standing(ctx, keys)
			if err != nil {
				return nil, err
			}
			var changes []pipelines.Change
			for _, m := range standing {
				r := m.Record
				entities, owners, _ := set.Entities(r.Connection, r.Stream, r.Key, m.Entities)
				if len(owners) == 0 {
					continue
				}
				did = append(did, tally(m, entities)...)
				m.Entities, m.Made = entities, record.MadeHash(entities)
				changes = append(changes, pipelines.Change{Mapped: m})
			}
			return changes, nil
		})
		if err != nil {
			return err
		}
		counts = append(counts, did...)
	}
	return e.Store.MoveErasure(ctx, ws, id, counts, found.Next)
}

// tally says what became of the entities of one source record.
func tally(was record.Mapped, now []record.Entity) (out []Count) {
	left := map[string]string{}
	for _, e := range now {
		left[e.Kind+"#"+e.Part] = string(e.Data)
	}
	ref := was.Record.Stream + "/" + was.Record.Key
	for _, e := range was.Entities {
		data, there := left[e.Kind+"#"+e.Part]
		switch {
		case !there:
			out = append(out, Count{What: e.Kind, Did: "deleted", Why: "own", Rows: 1, Refs: []string{ref}})
		case data == string(e.Data):
		case privacy.Accounting(e.Kind):
			out = append(out, Count{What: e.Kind, Did: "kept", Why: "accounting", Rows: 1, Refs: []string{ref}})
		default:
			out = append(out, Count{What: e.Kind, Did: "redacted", Why: "others", Rows: 1, Refs: []string{ref}})
		}
	}
	return out
}
