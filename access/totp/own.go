package totp

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// State is what a person sees of their second factor.
type State struct {
	On       bool
	Since    *time.Time
	Recovery int  // codes that are left
	Asked    bool // a role of theirs must have one
}

// State tells how it stands with the second factor of an account.
func (d *Desk) State(ctx context.Context, account string) (State, error) {
	f, err := d.store.Factor(ctx, account)
	if err != nil {
		return State{}, err
	}
	places, err := d.store.MembershipsOf(ctx, account)
	if err != nil {
		return State{}, err
	}
	asked, err := d.asked(ctx, places)
	s := State{On: f.On(), Asked: asked}
	if s.On {
		s.Since, s.Recovery = f.ConfirmedAt, len(f.Recovery)
	}
	return s, err
}

// Offer gives the context's actor a new secret, which Confirm turns on.
func (d *Desk) Offer(ctx context.Context, now time.Time) (secret []byte, err error) {
	by, err := d.self(ctx)
	if err != nil {
		return nil, err
	}
	return d.offer(ctx, now, by, by.ID)
}

// OfferHeld is Offer for a held sign-in that has to set a second factor up.
func (d *Desk) OfferHeld(ctx context.Context, now time.Time, token string) (account string, secret []byte, err error) {
	t, err := d.store.TicketByHash(ctx, access.HashToken(token), now)
	if err != nil {
		return "", nil, over(err)
	}
	if t.Half.Step != access.StepEnrol {
		return "", nil, fault.New("second_over", nil)
	}
	secret, err = d.offer(ctx, now, access.Actor{Kind: access.User, ID: t.Half.Account, Workspace: access.Hub}, t.Half.Account)
	return t.Half.Account, secret, err
}

func (d *Desk) offer(ctx context.Context, now time.Time, by access.Actor, account string) (secret []byte, err error) {
	err = d.change(ctx, now, by, account, func(f *Factor) (string, error) {
		err := f.offer()
		secret = f.Secret
		return "totp.offer", err
	})
	return secret, err
}

// Confirm turns the offered factor of the context's actor on and gives its recovery codes.
func (d *Desk) Confirm(ctx context.Context, now time.Time, code string) (recovery []string, err error) {
	return d.own(ctx, now, func(_ access.Actor, f *Factor) (did string, codes []string, err error) {
		codes, err = f.confirm(now, code)
		return "totp.on", codes, err
	})
}

// Renew gives the context's actor new recovery codes; the old ones are dead.
func (d *Desk) Renew(ctx context.Context, now time.Time, code string) (recovery []string, err error) {
	return d.own(ctx, now, func(_ access.Actor, f *Factor) (string, []string, error) {
		if !f.On() {
			return "", nil, fault.New("second_off", nil)
		}
		if _, err := f.check(now, code); err != nil {
			return "", nil, err
		}
		codes, hashes := NewRecovery(f.Account)
		f.Recovery = hashes
		return "totp.renew", codes, nil
	})
}

// Off takes the second factor of the context's actor away, unless a role must have one.
func (d *Desk) Off(ctx context.Context, now time.Time, code string) error {
	by, err := d.self(ctx)
	if err != nil {
		return err
	}
	s, err := d.State(ctx, by.ID)
	if err != nil {
		return err
	}
	if s.Asked {
		return fault.New("second_asked", nil)
	}
	_, err = d.own(ctx, now, func(_ access.Actor, f *Factor) (string, []string, error) {
		if !f.On() {
			return "", nil, fault.New("second_off", nil)
		}
		if _, err := f.check(now, code); err != nil {
			return "", nil, err
		}
		f.drop()
		return "totp.off", nil, nil
	})
	return err
}

func (d *Desk) own(ctx context.Context, now time.Time, do func(access.Actor, *Factor) (did string, codes []string, err error)) (codes []string, err error) {
	by, err := d.self(ctx)
	if err != nil {
		return nil, err
	}
	err = d.change(ctx, now, by, by.ID, func(f *Factor) (did string, err error) {
		did, codes, err = do(by, f)
		return did, err
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// self gives the context's actor, who may change their own second factor. A session that
// an administrator's link or provider began may be that administrator: it changes nothing
// of an account that has a place beyond their workspace.
func (d *Desk) self(ctx context.Context) (access.Actor, error) {
	by, err := access.From(ctx)
	if err != nil {
		return access.Actor{}, err
	}
	if by.Kind != access.User {
		return access.Actor{}, fault.Newf("bad_request", "a second factor belongs to a person")
	}
	if by.Confined {
		places, err := d.store.MembershipsOf(ctx, by.ID)
		if err != nil {
			return access.Actor{}, err
		}
		if len(places) > 1 {
			return access.Actor{}, fault.Newf("forbidden", "sign in with your password to change it")
		}
	}
	return by, nil
}

// Reset takes the second factor of somebody who lost it away and ends their sessions. It
// needs an administrator, who is not the person, and a reason. An account with a place in
// another workspace too is nobody's to reset but the machine's.
func (d *Desk) Reset(ctx context.Context, now time.Time, account, reason string) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	if err := by.Require(access.MemberWrite); err != nil {
		return err
	}
	if by.Kind == access.User && by.ID == account {
		return fault.Newf("forbidden", "nobody resets their own second factor")
	}
	places, err := d.store.MembershipsOf(ctx, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(places, func(m access.Member) bool { return m.Workspace == by.Workspace }) {
		return fault.New("not_found", nil)
	}
	if len(places) > 1 && by.Kind != access.System {
		return fault.New("second_shared", nil)
	}
	if reason == "" {
		return fault.New("reason_needed", nil).At("reason", "")
	}
	e := access.Entry{Actor: by, At: now, Action: "totp.reset", ObjectKind: "account", ObjectID: account, Reason: reason}
	err = d.store.ChangeFactor(ctx, account, func(f *Factor) ([]access.Entry, error) {
		if len(f.Secret) == 0 {
			return nil, fault.New("second_off", nil)
		}
		f.drop()
		return []access.Entry{e}, nil
	})
	if err != nil {
		return err
	}
	return d.store.RevokeSessionsOf(ctx, account, now, e)
}

// AskedRoles gives the roles that must have a second factor in the workspace.
func (d *Desk) AskedRoles(ctx context.Context, ws record.WorkspaceID) ([]access.Role, error) {
	return d.store.AskedRoles(ctx, ws)
}

// AskRoles says which roles must have a second factor in the workspace of the context's
// actor: at their next sign-in they set one up.
func (d *Desk) AskRoles(ctx context.Context, now time.Time, roles []access.Role) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	if err := by.Require(access.MemberWrite); err != nil {
		return err
	}
	if len(roles) > 0 {
		if err := access.CheckRoles(roles); err != nil {
			return err
		}
	}
	was, err := d.store.AskedRoles(ctx, by.Workspace)
	if err != nil {
		return err
	}
	diff, err := access.Diff(map[string]any{"roles": was}, map[string]any{"roles": roles}, nil)
	if err != nil {
		return err
	}
	return d.store.SaveAskedRoles(ctx, by.Workspace, roles, access.Entry{Actor: by, At: now, Action: "totp.ask", ObjectKind: "workspace", ObjectID: string(by.Workspace), Diff: diff})
}
