package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func accessOf(ctx context.Context, tx querier, account uuid.UUID, now time.Time) (a people.Access, err error) {
	if account == uuid.Nil {
		return a, nil
	}
	var closed *time.Time
	a.Account = account
	err = tx.QueryRow(ctx, sql("AccessOf"), account, now).Scan(&a.Open, &a.Sessions, &a.Keys, &closed, &a.Last)
	if closed != nil {
		a.ClosedAt = *closed
	}
	return a, err
}

// AccessOf implements people.Handovers.
func (s *Store) AccessOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, now time.Time) (people.Access, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) (people.Access, error) {
		e, err := listedNow(ctx, tx, id)
		if err != nil {
			return people.Access{}, err
		}
		return accessOf(ctx, tx, e.Account, now)
	})
}

// closeAccess ends what lets an employee in: the account where it has no place
// elsewhere, else its place here, its sessions, and the keys it made.
func (s *Store) closeAccess(ctx context.Context, t *applyTx, e people.Listed, a people.Access, reason string, now time.Time, by access.Actor) error {
	if a.Last {
		return fault.New("last_admin", nil)
	}
	var roles []string
	if err := t.tx.QueryRow(ctx, sql("PlaceOf"), a.Account).Scan(&roles); err != nil {
		return err
	}
	places, err := s.MembershipsOf(ctx, a.Account.String())
	if err != nil {
		return err
	}
	whole := len(places) <= 1
	if whole {
		_, err = t.tx.Exec(ctx, sql("AccountDisable"), a.Account, now)
	} else {
		_, err = t.tx.Exec(ctx, sql("MembershipDelete"), t.ws, a.Account)
	}
	if err != nil {
		return err
	}
	ended, err := t.tx.Exec(ctx, sql("SessionsEndIn"), a.Account, whole, now)
	if err != nil {
		return err
	}
	keys, err := collect[string](ctx, t.tx, sql("KeysEndOf"), a.Account, now)
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec(ctx, sql("ClosureInsert"), t.ws, uuid.New(), e.Records, a.Account, whole, roles, int(ended.RowsAffected()), len(keys), now, by.Ref()); err != nil {
		return err
	}
	for _, k := range keys {
		if err := t.did(ctx, now, "key.revoke", "key", k, reason, nil); err != nil {
			return err
		}
	}
	action := "account.disable"
	if !whole {
		action = "member.roles"
	}
	return t.did(ctx, now, action, "account", a.Account.String(), reason, map[string]any{"employee": e.ID, "sessions": ended.RowsAffected(), "keys": len(keys)})
}

// CloseAccess implements people.Handovers.
func (s *Store) CloseAccess(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (out people.Access, err error) {
	err = s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, by access.Actor) error {
		e, err := listedNow(ctx, t.tx, id)
		if err != nil {
			return err
		}
		if e.Account == uuid.Nil {
			return fault.New("no_account", nil)
		}
		if out, err = accessOf(ctx, t.tx, e.Account, now); err != nil || !out.Open {
			return err
		}
		if err := s.closeAccess(ctx, t, e, out, reason, now, by); err != nil {
			return err
		}
		out, err = accessOf(ctx, t.tx, e.Account, now)
		return err
	})
	return out, err
}

// ReopenAccess implements people.Handovers.
func (s *Store) ReopenAccess(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (out people.Access, err error) {
	err = s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, by access.Actor) error {
		e, err := listedNow(ctx, t.tx, id)
		if err != nil {
			return err
		}
		if e.Account == uuid.Nil {
			return fault.New("no_account", nil)
		}
		var whole bool
		var roles []string
		err = t.tx.QueryRow(ctx, sql("ClosureOpen"), e.Account, now, by.Ref()).Scan(&whole, &roles)
		if err != nil {
			return err
		}
		if whole {
			_, err = t.tx.Exec(ctx, sql("AccountEnable"), e.Account)
		} else {
			_, err = t.tx.Exec(ctx, sql("MembershipUpsert"), t.ws, e.Account, e.Name, roles, now, by.Ref())
		}
		if err != nil {
			return err
		}
		if err := t.did(ctx, now, "account.enable", "account", e.Account.String(), reason, map[string]any{"employee": e.ID}); err != nil {
			return err
		}
		out, err = accessOf(ctx, t.tx, e.Account, now)
		return err
	})
	return out, err
}

// LinkAccount implements people.Handovers.
func (s *Store) LinkAccount(ctx context.Context, ws record.WorkspaceID, id, account uuid.UUID, now time.Time) error {
	return s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, by access.Actor) error {
		e, err := listedNow(ctx, t.tx, id)
		if err != nil {
			return err
		}
		if account != uuid.Nil {
			var member, taken bool
			if err := t.tx.QueryRow(ctx, sql("MembershipIs"), account).Scan(&member); err != nil {
				return err
			}
			if !member {
				return fault.New("not_found", nil).At("account", "")
			}
			if err := t.tx.QueryRow(ctx, sql("LinkTaken"), account, e.ID).Scan(&taken); err != nil {
				return err
			}
			if taken {
				return fault.New("account_taken", nil).At("account", "")
			}
		}
		if account == e.Account {
			return nil
		}
		if _, err := t.tx.Exec(ctx, sql("EmployeeLinkInsert"), t.ws, e.Records, idOrNull(account), now, by.Ref()); err != nil {
			return err
		}
		if err := t.did(ctx, now, "employee.link", "employee", e.ID.String(), "", map[string]any{"account": idOrNull(account)}); err != nil {
			return err
		}
		return t.rebuildPeople(ctx)
	})
}

// CatchUpPeople makes the employees and owners of records that were applied by an
// earlier program; where there are employees already it does nothing.
func (s *Store) CatchUpPeople(ctx context.Context, ws record.WorkspaceID) error {
	ctx = access.With(ctx, access.SystemActor("people", ws))
	return s.inPeople(ctx, ws, func(ctx context.Context, t *applyTx, _ access.Actor) error {
		var missing bool
		if err := t.tx.QueryRow(ctx, sql("PeopleMissing")).Scan(&missing); err != nil || !missing {
			return err
		}
		if err := t.rebuildPeople(ctx); err != nil {
			return err
		}
		all, err := collect[int64](ctx, t.tx, sql("Ownable"))
		if err != nil {
			return err
		}
		return t.PutOwners(ctx, all)
	})
}

func (t *applyTx) rebuildPeople(ctx context.Context) error {
	in, err := t.People(ctx)
	if err != nil {
		return err
	}
	_, err = t.SavePeople(ctx, people.Build(in), in)
	return err
}

// CloseLeavers closes the access of everybody in a workspace who has left, and gives how
// many that were. The last administrator keeps theirs.
func (s *Store) CloseLeavers(ctx context.Context, ws record.WorkspaceID, now time.Time) (int, error) {
	ids, err := read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]uuid.UUID, error) {
		return collect[uuid.UUID](ctx, tx, sql("LeaversWithAccess"), now)
	})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	ctx = access.With(ctx, access.SystemActor("leaver", ws))
	closed := 0
	for _, id := range ids {
		_, err := s.CloseAccess(ctx, ws, id, "the employee's record says that they have left", now)
		if err == nil {
			closed++
		} else if code := fault.As(err).Code; code != "last_admin" && code != "not_found" {
			return closed, err
		}
	}
	return closed, nil
}
