package totp

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// Ticket is a sign-in that waits for its second step.
type Ticket struct {
	Hash      access.Hash
	Half      access.Half
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Store keeps factors, tickets and what workspaces ask for. Secrets are sealed.
type Store interface {
	// Factor gives the factor of an account, one without a secret where there is none.
	Factor(ctx context.Context, account string) (Factor, error)
	// ChangeFactor lets change alter the account's factor and keeps the result with its
	// entries, each in the trail of its actor's workspace; nobody else changes it meanwhile.
	// An error of change keeps nothing.
	ChangeFactor(ctx context.Context, account string, change func(f *Factor) ([]access.Entry, error)) error
	SaveTicket(ctx context.Context, t Ticket) error
	// TicketByHash gives a ticket that is neither used nor expired, else not_found.
	TicketByHash(ctx context.Context, h access.Hash, now time.Time) (Ticket, error)
	// TryTicket counts a try on a ticket that is neither used nor expired and has fewer
	// than most tries behind it, else not_found.
	TryTicket(ctx context.Context, h access.Hash, now time.Time, most int) (Ticket, error)
	// UseTicket marks a ticket as used; whoever comes second gets not_found.
	UseTicket(ctx context.Context, h access.Hash, now time.Time) error
	// AskedRoles gives the roles that must have a second factor in a workspace.
	AskedRoles(ctx context.Context, ws record.WorkspaceID) ([]access.Role, error)
	SaveAskedRoles(ctx context.Context, ws record.WorkspaceID, roles []access.Role, e access.Entry) error

	MembershipsOf(ctx context.Context, account string) ([]access.Member, error)
	RevokeSessionsOf(ctx context.Context, account string, at time.Time, e access.Entry) error
}
