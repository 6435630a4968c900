package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var _ people.Handovers = (*Store)(nil)

const (
	everything   = 1_000_000 // items of one leaver
	previewItems = 20        // shown of a column
)

// owning is one item with its place.
type owning struct {
	people.Item
	tbl, col, part, how, holds string
}

func ownedItems(ctx context.Context, tx querier, query string, args ...any) ([]owning, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o owning, err error) {
		return o, row.Scan(&o.Column, &o.tbl, &o.col, &o.part, &o.how, &o.holds, &o.Row, &o.Label, &o.Open, &o.Was)
	})
}

func ownedColumns(ctx context.Context, tx querier, e people.Listed) ([]people.Column, error) {
	rows, err := tx.Query(ctx, sql("OwnedCount"), e.ID, e.Account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c people.Column, err error) {
		return c, row.Scan(&c.Key, &c.Zh, &c.En, &c.How, &c.Open, &c.History)
	})
}

// listedNow gives the employee of today of an id.
func listedNow(ctx context.Context, tx querier, id uuid.UUID) (people.Listed, error) {
	now, err := currentEmployee(ctx, tx, id)
	if err != nil {
		return people.Listed{}, err
	}
	return oneEmployee(ctx, tx, now)
}

// Owned implements people.Handovers.
func (s *Store) Owned(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, column string, history bool, most int) (columns []people.Column, items []people.Item, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		e, err := listedNow(ctx, tx, id)
		if err != nil {
			return err
		}
		if columns, err = ownedColumns(ctx, tx, e); err != nil || most <= 0 {
			return err
		}
		which := []string{}
		if column != "" {
			which = append(which, column)
		}
		var got []owning
		if history {
			got, err = ownedItems(ctx, tx, sql("OwnedHistory"), e.ID, e.Account, which, most)
		} else {
			got, err = ownedItems(ctx, tx, sql("Owned"), e.ID, e.Account, which, true, most)
		}
		for _, o := range got {
			items = append(items, o.Item)
		}
		return err
	})
	return columns, items, err
}

// planned is a handover worked out.
type planned struct {
	people.Preview
	all []owning // everything that is given
}

func plan(ctx context.Context, tx querier, a people.Ask, now time.Time) (p planned, err error) {
	if err := a.Check(); err != nil {
		return p, err
	}
	if p.Of, err = listedNow(ctx, tx, a.Of); err != nil {
		return p, err
	}
	if p.Gets, err = successor(ctx, tx, a, p.Of); err != nil {
		return p, err
	}
	if p.Columns, err = ownedColumns(ctx, tx, p.Of); err != nil {
		return p, err
	}
	for _, key := range a.Only {
		if !slices.ContainsFunc(p.Columns, func(c people.Column) bool { return c.Key == key }) {
			return p, fault.Newf("bad_request", "column %q", key).At("only", key)
		}
	}
	got, err := ownedItems(ctx, tx, sql("Owned"), p.Of.ID, p.Of.Account, append([]string{}, a.Only...), true, everything)
	if err != nil {
		return p, err
	}
	shown := map[string]int{}
	var hashed []people.Item
	for _, o := range got {
		if o.how == "source" {
			continue
		}
		o.Became = p.Gets.ID
		if o.holds == "account" {
			if o.Became = p.Gets.Account; o.Became == uuid.Nil {
				return p, fault.New("no_account", nil).At("successor", "")
			}
		}
		p.all, hashed = append(p.all, o), append(hashed, o.Item)
		if shown[o.Column]++; shown[o.Column] <= previewItems {
			p.Items = append(p.Items, o.Item)
		}
	}
	p.Hash = people.HashOf(p.Of.ID, p.Gets.ID, hashed)
	p.Access, err = accessOf(ctx, tx, p.Of.Account, now)
	return p, err
}

func successor(ctx context.Context, tx querier, a people.Ask, of people.Listed) (people.Listed, error) {
	if a.Plan == people.ToSuccessor {
		got, err := listedNow(ctx, tx, a.Successor)
		if err == nil && (got.ID == of.ID || got.Status == people.Left) {
			err = fault.New("bad_successor", nil).At("successor", "")
		}
		return got, err
	}
	above, err := collect[uuid.UUID](ctx, tx, sql("ChainAbove"), of.ID)
	if err != nil {
		return people.Listed{}, err
	}
	for _, id := range above {
		got, err := oneEmployee(ctx, tx, id)
		if err == nil && got.Status != people.Left && got.ID != of.ID {
			return got, nil
		}
		if err != nil && fault.As(err).Code != "not_found" {
			return people.Listed{}, err
		}
	}
	return people.Listed{}, fault.New("no_manager", nil).At("plan", "")
}

// Preview implements people.Handovers.
func (s *Store) Preview(ctx context.Context, ws record.WorkspaceID, a people.Ask, now time.Time) (people.Preview, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) (people.Preview, error) {
		p, err := plan(ctx, tx, a, now)
		return p.Preview, err
	})
}

// inPeople runs a change of who owns what or who is who: no apply runs meanwhile.
func (s *Store) inPeople(ctx context.Context, ws record.WorkspaceID, fn func(ctx context.Context, tx *applyTx, by access.Actor) error) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("ApplyLock"), string(ws)); err != nil {
			return err
		}
		return fn(ctx, &applyTx{tx: tx, ws: string(ws)}, by)
	})
}

// did leaves an entry in the trail.
func (t *applyTx) did(ctx context.Context, now time.Time, action, kind, id, reason string, diff any) error {
	e, err := access.Did(ctx, action, kind, id)
	if err != nil {
		return err
	}
	e.At, e.Reason = now, reason
	if e.Diff, err = access.Diff(nil, diff, nil); err != nil {
		return err
	}
	return Audit(ctx, t.tx, e)
}

// HandOver implements people.Handovers.
func (s *Store) HandOver(ctx context.Context, ws record.WorkspaceID, a people.Ask, now time.Time) (out people.Handover, err error) {
	err = s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, by access.Actor) error {
		p, err := plan(ctx, t.tx, a, now)
		if err != nil {
			return err
		}
		if p.Hash != a.Hash {
			return fault.New("handover_changed", nil).At("hash", "")
		}
		id := uuid.New()
		only := append([]string{}, a.Only...)
		if _, err := t.tx.Exec(ctx, sql("HandoverInsert"), t.ws, id, p.Of.Records, string(a.Plan), p.Gets.Records, only, a.Reason, now, by.Ref()); err != nil {
			return err
		}
		if err := t.give(ctx, id, p, now, by); err != nil {
			return err
		}
		counts := map[string]int{}
		for _, o := range p.all {
			counts[o.Column]++
		}
		if err := t.did(ctx, now, "handover.apply", "employee", p.Of.ID.String(), a.Reason, map[string]any{"handover": id, "plan": a.Plan, "gets": p.Gets.ID, "items": counts}); err != nil {
			return err
		}
		if !a.KeepOpen && p.Access.Account != uuid.Nil && p.Access.Open {
			if err := s.closeAccess(ctx, t, p.Of, p.Access, a.Reason, now, by); err != nil {
				return err
			}
		}
		out, err = t.handover(ctx, id)
		return err
	})
	return out, err
}

// give gives the items away and notes each.
func (t *applyTx) give(ctx context.Context, handover uuid.UUID, p planned, now time.Time, by access.Actor) error {
	var entities []int64
	var decisions []uuid.UUID
	var c columns
	for n, o := range p.all {
		var decision uuid.UUID
		if o.how == "decision" {
			var k struct{ Entity int64 }
			if err := json.Unmarshal(o.Row, &k); err != nil {
				return fault.New("internal", err)
			}
			decision = uuid.New()
			entities, decisions = append(entities, k.Entity), append(decisions, decision)
		} else {
			var done bool
			if err := t.tx.QueryRow(ctx, sql("Give"), o.tbl, o.col, string(o.Row), o.Was, o.Became).Scan(&done); err != nil {
				return err
			}
			if !done {
				return fault.New("handover_changed", nil)
			}
		}
		c.add(int32(n+1), o.tbl, o.col, o.part, string(o.Row), o.Was, o.Became, decision)
	}
	if len(entities) > 0 {
		if _, err := t.tx.Exec(ctx, sql("DecideOwners"), t.ws, handover, p.Gets.Records, now, by.Ref(), entities, decisions); err != nil {
			return err
		}
	}
	if !c.empty() {
		if _, err := t.tx.Exec(ctx, sql("HandoverItems"), c.args(t.ws, handover)...); err != nil {
			return err
		}
	}
	return t.PutOwners(ctx, entities)
}

// Undo implements people.Handovers.
func (s *Store) Undo(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (out people.Handover, err error) {
	err = s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, by access.Actor) error {
		var records []uuid.UUID
		var undone *time.Time
		if err := t.tx.QueryRow(ctx, sql("HandoverForUndo"), id).Scan(&records, &undone); err != nil {
			return err
		}
		if undone != nil {
			return fault.New("handover_undone", nil)
		}
		refused, err := t.takeBack(ctx, id, now, by)
		if err != nil {
			return err
		}
		if _, err := t.tx.Exec(ctx, sql("HandoverUndone"), id, now, by.Ref(), reason); err != nil {
			return err
		}
		var of *uuid.UUID
		if err := t.tx.QueryRow(ctx, sql("EmployeeOf"), records).Scan(&of); err != nil {
			return err
		}
		if err := t.did(ctx, now, "handover.undo", "employee", orNil(of).String(), reason, map[string]any{"handover": id, "refused": refused}); err != nil {
			return err
		}
		out, err = t.handover(ctx, id)
		return err
	})
	return out, err
}

// takeBack restores what has not changed since; refused counts what has.
func (t *applyTx) takeBack(ctx context.Context, id uuid.UUID, now time.Time, by access.Actor) (refused int, err error) {
	var ns []int32
	var why []string
	note := func(n int32, reason string) {
		ns, why = append(ns, n), append(why, reason)
		if reason != "" {
			refused++
		}
	}
	rows, err := t.tx.Query(ctx, sql("DecidedItems"), id)
	if err != nil {
		return 0, err
	}
	var n int32
	var decision uuid.UUID
	var entity int64
	var holds bool
	var entities []int64
	var undoes, ids []uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&n, &decision, &entity, &holds}, func() error {
		switch {
		case entity == 0:
			note(n, "gone")
		case !holds:
			note(n, "changed")
		default:
			note(n, "")
			entities, undoes, ids = append(entities, entity), append(undoes, decision), append(ids, uuid.New())
		}
		return nil
	}); err != nil {
		return 0, err
	}
	if len(undoes) > 0 {
		if _, err := t.tx.Exec(ctx, sql("UndoDecisions"), now, by.Ref(), undoes, ids); err != nil {
			return 0, err
		}
	}
	if rows, err = t.tx.Query(ctx, sql("WrittenItems"), id); err != nil {
		return 0, err
	}
	type row struct {
		n int32
		owning
	}
	written, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (o row, err error) {
		return o, r.Scan(&o.n, &o.tbl, &o.col, &o.Row, &o.Was, &o.Became)
	})
	if err != nil {
		return 0, err
	}
	for _, o := range written {
		var done bool
		if err := t.tx.QueryRow(ctx, sql("Give"), o.tbl, o.col, string(o.Row), o.Became, o.Was).Scan(&done); err != nil {
			return 0, err
		}
		reason := ""
		if !done {
			reason = "changed"
		}
		note(o.n, reason)
	}
	if len(ns) > 0 {
		if _, err := t.tx.Exec(ctx, sql("ItemsUndone"), id, ns, why); err != nil {
			return 0, err
		}
	}
	return refused, t.PutOwners(ctx, entities)
}

// handover reads one handover.
func (t *applyTx) handover(ctx context.Context, id uuid.UUID) (people.Handover, error) {
	got, err := handovers(ctx, t.tx, nil, &id)
	if err == nil && len(got) == 0 {
		err = fault.New("not_found", nil)
	}
	if err != nil {
		return people.Handover{}, err
	}
	return got[0], nil
}

func handovers(ctx context.Context, tx querier, of []uuid.UUID, id *uuid.UUID) ([]people.Handover, error) {
	rows, err := tx.Query(ctx, sql("Handovers"), of, id)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h people.Handover, err error) {
		var of, gets *uuid.UUID
		var undone *time.Time
		err = row.Scan(&h.ID, &of, &h.OfName, &gets, &h.GetsName, &h.Plan, &h.Reason, &h.At, &h.By, &h.Items, &undone, &h.UndoneBy, &h.UndoReason, &h.Restored)
		h.Of, h.Gets = orNil(of), orNil(gets)
		if undone != nil {
			h.UndoneAt = *undone
		}
		return h, err
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].UndoneAt.IsZero() {
			continue
		}
		if rows, err = tx.Query(ctx, sql("HandoverLeft"), out[i].ID); err != nil {
			return nil, err
		}
		if out[i].Left, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (x people.Item, err error) {
			return x, row.Scan(&x.Column, &x.Row, &x.Label, &x.Was, &x.Became, &x.Refused)
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// HandoversOf implements people.Handovers.
func (s *Store) HandoversOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]people.Handover, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Handover, error) {
		e, err := listedNow(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		return handovers(ctx, tx, e.Records, nil)
	})
}
