package totp

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// Desk sets second factors up, takes their codes and holds sign-ins that wait for one.
// It is the access.Second of a gate and safe for concurrent use.
type Desk struct{ store Store }

var _ access.Second = (*Desk)(nil)

// NewDesk makes a desk over a store.
func NewDesk(s Store) *Desk { return &Desk{s} }

// How long a held sign-in waits, and how many codes it takes.
const (
	TicketLimit = 10 * time.Minute
	ticketTries = 5
)

// Step implements access.Second.
func (d *Desk) Step(ctx context.Context, account string, places []access.Member) (access.Step, error) {
	f, err := d.store.Factor(ctx, account)
	if err != nil {
		return "", err
	}
	if f.On() {
		return access.StepCode, nil
	}
	asked, err := d.asked(ctx, places)
	if err != nil || !asked {
		return access.StepNone, err
	}
	return access.StepEnrol, nil
}

// asked tells whether a role in one of the places must have a second factor.
func (d *Desk) asked(ctx context.Context, places []access.Member) (bool, error) {
	for _, p := range places {
		roles, err := d.store.AskedRoles(ctx, p.Workspace)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(p.Roles, func(r access.Role) bool { return slices.Contains(roles, r) }) {
			return true, nil
		}
	}
	return false, nil
}

// Hold implements access.Second.
func (d *Desk) Hold(ctx context.Context, now time.Time, h access.Half) (string, error) {
	token := access.NewSecret()
	return token, d.store.SaveTicket(ctx, Ticket{Hash: access.HashToken(token), Half: h, CreatedAt: now, ExpiresAt: now.Add(TicketLimit)})
}

// Pass implements access.Second.
func (d *Desk) Pass(ctx context.Context, now time.Time, token, code string) (access.Half, []string, error) {
	t, err := d.store.TryTicket(ctx, access.HashToken(token), now, ticketTries)
	if err != nil {
		return access.Half{}, nil, over(err)
	}
	who := access.Actor{Kind: access.User, ID: t.Half.Account, Workspace: access.Hub}
	var recovery []string
	err = d.change(ctx, now, who, t.Half.Account, func(f *Factor) (did string, err error) {
		if t.Half.Step == access.StepEnrol {
			recovery, err = f.confirm(now, code)
			return "totp.on", err
		}
		if !f.On() {
			return "", fault.New("second_over", nil)
		}
		used, err := f.check(now, code)
		if used {
			did = "totp.recovery"
		}
		return did, err
	})
	if err != nil {
		return access.Half{}, nil, err
	}
	if err := d.store.UseTicket(ctx, t.Hash, now); err != nil {
		return access.Half{}, nil, over(err)
	}
	return t.Half, recovery, nil
}

// change alters a factor. A code that was refused is kept as well: it counts, and leaves
// a trace; the refusal is given back afterwards.
func (d *Desk) change(ctx context.Context, now time.Time, by access.Actor, account string, do func(f *Factor) (did string, err error)) error {
	var refused error
	err := d.store.ChangeFactor(ctx, account, func(f *Factor) ([]access.Entry, error) {
		refused = nil
		did, err := do(f)
		e := access.Entry{Actor: by, At: now, Action: did, ObjectKind: "account", ObjectID: account}
		switch {
		case err != nil && fault.As(err).Code == "second_refused":
			refused = err
			e.Action, e.Reason = "session.refuse", "second_refused"
		case err != nil:
			return nil, err
		case did == "":
			return nil, nil
		}
		return []access.Entry{e}, nil
	})
	if err != nil {
		return err
	}
	return refused
}

func over(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New("second_over", nil)
	}
	return err
}
