package access

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// NewMember says who shall have a place in a workspace.
type NewMember struct {
	SignIn   string
	Name     string
	Roles    []Role
	Password string // empty: links only, or the account's password stays
}

// AddMember gives an account a place in the workspace of the context's actor and
// makes the account when there is none. The password of an account that is there
// already is not touched: it belongs to its owner.
func (g *Gate) AddMember(ctx context.Context, now time.Time, n NewMember) (Member, error) {
	by, err := g.mayManage(ctx)
	if err != nil {
		return Member{}, err
	}
	signIn, err := NormalizeSignIn(n.SignIn)
	if err != nil {
		return Member{}, err
	}
	if err := CheckRoles(n.Roles); err != nil {
		return Member{}, err
	}
	a, err := g.store.AccountBySignIn(ctx, signIn)
	if isNotFound(err) {
		a = Account{ID: newID(), SignIn: signIn, CreatedAt: now}
		if n.Password != "" {
			if err := CheckPassword(signIn, n.Password); err != nil {
				return Member{}, err
			}
			a.PasswordHash = HashPassword(n.Password)
		}
		err = g.store.SaveAccount(ctx, a, Entry{Actor: by, At: now, Action: "account.create", ObjectKind: "account", ObjectID: a.ID})
	}
	if err != nil {
		return Member{}, err
	}
	m := Member{Workspace: by.Workspace, Account: a.ID, SignIn: signIn, Name: n.Name, Roles: n.Roles, CreatedAt: now}
	return m, g.saveMember(ctx, now, by, m, "member.add")
}

// SetRoles changes what a member is in the workspace of the context's actor. An
// empty list takes the place away. Nobody changes their own roles.
func (g *Gate) SetRoles(ctx context.Context, now time.Time, account string, roles []Role) error {
	by, err := g.mayManage(ctx)
	if err != nil {
		return err
	}
	if by.Kind == User && by.ID == account {
		return fault.Newf("forbidden", "nobody changes their own roles")
	}
	if len(roles) > 0 {
		if err := CheckRoles(roles); err != nil {
			return err
		}
	}
	m, err := g.member(ctx, account, by.Workspace)
	if err != nil {
		return err
	}
	m.Roles = roles
	return g.saveMember(ctx, now, by, m, "member.roles")
}

// SetPassword sets an account's own password and ends all its sessions. The context's
// actor is the account itself; old must fit unless the account has no password yet.
func (g *Gate) SetPassword(ctx context.Context, now time.Time, old, password string) error {
	by, err := From(ctx)
	if err != nil {
		return err
	}
	if by.Kind != User {
		return fault.Newf("forbidden", "a password belongs to a person")
	}
	a, err := g.store.AccountByID(ctx, by.ID)
	if err != nil {
		return err
	}
	if by.Confined { // it may be the administrator who made the link
		places, err := g.store.MembershipsOf(ctx, a.ID)
		if err != nil {
			return err
		}
		if len(places) > 1 {
			return fault.Newf("forbidden", "sign in with your password to change it")
		}
	}
	if a.PasswordHash != "" && !VerifyPassword(a.PasswordHash, old) {
		return fault.New("bad_credentials", nil)
	}
	if err := CheckPassword(a.SignIn, password); err != nil {
		return err
	}
	a.PasswordHash = HashPassword(password)
	e := Entry{Actor: by, At: now, Action: "account.password", ObjectKind: "account", ObjectID: a.ID}
	if err := g.store.SaveAccount(ctx, a, e); err != nil {
		return err
	}
	return g.store.RevokeSessionsOf(ctx, a.ID, now, e)
}

// Disable shuts an account out at once. An account with a place in another workspace
// too is not this administrator's to disable: take its place away with SetRoles.
func (g *Gate) Disable(ctx context.Context, now time.Time, account string) error {
	by, err := g.mayManage(ctx)
	if err != nil {
		return err
	}
	places, err := g.store.MembershipsOf(ctx, account)
	if err != nil {
		return err
	}
	if !hasPlace(places, by.Workspace) {
		return fault.New("not_found", nil)
	}
	if len(places) > 1 && by.Kind != System {
		return fault.Newf("forbidden", "the account belongs to another workspace too")
	}
	a, err := g.store.AccountByID(ctx, account)
	if err != nil {
		return err
	}
	a.DisabledAt = &now
	e := Entry{Actor: by, At: now, Action: "account.disable", ObjectKind: "account", ObjectID: a.ID}
	if err := g.store.SaveAccount(ctx, a, e); err != nil {
		return err
	}
	return g.store.RevokeSessionsOf(ctx, a.ID, now, e)
}

func (g *Gate) mayManage(ctx context.Context) (Actor, error) {
	by, err := From(ctx)
	if err != nil {
		return Actor{}, err
	}
	return by, by.Require(MemberWrite)
}

func (g *Gate) member(ctx context.Context, account string, ws record.WorkspaceID) (Member, error) {
	places, err := g.store.MembershipsOf(ctx, account)
	if err != nil {
		return Member{}, err
	}
	for _, p := range places {
		if p.Workspace == ws {
			return p, nil
		}
	}
	return Member{}, fault.New("not_found", nil)
}

func (g *Gate) saveMember(ctx context.Context, now time.Time, by Actor, m Member, action string) error {
	diff, err := Diff(nil, map[string]any{"roles": m.Roles}, nil)
	if err != nil {
		return err
	}
	return g.store.SaveMember(ctx, m, Entry{Actor: by, At: now, Action: action, ObjectKind: "account", ObjectID: m.Account, Diff: diff})
}
