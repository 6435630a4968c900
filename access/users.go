package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Enable lets a disabled account in again. As with Disable, an account with a place in
// another workspace too is not this administrator's.
func (g *Gate) Enable(ctx context.Context, now time.Time, account string) error {
	by, a, err := g.manageAccount(ctx, account)
	if err != nil {
		return err
	}
	a.DisabledAt = nil
	return g.store.SaveAccount(ctx, a, Entry{Actor: by, At: now, Action: "account.enable", ObjectKind: "account", ObjectID: a.ID})
}

// manageAccount gives the context's actor and an account that it may disable or enable.
func (g *Gate) manageAccount(ctx context.Context, account string) (Actor, Account, error) {
	by, err := g.mayManage(ctx)
	if err != nil {
		return Actor{}, Account{}, err
	}
	places, err := g.store.MembershipsOf(ctx, account)
	if err != nil {
		return Actor{}, Account{}, err
	}
	if !hasPlace(places, by.Workspace) {
		return Actor{}, Account{}, fault.New("not_found", nil)
	}
	if by.Account() != "" && by.Account() == account {
		return Actor{}, Account{}, fault.New("not_oneself", nil)
	}
	if len(places) > 1 && by.Kind != System {
		return Actor{}, Account{}, fault.New("account_elsewhere", nil)
	}
	a, err := g.store.AccountByID(ctx, account)
	return by, a, err
}

// ID names a session to its owner. It tells nothing of the token.
func (s Session) ID() string {
	sum := sha256.Sum256(s.Hash[:])
	return hex.EncodeToString(sum[:8])
}

// Sessions lists the sessions of the context's actor that go on, the one used last first.
// A session that began by a link sees itself alone.
func (g *Gate) Sessions(ctx context.Context, now time.Time, token string) ([]Session, error) {
	by, err := person(ctx)
	if err != nil {
		return nil, err
	}
	all, err := g.store.SessionsOf(ctx, by.ID, now)
	if err != nil {
		return nil, err
	}
	own := HashToken(token)
	return slices.DeleteFunc(all, func(s Session) bool { return !s.Live(now) || by.Confined && s.Hash != own }), nil
}

// EndSession ends one of the actor's own sessions by its ID; one that is not there, or
// over, is not_found.
func (g *Gate) EndSession(ctx context.Context, now time.Time, token, id string) error {
	by, err := From(ctx)
	if err != nil {
		return err
	}
	all, err := g.Sessions(ctx, now, token)
	if err != nil && by.Kind == User {
		return err
	}
	for _, s := range all {
		if s.ID() == id {
			return g.store.RevokeSession(ctx, s.Hash, now, Entry{Actor: by, At: now, Action: "session.end", ObjectKind: "account", ObjectID: by.ID})
		}
	}
	return fault.New("not_found", nil)
}

// EndOtherSessions ends all sessions of the actor but that of token.
func (g *Gate) EndOtherSessions(ctx context.Context, now time.Time, token string) error {
	by, err := person(ctx)
	if err != nil {
		return err
	}
	if by.Confined { // it may be the administrator who made the link
		return fault.Newf("forbidden", "sign in with your password to end the other sessions")
	}
	return g.store.RevokeSessionsBut(ctx, by.ID, HashToken(token), now, Entry{Actor: by, At: now, Action: "session.end_others", ObjectKind: "account", ObjectID: by.ID})
}

// person gives the context's actor, who must be somebody signed in.
func person(ctx context.Context) (Actor, error) {
	by, err := From(ctx)
	if err == nil && by.Kind != User {
		err = fault.Newf("bad_request", "sessions belong to a person")
	}
	return by, err
}

// KeyList lists the keys of the actor's workspace, oldest first.
func (g *Gate) KeyList(ctx context.Context) ([]Key, error) {
	by, err := From(ctx)
	if err != nil {
		return nil, err
	}
	if err := by.Require(KeyRead); err != nil {
		return nil, err
	}
	return g.store.Keys(ctx, by.Workspace)
}
