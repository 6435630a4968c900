package access

import (
	"context"
	"strings"
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
	Reason   string // stands in the trail
}

// AddMember gives an account a place in the workspace of the context's actor and
// makes the account when there is none. The password of an account that is there
// already is not touched: it belongs to its owner. Who has a place already is already_member.
func (g *Gate) AddMember(ctx context.Context, now time.Time, n NewMember) (Member, error) {
	by, m, err := g.welcome(ctx, now, n)
	if err != nil {
		return Member{}, err
	}
	return m, g.saveMember(ctx, now, by, nil, m, "member.add", n.Reason)
}

// Welcome is AddMember without the place: it checks everything and makes the account,
// for somebody else to decide about. An account without a place signs in nowhere.
func (g *Gate) Welcome(ctx context.Context, now time.Time, n NewMember) (Member, error) {
	_, m, err := g.welcome(ctx, now, n)
	return m, err
}

func (g *Gate) welcome(ctx context.Context, now time.Time, n NewMember) (Actor, Member, error) {
	by, err := g.mayManage(ctx)
	if err != nil {
		return by, Member{}, err
	}
	signIn, err := NormalizeSignIn(n.SignIn)
	if err != nil {
		return by, Member{}, err
	}
	if err := CheckRoles(n.Roles); err != nil {
		return by, Member{}, err
	}
	a, err := g.store.AccountBySignIn(ctx, signIn)
	if isNotFound(err) {
		a = Account{ID: newID(), SignIn: signIn, CreatedAt: now}
		if n.Password != "" {
			if err := CheckPassword(signIn, n.Password); err != nil {
				return by, Member{}, err
			}
			a.PasswordHash = HashPassword(n.Password)
		}
		err = g.store.SaveAccount(ctx, a, Entry{Actor: by, At: now, Action: "account.create", ObjectKind: "account", ObjectID: a.ID})
	}
	if err != nil {
		return by, Member{}, err
	}
	places, err := g.store.MembershipsOf(ctx, a.ID)
	if err != nil {
		return by, Member{}, err
	}
	if hasPlace(places, by.Workspace) { // it would be a way around SetRoles
		return by, Member{}, fault.New("already_member", nil).At("sign_in", "")
	}
	return by, Member{Workspace: by.Workspace, Account: a.ID, SignIn: signIn, Name: strings.TrimSpace(n.Name), Roles: n.Roles, CreatedAt: now}, nil
}

// SetRoles changes what a member is in the workspace of the context's actor. An
// empty list takes the place away. Nobody changes their own roles.
func (g *Gate) SetRoles(ctx context.Context, now time.Time, account string, roles []Role) error {
	return g.ChangeRoles(ctx, now, account, roles, "")
}

// ChangeRoles is SetRoles with a reason, which stands in the trail.
func (g *Gate) ChangeRoles(ctx context.Context, now time.Time, account string, roles []Role, reason string) error {
	by, m, err := g.changing(ctx, account, roles)
	if err != nil {
		return err
	}
	was := m.Roles
	m.Roles = roles
	return g.saveMember(ctx, now, by, was, m, "member.roles", reason)
}

// Changing is ChangeRoles without the change: it checks everything and gives the member as
// they are, for somebody else to decide about.
func (g *Gate) Changing(ctx context.Context, account string, roles []Role) (Member, error) {
	_, m, err := g.changing(ctx, account, roles)
	return m, err
}

func (g *Gate) changing(ctx context.Context, account string, roles []Role) (Actor, Member, error) {
	by, err := g.mayManage(ctx)
	if err != nil {
		return by, Member{}, err
	}
	if by.Account() != "" && by.Account() == account {
		return by, Member{}, fault.New("not_oneself", nil)
	}
	if len(roles) > 0 {
		if err := CheckRoles(roles); err != nil {
			return by, Member{}, err
		}
	}
	m, err := g.member(ctx, account, by.Workspace)
	return by, m, err
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
// too is not this administrator's to disable: take its place away with SetRoles. Nobody
// disables themself.
func (g *Gate) Disable(ctx context.Context, now time.Time, account string) error {
	by, a, err := g.manageAccount(ctx, account)
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

func (g *Gate) saveMember(ctx context.Context, now time.Time, by Actor, was []Role, m Member, action, reason string) error {
	diff, err := Diff(map[string]any{"roles": was}, map[string]any{"roles": m.Roles}, nil)
	if err != nil {
		return err
	}
	return g.store.SaveMember(ctx, m, Entry{Actor: by, At: now, Action: action, ObjectKind: "account", ObjectID: m.Account, Reason: reason, Diff: diff})
}
