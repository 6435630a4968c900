package store

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Trail lists the changes that somebody made, the latest first.
func (r *Reader) Trail(ctx context.Context, ws record.WorkspaceID, aq views.AuditQuery) (rows []views.AuditEntry, next []string, err error) {
	after, err := afterID(aq.After)
	if err != nil {
		return nil, nil, err
	}
	found, err := r.s.AuditTrail(ctx, ws, AuditQuery{
		ObjectKind: aq.ObjectKind, ObjectID: aq.ObjectID, ActorID: aq.ActorID, Actions: aq.Actions, From: aq.From, To: aq.To, Before: after, Limit: aq.Limit + 1,
	})
	if err != nil {
		return nil, nil, err
	}
	rows = make([]views.AuditEntry, len(found))
	for i, e := range found {
		if rows[i], err = entryView(e); err != nil {
			return nil, nil, err
		}
	}
	rows, next = cut(rows, aq.Limit, func(e views.AuditEntry) []string { return []string{strconv.FormatInt(e.Seq, 10)} })
	return rows, next, r.nameActors(ctx, ws, rows)
}

func entryView(e access.Entry) (views.AuditEntry, error) {
	diff, err := jsonObject(e.Diff)
	if err != nil {
		return views.AuditEntry{}, fault.New("internal", err)
	}
	return views.AuditEntry{
		Seq: e.Seq, At: e.At.UTC(), ActorKind: string(e.Actor.Kind), ActorID: e.Actor.ID, Action: e.Action,
		ObjectKind: e.ObjectKind, ObjectID: e.ObjectID, Reason: e.Reason, Diff: diff,
	}, nil
}

// nameActors says what the accounts and keys behind entries are called.
func (r *Reader) nameActors(ctx context.Context, ws record.WorkspaceID, rows []views.AuditEntry) error {
	ids := make([]string, len(rows))
	for i, e := range rows {
		ids[i] = e.ActorID
	}
	names, err := r.actorNames(ctx, ws, ids)
	for i := range rows {
		rows[i].ActorName = names[rows[i].ActorID]
	}
	return err
}

func (r *Reader) actorNames(ctx context.Context, ws record.WorkspaceID, ids []string) (map[string]string, error) {
	var asked []string
	seen := map[string]bool{}
	for _, id := range ids {
		if isUUID(id) && !seen[id] {
			asked, seen[id] = append(asked, id), true
		}
	}
	out := map[string]string{}
	if len(asked) == 0 {
		return out, nil
	}
	err := r.s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		var id, name string
		return reading{tx}.each(ctx, sql("AuditNames"), []any{&id, &name}, func() { out[id] = name }, asked)
	})
	return out, err
}

// TrailEntry gives one entry with its place in the chain.
func (r *Reader) TrailEntry(ctx context.Context, ws record.WorkspaceID, seq int64) (x views.ChainedEntry, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var hash []byte
		e, err := one(ctx, q, sql("AuditOne"), func(row pgx.CollectableRow) (access.Entry, error) { return scanEntry(row, ws, &x.N, &hash) }, seq)
		if err != nil {
			return err
		}
		x.Hash = trail.HashOf(hash).String()
		x.AuditEntry, err = entryView(e)
		return err
	})
	if err != nil {
		return x, err
	}
	rows := []views.AuditEntry{x.AuditEntry}
	err = r.nameActors(ctx, ws, rows)
	x.AuditEntry = rows[0]
	return x, err
}

// TrailFacets tells what the trail of a workspace can be narrowed to.
func (r *Reader) TrailFacets(ctx context.Context, ws record.WorkspaceID) (f views.AuditFacets, err error) {
	text := func(row pgx.CollectableRow) (s string, err error) { return s, row.Scan(&s) }
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		if f.Actors, err = all(ctx, q, sql("AuditActors"), func(row pgx.CollectableRow) (a views.AuditActor, err error) { return a, row.Scan(&a.Kind, &a.ID) }); err != nil {
			return err
		}
		if f.Actions, err = all(ctx, q, sql("AuditActions"), text); err != nil {
			return err
		}
		f.ObjectKinds, err = all(ctx, q, sql("AuditObjectKinds"), text)
		return err
	})
	if err != nil {
		return f, err
	}
	ids := make([]string, len(f.Actors))
	for i, a := range f.Actors {
		ids[i] = a.ID
	}
	names, err := r.actorNames(ctx, ws, ids)
	for i := range f.Actors {
		f.Actors[i].Name = names[f.Actors[i].ID]
	}
	return f, err
}

// TrailKey gives the key that signs heads.
func (r *Reader) TrailKey() (trail.Key, error) { return r.s.TrailKey() }
