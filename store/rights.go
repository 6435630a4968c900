package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/rights"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Rights reports who may do what in a workspace as of a moment, from the trail alone:
// asked again later, a report of the past is the same but for what people are called.
func (r *Reader) Rights(ctx context.Context, ws record.WorkspaceID, at time.Time) (out views.RightsReport, err error) {
	var changes []rights.Change
	err = r.s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		changes, err = rightsChanges(ctx, tx, sql("RightsChanges"), at)
		return err
	})
	if err != nil {
		return out, err
	}
	var accounts []string
	for _, c := range changes {
		if isUUID(c.Account) && !slices.Contains(accounts, c.Account) {
			accounts = append(accounts, c.Account)
		}
	}
	// Accounts are shut out in the hub's own trail.
	err = r.s.inTrail(ctx, access.Hub, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		more, err := rightsChanges(ctx, tx, sql("RightsDisabled"), at, accounts)
		changes = append(changes, more...)
		return err
	})
	if err != nil {
		return out, err
	}
	slices.SortStableFunc(changes, func(a, b rights.Change) int { return a.At.Compare(b.At) })
	keys, err := r.s.Keys(ctx, ws)
	if err != nil {
		return out, err
	}
	type called struct{ name, signIn string }
	names := map[string]called{}
	err = r.s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		var id string
		var c called
		return reading{tx}.each(ctx, sql("RightsNames"), []any{&id, &c.name, &c.signIn}, func() { names[id] = c }, accounts)
	})
	if err != nil {
		return out, err
	}
	rep := rights.AsOf(at, changes, keys)
	out = views.RightsReport{AsOf: at.UTC(), Persons: []views.RightsPerson{}, Keys: []views.RightsKey{}, Conflicts: []views.RightsConflict{}}
	for _, p := range rep.Persons {
		c := names[p.Account]
		out.Persons = append(out.Persons, views.RightsPerson{
			Account: p.Account, Name: c.name, SignIn: c.signIn, Roles: texts(p.Roles), Since: p.Since.UTC(), By: p.By, ByName: nameOf(p.By, func(id string) string { return names[id].name }), Disabled: p.Disabled, Conflicts: p.Conflicts,
		})
	}
	for _, k := range rep.Keys {
		out.Keys = append(out.Keys, views.RightsKey{
			ID: k.ID, Name: k.Name, Last4: k.Last4, Roles: texts(k.Roles), Scopes: texts(k.Scopes), Since: k.CreatedAt.UTC(), By: k.CreatedBy,
			ByName: nameOf(k.CreatedBy, func(id string) string { return names[id].name }), ExpiresAt: k.ExpiresAt, Conflicts: k.Conflicts,
		})
	}
	for _, c := range rights.Conflicts() {
		out.Conflicts = append(out.Conflicts, views.RightsConflict{
			ID: c.ID, One: string(c.One), Other: string(c.Other), Guarded: c.Guarded, Name: views.Text{Zh: c.Name.Zh, En: c.Name.En}, Why: views.Text{Zh: c.Why.Zh, En: c.Why.En},
		})
	}
	return out, nil
}

// nameOf names the account behind the reference of an actor.
func nameOf(ref string, name func(id string) string) string {
	if len(ref) > 5 && ref[:5] == "user:" {
		return name(ref[5:])
	}
	return ""
}

func rightsChanges(ctx context.Context, tx pgx.Tx, query string, args ...any) ([]rights.Change, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c rights.Change, err error) {
		return c, row.Scan(&c.At, &c.Account, &c.Action, &c.By, &c.Diff)
	})
}
