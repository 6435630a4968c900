package main

import (
	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/store"
)

// newGate makes the gate of a hub: it asks for the second step of signing in where an
// account has one or a role must.
func newGate(s *store.Store) *access.Gate {
	return access.NewGate(s, access.NewAttempts()).Ask(totp.NewDesk(s))
}
