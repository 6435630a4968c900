package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Desk begins and ends round trips to providers and finds the account of who came back.
// It is safe for concurrent use.
type Desk struct {
	store     Store
	employees Employees
	gate      *access.Gate
}

// NewDesk makes a desk. employees may be nil: then scan sign-in knows linked people only.
// gate makes the accounts of people whom a provider brings along.
func NewDesk(s Store, employees Employees, gate *access.Gate) *Desk {
	return &Desk{s, employees, gate}
}

// Person is who came back from a provider.
type Person struct {
	External      string // the provider's own id: sub of OIDC, the user id of a scan
	System        string // of a scan: the connector, as employees know it
	SignIn        string // of OIDC: the claim that is the sign-in name
	Email         string
	EmailVerified bool
	Name          string
}

// Begin starts a round trip of a browser to an enabled provider. account is who links an
// identity, empty for signing in.
func (d *Desk) Begin(ctx context.Context, now time.Time, way, browser, account string) (p Provider, state string, err error) {
	if p, err = d.provider(ctx, way); err != nil {
		return p, "", err
	}
	f, state := NewFlow(now, p, browser, account)
	return p, state, d.store.SaveFlow(ctx, f)
}

func (d *Desk) provider(ctx context.Context, way string) (Provider, error) {
	ws, name, err := ParseWay(way)
	if err != nil {
		return Provider{}, err
	}
	p, err := d.store.Provider(ctx, ws, name)
	if err == nil && !p.Enabled {
		err = fault.New("not_found", nil)
	}
	return p, err
}

// Back takes the state that a browser came back with, once, and gives the provider that
// the round trip began at. The faults are not_found for a way that is none and
// state_refused.
func (d *Desk) Back(ctx context.Context, now time.Time, way, state, browser string) (Provider, Flow, error) {
	p, err := d.provider(ctx, way)
	if err != nil {
		return p, Flow{}, err
	}
	if !strings.HasPrefix(state, strings.ReplaceAll(string(p.Workspace), "-", "")) {
		return p, Flow{}, fault.Newf("state_refused", "the state belongs to another provider")
	}
	f, err := d.store.UseFlow(ctx, p.Workspace, access.HashToken(state), now)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return p, Flow{}, fault.Newf("state_refused", "the state is unknown, used or expired")
	}
	if err != nil {
		return p, Flow{}, err
	}
	return p, f, f.fits(p, browser)
}

// Key opens a provider's client secret.
func (d *Desk) Key(ctx context.Context, p Provider) (string, error) {
	return d.store.ProviderKey(ctx, p.Workspace, p.Name)
}

// Refused leaves the one trace of a sign-in that a provider's round trip did not end well.
func (d *Desk) Refused(ctx context.Context, now time.Time, p Provider, why error) error {
	ws := p.Workspace
	if ws == "" {
		ws = access.Hub
	}
	f := fault.As(why)
	reason := f.Code
	var inner *fault.Error
	if errors.As(f.Unwrap(), &inner) {
		reason, f = reason+": "+inner.Code, inner
	}
	if cause := f.Unwrap(); cause != nil && f.Kind == fault.Unauthorized {
		reason += ": " + cause.Error()
	}
	return d.store.AppendAudit(ctx, ws, access.Entry{
		Actor: access.Actor{Kind: access.User, Workspace: ws}, At: now, Action: "session.refuse", ObjectKind: "provider", ObjectID: p.Name, Reason: reason,
	})
}

// Who finds the account of somebody whom a provider vouches for: the one that is linked,
// else the one of that sign-in name (OIDC) or of that employee (scan), which is linked
// then, else a new one where the provider may bring people along. Nothing is linked to an
// account that may not come in. The faults are domain_refused, stranger, account_disabled
// and identity_taken.
func (d *Desk) Who(ctx context.Context, now time.Time, p Provider, who Person) (access.Account, error) {
	if who.External == "" {
		return access.Account{}, fault.Newf("token_refused", "the person has no id")
	}
	if err := p.allows(who); err != nil {
		return access.Account{}, err
	}
	l, err := d.store.LinkOf(ctx, p.Workspace, p.Name, who.External)
	if err == nil {
		a, err := d.store.AccountByID(ctx, l.Account)
		if err == nil && a.DisabledAt != nil {
			err = fault.New("account_disabled", nil)
		}
		return a, err
	}
	if fault.KindOf(err) != fault.NotFound {
		return access.Account{}, err
	}
	a, err := d.match(ctx, now, p, who)
	if err != nil {
		return access.Account{}, err
	}
	return a, d.link(ctx, now, access.Actor{Kind: access.User, ID: a.ID, Workspace: p.Workspace}, p, who.External, a.ID)
}

// allows holds the domains of a provider against who came. An address that the provider
// has not verified says nothing.
func (p Provider) allows(who Person) error {
	if p.Kind != OIDC || len(p.Domains) == 0 {
		return nil
	}
	_, domain, ok := strings.Cut(strings.ToLower(who.Email), "@")
	if !ok || !who.EmailVerified || !slices.Contains(p.Domains, domain) {
		return fault.New("domain_refused", nil)
	}
	return nil
}

func (d *Desk) match(ctx context.Context, now time.Time, p Provider, who Person) (access.Account, error) {
	if p.Kind == Scan {
		if d.employees == nil {
			return access.Account{}, fault.New("stranger", nil)
		}
		id, err := d.employees.AccountOf(ctx, p.Workspace, who.System, who.External)
		if err != nil {
			return access.Account{}, err
		}
		if id == "" {
			return access.Account{}, fault.New("stranger", nil)
		}
		a, err := d.store.AccountByID(ctx, id)
		if err != nil {
			return a, err
		}
		return a, d.mayEnter(ctx, p, a)
	}
	if p.Claim == "email" && !who.EmailVerified {
		return access.Account{}, fault.Newf("token_refused", "the e-mail address is not verified")
	}
	name, err := access.NormalizeSignIn(who.SignIn)
	if err != nil {
		return access.Account{}, fault.New("stranger", nil)
	}
	a, err := d.store.AccountBySignIn(ctx, name)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return a, err
	}
	if err == nil {
		err := d.mayEnter(ctx, p, a)
		// Whoever has only no place here yet may be brought along below.
		if err == nil || a.DisabledAt != nil || fault.As(err).Code != "stranger" {
			return a, err
		}
	}
	if len(p.Roles) == 0 {
		return access.Account{}, fault.New("stranger", nil)
	}
	as := access.With(ctx, access.SystemActor("provider "+p.Name, p.Workspace))
	m, err := d.gate.AddMember(as, now, access.NewMember{SignIn: name, Name: who.Name, Roles: p.Roles})
	if err != nil {
		return access.Account{}, err
	}
	return d.store.AccountByID(ctx, m.Account)
}

// mayEnter refuses an account without a place where p lets people in as a stranger, and
// one that is shut.
func (d *Desk) mayEnter(ctx context.Context, p Provider, a access.Account) error {
	places, err := d.store.MembershipsOf(ctx, a.ID)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(places, func(m access.Member) bool { return p.Workspace == access.Hub || m.Workspace == p.Workspace }):
		return fault.New("stranger", nil)
	case a.DisabledAt != nil:
		return fault.New("account_disabled", nil)
	}
	return nil
}

func (d *Desk) link(ctx context.Context, now time.Time, by access.Actor, p Provider, external, account string) error {
	e := access.Entry{Actor: by, At: now, Action: "identity.link", ObjectKind: "account", ObjectID: account, Reason: p.Name}
	err := d.store.SaveIdentity(ctx, Link{Workspace: p.Workspace, Provider: p.Name, External: external, Account: account, LinkedAt: now, LinkedBy: by.Ref()}, e)
	if err != nil && fault.As(err).Code == "already_exists" {
		return fault.New("identity_taken", nil)
	}
	return err
}

// Admission gives how a session begins that this provider vouches for: confined to the
// provider's own workspace, whose administrators rule over it.
func (p Provider) Admission() access.Way {
	w := access.Way{How: "provider " + p.Name, Proven: p.Proven}
	if p.Workspace != access.Hub {
		w.Workspace = p.Workspace
	}
	return w
}

// Offered lists what the sign-in page shows, besides those of the workspace asked for.
func (d *Desk) Offered(ctx context.Context, also record.WorkspaceID) ([]Provider, error) {
	return d.store.PublicProviders(ctx, also)
}
