package identity

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// Link says which account somebody at a provider is.
type Link struct {
	Workspace record.WorkspaceID
	Provider  string
	External  string // the provider's own id of the person
	Account   string
	LinkedAt  time.Time
	LinkedBy  string // Actor.Ref
}

// Store keeps providers, links and flows. What is not there is the fault not_found. Every
// change leaves its entry in the same transaction.
type Store interface {
	Provider(ctx context.Context, ws record.WorkspaceID, name string) (Provider, error)
	Providers(ctx context.Context, ws record.WorkspaceID) ([]Provider, error)
	// PublicProviders lists the enabled ones of all living workspaces and of the hub that
	// are public, and all enabled ones of also, where it is not empty.
	PublicProviders(ctx context.Context, also record.WorkspaceID) ([]Provider, error)
	// SaveProvider keeps a provider of the given version (0: a new one); else conflict.
	SaveProvider(ctx context.Context, p Provider, e access.Entry) error
	// DeleteProvider takes a provider away, with its links.
	DeleteProvider(ctx context.Context, ws record.WorkspaceID, name string, e access.Entry) error
	// ProviderKey opens the client secret; empty where there is none.
	ProviderKey(ctx context.Context, ws record.WorkspaceID, name string) (string, error)

	SaveFlow(ctx context.Context, f Flow) error
	// UseFlow marks an unused, unexpired flow as used; two callers never both get it.
	UseFlow(ctx context.Context, ws record.WorkspaceID, h access.Hash, now time.Time) (Flow, error)

	LinkOf(ctx context.Context, ws record.WorkspaceID, provider, external string) (Link, error)
	// LinksOf lists the links of an account in a workspace and in the hub.
	LinksOf(ctx context.Context, ws record.WorkspaceID, account string) ([]Link, error)
	// SaveIdentity makes a link; an identity that is somebody's, or an account that has one at
	// this provider, is the fault already_exists.
	SaveIdentity(ctx context.Context, l Link, e access.Entry) error
	DeleteLink(ctx context.Context, ws record.WorkspaceID, provider, account string, e access.Entry) error

	AccountBySignIn(ctx context.Context, signIn string) (access.Account, error)
	AccountByID(ctx context.Context, id string) (access.Account, error)
	MembershipsOf(ctx context.Context, account string) ([]access.Member, error)
	AppendAudit(ctx context.Context, ws record.WorkspaceID, e access.Entry) error
}

// Employees knows which account an employee has.
type Employees interface {
	// AccountOf gives the account of the employee whom a system (wecom, dingtalk) calls by
	// an id; empty where there is none.
	AccountOf(ctx context.Context, ws record.WorkspaceID, system, external string) (account string, err error)
}
