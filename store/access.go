package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var _ access.Store = (*Store)(nil)

var (
	qAccountBySignIn  = sql("AccountBySignIn")
	qAccountByID      = sql("AccountByID")
	qAccountUpsert    = sql("AccountUpsert")
	qMembershipOf     = sql("MembershipOf")
	qMembers          = sql("Members")
	qMembershipUpsert = sql("MembershipUpsert")
	qMembershipDelete = sql("MembershipDelete")
	qMembershipLock   = sql("MembershipLock")
	qMembershipGrant  = sql("MembershipGrant")
)

// AccountBySignIn gives the account of a sign-in name.
func (s *Store) AccountBySignIn(ctx context.Context, signIn string) (access.Account, error) {
	return s.account(ctx, qAccountBySignIn, signIn)
}

// AccountByID gives an account.
func (s *Store) AccountByID(ctx context.Context, id string) (access.Account, error) {
	return s.account(ctx, qAccountByID, id)
}

func (s *Store) account(ctx context.Context, query, arg string) (a access.Account, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, query, arg).Scan(&a.ID, &a.SignIn, &a.PasswordHash, &a.DisabledAt, &a.CreatedAt)
	})
	return a, err
}

// SaveAccount makes or changes an account; its entry goes to the hub's trail.
func (s *Store) SaveAccount(ctx context.Context, a access.Account, e access.Entry) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qAccountUpsert, a.ID, a.SignIn, a.PasswordHash, a.DisabledAt, a.CreatedAt); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// MembershipsOf walks the living workspaces, of which there are few, and asks each:
// memberships are tenant rows.
func (s *Store) MembershipsOf(ctx context.Context, account string) ([]access.Member, error) {
	var out []access.Member
	err := s.transact(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		rows, err := tx.Query(ctx, qWorkspaceList)
		if err != nil {
			return err
		}
		all, err := pgx.CollectRows(rows, scanWorkspace)
		if err != nil {
			return err
		}
		var b pgx.Batch
		for _, w := range all {
			b.Queue(qEnterForReading, string(w.ID))
			b.Queue(qMembershipOf, account).Query(func(rows pgx.Rows) error {
				m, err := pgx.CollectRows(rows, scanMember)
				out = append(out, m...)
				return err
			})
		}
		return tx.SendBatch(ctx, &b).Close()
	})
	return out, err
}

// Members lists who has a place in a workspace, by sign-in name.
func (s *Store) Members(ctx context.Context, ws record.WorkspaceID) ([]access.Member, error) {
	var out []access.Member
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qMembers)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanMember)
		return err
	})
	return out, err
}

// SaveMember gives, changes or (without roles) takes away a place.
func (s *Store) SaveMember(ctx context.Context, m access.Member, e access.Entry) error {
	return s.InWorkspace(ctx, m.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if len(m.Roles) == 0 {
			_, err = tx.Exec(ctx, qMembershipDelete, m.Workspace, m.Account)
		} else {
			_, err = tx.Exec(ctx, qMembershipUpsert, m.Workspace, m.Account, m.Name, texts(m.Roles), timeOrNil(m.CreatedAt), e.Actor.Ref())
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// GrantRoles gives an account the roles of m where it has those of from: see
// approvals.Members.
func (s *Store) GrantRoles(ctx context.Context, m access.Member, from []access.Role, e access.Entry) error {
	return s.InWorkspace(ctx, m.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		var have []string
		if err := tx.QueryRow(ctx, qMembershipLock, m.Workspace, m.Account).Scan(&have); err != nil && !isNoRows(err) {
			return err
		}
		same := func(roles []access.Role) bool {
			return slices.Equal(slices.Sorted(slices.Values(have)), slices.Sorted(slices.Values(texts(roles))))
		}
		switch {
		case same(m.Roles):
			return nil
		case !same(from):
			return fault.New("approval_changed", nil)
		}
		if _, err := tx.Exec(ctx, qMembershipGrant, m.Workspace, m.Account, m.Name, texts(m.Roles), e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

func scanMember(row pgx.CollectableRow) (m access.Member, err error) {
	var roles []string
	err = row.Scan(&m.Workspace, &m.Account, &m.SignIn, &m.Name, &roles, &m.Disabled, &m.CreatedAt, &m.SignedInAt, &m.Employee, &m.EmployeeNumber, &m.EmployeeName)
	m.Roles = named[access.Role](roles)
	return m, err
}

// texts and named change between lists of named strings and what the driver takes.
func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}

func named[T ~string](in []string) []T {
	out := make([]T, len(in))
	for i, v := range in {
		out[i] = T(v)
	}
	return out
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// touched makes a statement that met no row into not_found.
func touched(rows int64) error {
	if rows == 0 {
		return fault.New("not_found", nil)
	}
	return nil
}
