package main

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
)

// linkSeller says, once the demo is loaded, which employee its seller is: a seller sees
// their own things alone, and without an employee none.
func (u *up) linkSeller(ctx context.Context) error {
	ws := u.demo.workspace()
	ctx = access.With(ctx, access.SystemActor("up", ws))
	members, err := u.store.Members(ctx, ws)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m access.Member) bool { return m.SignIn == "demo-"+string(access.Seller) })
	if i < 0 || members[i].Employee != "" {
		return nil
	}
	account, err := uuid.Parse(members[i].Account)
	if err != nil {
		return err
	}
	id, err := u.store.DemoSeller(ctx, ws, members[i].Account)
	if err != nil || id == uuid.Nil {
		return err
	}
	return u.store.LinkAccount(ctx, ws, id, account, hubClock().Now())
}
