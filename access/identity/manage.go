package identity

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// List gives the providers of the workspace of the context's actor.
func (d *Desk) List(ctx context.Context) ([]Provider, error) {
	by, err := d.admin(ctx)
	if err != nil {
		return nil, err
	}
	return d.store.Providers(ctx, by.Workspace)
}

// Get gives a provider of the workspace of the context's actor.
func (d *Desk) Get(ctx context.Context, name string) (Provider, error) {
	by, err := d.admin(ctx)
	if err != nil {
		return Provider{}, err
	}
	return d.store.Provider(ctx, by.Workspace, name)
}

// Save makes or changes a provider of the workspace of the context's actor. A provider of
// the whole hub is the machine's to set.
func (d *Desk) Save(ctx context.Context, now time.Time, p Provider) error {
	by, err := d.admin(ctx)
	if err != nil {
		return err
	}
	p.Workspace = by.Workspace
	if err := p.Check(); err != nil {
		return err
	}
	var before any
	was, err := d.store.Provider(ctx, p.Workspace, p.Name)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil && p.Version != 0 {
		return err
	}
	if err == nil {
		before = was.shown()
		if was.Kind != p.Kind || was.Issuer != p.Issuer { // the ids of people are the issuer's own
			return fault.New("provider_moved", nil).At("issuer", "")
		}
	}
	diff, err := access.Diff(before, p.shown(), nil)
	if err != nil {
		return err
	}
	return d.store.SaveProvider(ctx, p, access.Entry{Actor: by, At: now, Action: "provider.set", ObjectKind: "provider", ObjectID: p.Name, Diff: diff})
}

// shown is what the trail holds of a provider: no secret, and only that one was set.
func (p Provider) shown() map[string]any {
	return map[string]any{
		"kind": p.Kind, "enabled": p.Enabled, "public": p.Public, "proven": p.Proven, "roles": p.Roles, "issuer": p.Issuer, "client_id": p.ClientID,
		"scopes": p.Scopes, "claim": p.Claim, "domains": p.Domains, "connection": p.Connection, "secret_set": p.Key != "",
	}
}

// Remove takes a provider away, with the identities that are linked by it.
func (d *Desk) Remove(ctx context.Context, now time.Time, name string) error {
	by, err := d.admin(ctx)
	if err != nil {
		return err
	}
	return d.store.DeleteProvider(ctx, by.Workspace, name, access.Entry{Actor: by, At: now, Action: "provider.remove", ObjectKind: "provider", ObjectID: name})
}

// LinkFor links somebody's identity for them; an administrator does that.
func (d *Desk) LinkFor(ctx context.Context, now time.Time, provider, external, account string) error {
	by, err := d.admin(ctx)
	if err != nil {
		return err
	}
	if err := d.place(ctx, by, account); err != nil {
		return err
	}
	p, err := d.store.Provider(ctx, by.Workspace, provider)
	if err != nil {
		return err
	}
	if external == "" || len(external) > 255 {
		return fault.Newf("bad_request", "the id at the provider is missing or too long").At("external", "")
	}
	return d.link(ctx, now, by, p, external, account)
}

// LinkSelf links who came back to the account that began the round trip: the context's actor.
func (d *Desk) LinkSelf(ctx context.Context, now time.Time, p Provider, f Flow, who Person) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	if by.Kind != access.User || by.ID != f.Account {
		return fault.Newf("state_refused", "somebody else began it")
	}
	// A session that an administrator of one workspace can begin for somebody must not make
	// a way into all of theirs.
	if p.Workspace != by.Workspace && (p.Workspace != access.Hub || by.Confined) {
		return fault.Newf("forbidden", "sign in with your password to link it")
	}
	if err := p.allows(who); err != nil {
		return err
	}
	return d.link(ctx, now, by, p, who.External, by.ID)
}

// Unlink takes an identity off an account: the person their own, an administrator anybody's.
func (d *Desk) Unlink(ctx context.Context, now time.Time, provider, account string) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	if by.Kind != access.User || by.ID != account {
		if err := by.Require(access.MemberWrite); err != nil {
			return err
		}
	}
	return d.store.DeleteLink(ctx, by.Workspace, provider, account, access.Entry{Actor: by, At: now, Action: "identity.unlink", ObjectKind: "account", ObjectID: account, Reason: provider})
}

// LinksOf lists the identities of an account: the context's actor's own, or for an
// administrator those of anybody with a place in the workspace.
func (d *Desk) LinksOf(ctx context.Context, account string) ([]Link, error) {
	by, err := access.From(ctx)
	if err != nil {
		return nil, err
	}
	if by.Kind != access.User || by.ID != account {
		if err := by.Require(access.MemberWrite); err != nil {
			return nil, err
		}
		if err := d.place(ctx, by, account); err != nil {
			return nil, err
		}
	}
	return d.store.LinksOf(ctx, by.Workspace, account)
}

func (d *Desk) place(ctx context.Context, by access.Actor, account string) error {
	places, err := d.store.MembershipsOf(ctx, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(places, func(m access.Member) bool { return m.Workspace == by.Workspace }) {
		return fault.New("not_found", nil)
	}
	return nil
}

func (d *Desk) admin(ctx context.Context) (access.Actor, error) {
	by, err := access.From(ctx)
	if err != nil {
		return access.Actor{}, err
	}
	return by, by.Require(access.MemberWrite)
}
