package access

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Gate lets people and programs in. It caches nothing: what is revoked is dead at
// the next request. It is safe for concurrent use.
type Gate struct {
	store  Store
	limit  Limiter
	second Second
}

// NewGate makes a gate over a store; a nil limiter means NewAttempts.
func NewGate(s Store, l Limiter) *Gate {
	if l == nil {
		l = NewAttempts()
	}
	return &Gate{store: s, limit: l}
}

// Ask makes the gate ask for a second step of signing in; without it there is none.
func (g *Gate) Ask(s Second) *Gate {
	g.second = s
	return g
}

// SignIn starts a session for a name and a password. from is the caller's address,
// for the limit only. It takes as long for an unknown name as for a wrong password.
// The token is shown once; keep it in a cookie that scripts cannot read. Where a second
// step is due the error is *Unfinished.
func (g *Gate) SignIn(ctx context.Context, now time.Time, signIn, password, from string) (token string, s Session, err error) {
	name, errName := NormalizeSignIn(signIn)
	keys := []string{"name " + name, "from " + from}
	if err := g.slow(now, keys...); err != nil {
		return "", Session{}, err
	}
	account, err := g.find(ctx, name, errName)
	if err != nil {
		return "", Session{}, err
	}
	if !VerifyPassword(account.PasswordHash, password) || account.ID == "" || account.DisabledAt != nil {
		for _, k := range keys {
			g.limit.Failed(k, now)
		}
		e := Entry{Actor: Actor{Kind: User, ID: account.ID, Workspace: Hub}, At: now, Action: "session.refuse", ObjectKind: "account", ObjectID: account.ID}
		if err := g.store.AppendAudit(ctx, Hub, e); err != nil {
			return "", Session{}, err
		}
		return "", Session{}, fault.New("bad_credentials", nil)
	}
	g.limit.Succeeded(keys[0])
	return g.Admit(ctx, now, account, Way{How: "password"})
}

// slow refuses who has to wait under one of the keys.
func (g *Gate) slow(now time.Time, keys ...string) error {
	for _, k := range keys {
		if wait := g.limit.Wait(k, now); wait > 0 {
			return fault.New("too_many_attempts", nil).After(wait)
		}
	}
	return nil
}

// find gives the account of a name, or an empty one that no password fits.
func (g *Gate) find(ctx context.Context, name string, bad error) (Account, error) {
	if bad != nil {
		return Account{}, nil //nolint:nilerr // a name that cannot be is answered like one that is not there
	}
	a, err := g.store.AccountBySignIn(ctx, name)
	if isNotFound(err) {
		return Account{}, nil
	}
	return a, err
}

// Enter gives the actor of a session's token in a workspace; an empty workspace
// means the session's own. A workspace that the account has no place in is not found.
func (g *Gate) Enter(ctx context.Context, now time.Time, token string, ws record.WorkspaceID) (Actor, Session, error) {
	s, m, err := g.place(ctx, now, token, ws)
	if err != nil {
		return Actor{}, Session{}, err
	}
	if now.Sub(s.SeenAt) >= touchEvery {
		if err := g.store.TouchSession(ctx, s.Hash, now); err != nil {
			return Actor{}, Session{}, err
		}
		s.SeenAt = now
	}
	return Actor{Kind: User, ID: s.Account, Name: m.Name, Workspace: m.Workspace, Roles: m.Roles, Confined: s.Confined, Lent: s.Lent}, s, nil
}

func (g *Gate) place(ctx context.Context, now time.Time, token string, ws record.WorkspaceID) (Session, Member, error) {
	s, err := g.store.SessionByHash(ctx, HashToken(token))
	if isNotFound(err) || err == nil && !s.Live(now) {
		return Session{}, Member{}, fault.New("session_over", nil)
	}
	if err != nil {
		return Session{}, Member{}, err
	}
	if ws == "" {
		ws = s.Workspace
	}
	places, err := g.store.MembershipsOf(ctx, s.Account)
	if err != nil {
		return Session{}, Member{}, err
	}
	for _, m := range places {
		if m.Disabled {
			return Session{}, Member{}, fault.New("session_over", nil)
		}
		if m.Workspace == ws && (!s.Confined || ws == s.Workspace) {
			return s, m, nil
		}
	}
	return Session{}, Member{}, fault.New("not_found", nil)
}

// Places lists the workspaces that the session's account has a place in.
func (g *Gate) Places(ctx context.Context, now time.Time, token string) ([]Member, error) {
	s, err := g.store.SessionByHash(ctx, HashToken(token))
	if isNotFound(err) || err == nil && !s.Live(now) {
		return nil, fault.New("session_over", nil)
	}
	if err != nil {
		return nil, err
	}
	places, err := g.store.MembershipsOf(ctx, s.Account)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(places, func(m Member) bool { return s.Confined && m.Workspace != s.Workspace }), nil
}

// Switch moves a session to another workspace of its account, under a new token:
// the old one is dead.
func (g *Gate) Switch(ctx context.Context, now time.Time, token string, ws record.WorkspaceID) (string, Session, error) {
	s, m, err := g.place(ctx, now, token, ws)
	if err != nil {
		return "", Session{}, err
	}
	fresh := newToken()
	next := s
	next.Hash, next.Workspace, next.SeenAt = HashToken(fresh), m.Workspace, now
	e := Entry{Actor: Actor{Kind: User, ID: s.Account, Workspace: m.Workspace}, At: now, Action: "session.switch", ObjectKind: "account", ObjectID: s.Account}
	if err := g.store.SaveSession(ctx, next, e); err != nil {
		return "", Session{}, err
	}
	if err := g.store.RevokeSession(ctx, s.Hash, now, e); err != nil {
		return "", Session{}, err
	}
	return fresh, next, nil
}

// SignOut ends a session; one that is over already is no error.
func (g *Gate) SignOut(ctx context.Context, now time.Time, token string) error {
	s, err := g.store.SessionByHash(ctx, HashToken(token))
	if isNotFound(err) || err == nil && s.RevokedAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return g.store.RevokeSession(ctx, s.Hash, now,
		Entry{Actor: Actor{Kind: User, ID: s.Account, Workspace: s.Workspace}, At: now, Action: "session.end", ObjectKind: "account", ObjectID: s.Account})
}

func isNotFound(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.NotFound
}

func newID() string { return uuid.NewString() }
