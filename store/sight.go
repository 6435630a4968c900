package store

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

var (
	qSightEnter    = sql("SightEnter")
	qSightEmployee = sql("SightEmployee")
)

// Sight gives whom an account's narrow permissions reach: its employee and everybody
// below. An account that is linked to none reaches nobody.
func (s *Store) Sight(ctx context.Context, ws record.WorkspaceID, account string) (out access.Sight, err error) {
	if _, err := uuid.Parse(account); err != nil {
		return out, nil //nolint:nilerr // a key of the hub itself is nobody's
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = access.Sight{}
		err := tx.QueryRow(ctx, qSightEmployee, account).Scan(&out.Employee, &out.Team)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return out, err
}

// narrow limits a reading transaction to what the context's actor sees: its queries then
// find the views of schema sight in the place of the tables. A context without an actor
// is a part of the hub, which sees everything.
func narrow(ctx context.Context, tx pgx.Tx) error {
	a, err := access.From(ctx)
	if err != nil || !a.Narrowed() {
		return nil //nolint:nilerr // nobody in particular reads
	}
	args := make([]any, 0, len(access.Realms)+1)
	for _, r := range access.Realms {
		owners, all := access.SightIn(ctx).Owners(a, r)
		if all {
			args = append(args, "")
			continue
		}
		args = append(args, "{"+strings.Join(owners, ",")+"}")
	}
	records := "own"
	if a.Reach(access.PipelineRead) == access.All {
		records = ""
	}
	_, err = tx.Exec(ctx, qSightEnter, append(args, records)...)
	return err
}

// DemoSeller gives an employee who owns much and has no account, for the seller's account
// of a demo; uuid.Nil where there is none, or where the account was ever linked.
func (s *Store) DemoSeller(ctx context.Context, ws record.WorkspaceID, account string) (id uuid.UUID, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, sql("DemoSeller"), account).Scan(&id)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return id, err
}
