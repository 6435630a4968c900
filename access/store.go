package access

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Account is somebody who can sign in. Its sign-in name is the only personal thing
// in it; how people are called stands in their membership.
type Account struct {
	ID           string // UUID
	SignIn       string // lower case
	PasswordHash string // PHC text of argon2id; empty: no password, links only
	DisabledAt   *time.Time
	CreatedAt    time.Time
}

// Member is an account's place in one workspace.
type Member struct {
	Workspace record.WorkspaceID
	Account   string
	SignIn    string // read only
	Name      string
	Roles     []Role
	Disabled  bool // read only: the account's
	CreatedAt time.Time
	// SignedInAt is when the account signed in last; nil: never. Read only.
	SignedInAt *time.Time
	// Employee is whose account it is in the workspace; empty: nobody's. Read only.
	Employee, EmployeeNumber, EmployeeName string
}

// Accounts keeps accounts and memberships. What is not there is the fault not_found.
// Every write leaves its entry in the same transaction.
type Accounts interface {
	AccountBySignIn(ctx context.Context, signIn string) (Account, error)
	AccountByID(ctx context.Context, id string) (Account, error)
	// SaveAccount makes or changes an account; a sign-in name that is taken is the
	// fault already_exists.
	SaveAccount(ctx context.Context, a Account, e Entry) error
	// MembershipsOf lists the places of an account in all live workspaces, oldest first.
	MembershipsOf(ctx context.Context, account string) ([]Member, error)
	SaveMember(ctx context.Context, m Member, e Entry) error
}

// Sessions keeps sessions by the hash of their token.
type Sessions interface {
	SaveSession(ctx context.Context, s Session, e Entry) error
	SessionByHash(ctx context.Context, h Hash) (Session, error)
	// TouchSession moves SeenAt forward, never back.
	TouchSession(ctx context.Context, h Hash, seen time.Time) error
	RevokeSession(ctx context.Context, h Hash, at time.Time, e Entry) error
	// SessionsOf lists the sessions of an account that are not revoked and end after now, the
	// one used last first.
	SessionsOf(ctx context.Context, account string, now time.Time) ([]Session, error)
	// RevokeSessionsBut ends all sessions of an account but one.
	RevokeSessionsBut(ctx context.Context, account string, but Hash, at time.Time, e Entry) error
	// RevokeSessionsOf ends all sessions of an account.
	RevokeSessionsOf(ctx context.Context, account string, at time.Time, e Entry) error
}

// Keys keeps API keys by their hash.
type Keys interface {
	SaveKey(ctx context.Context, k Key, e Entry) error
	KeyByHash(ctx context.Context, h Hash) (Key, error)
	TouchKey(ctx context.Context, id string, used time.Time) error
	// Keys lists the keys of a workspace, oldest first.
	Keys(ctx context.Context, ws record.WorkspaceID) ([]Key, error)
	// RevokeKey ends a key of the workspace; another workspace's is not_found.
	RevokeKey(ctx context.Context, ws record.WorkspaceID, id string, at time.Time, e Entry) error
}

// Links keeps one-time sign-in links by their hash.
type Links interface {
	SaveLink(ctx context.Context, l Link, e Entry) error
	// UseLink marks an unused, unexpired link as used and gives its account and maker; two
	// callers never both get it. Otherwise the fault link_refused.
	UseLink(ctx context.Context, ws record.WorkspaceID, h Hash, now time.Time) (l Link, err error)
}

// Trail takes entries that belong to no other change.
type Trail interface {
	AppendAudit(ctx context.Context, ws record.WorkspaceID, e Entry) error
}

// Store is all that a Gate needs.
type Store interface {
	Accounts
	Sessions
	Keys
	Links
	Trail
}
