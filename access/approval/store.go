package approval

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// Query narrows a list of approvals.
type Query struct {
	Kinds    []Kind // of these alone; none: nothing
	Statuses []Status
	// By narrows to those of an actor or the account behind it, NotBy to those of others.
	By, NotBy access.Actor
	// Live is a moment at which what waits has not expired; zero narrows nothing.
	Live  time.Time
	After []string // where the page before ended
	Limit int
}

// Approvals keeps approvals. What is not there is the fault not_found; every change
// leaves its entry in the same transaction.
type Approvals interface {
	// SaveApproval notes a new one and tells the approvers. One that waits already, of the
	// same proposer with the same hash, is given instead of a second.
	SaveApproval(ctx context.Context, a Approval, e access.Entry) (Approval, error)
	Approval(ctx context.Context, ws record.WorkspaceID, id string) (Approval, error)
	Approvals(ctx context.Context, ws record.WorkspaceID, q Query) (rows []Approval, next []string, err error)
	// CountApprovals counts all that Approvals would list.
	CountApprovals(ctx context.Context, ws record.WorkspaceID, q Query) (int, error)
	// CloseApproval moves a waiting one to its status (approved, refused, withdrawn or
	// expired) with approver, reason and time; of two callers one wins, the other gets the
	// fault approval_decided. The database itself refuses an approver who is the proposer:
	// approval_own. An approved one is claimed by the caller until the given time.
	CloseApproval(ctx context.Context, a Approval, until time.Time, e access.Entry) error
	// Overdue lists waiting ones that expired by now.
	Overdue(ctx context.Context, ws record.WorkspaceID, now time.Time, limit int) ([]Approval, error)
}

// Effects keeps how far decisions were carried out.
type Effects interface {
	// ClaimApproved gives an approved one that nobody has in hand at now, and claims it.
	// ok is false when there is none.
	ClaimApproved(ctx context.Context, ws record.WorkspaceID, now, until time.Time) (a Approval, ok bool, err error)
	// SettleApproval notes that an approved one is applied or failed, with its code. One
	// that is settled already stays as it is, without an entry.
	SettleApproval(ctx context.Context, a Approval, e access.Entry) error
	// ForgetAsks empties the asks of failed ones that were decided before a moment.
	ForgetAsks(ctx context.Context, ws record.WorkspaceID, before time.Time) error
	// ReopenApproval makes a failed one approved again and claims it; one that has not
	// failed is the fault approval_decided.
	ReopenApproval(ctx context.Context, a Approval, until time.Time, e access.Entry) error
}

// Delegations keeps who decides for whom.
type Delegations interface {
	SaveDelegation(ctx context.Context, d Delegation, e access.Entry) error
	// RevokeDelegation ends one of the account from.
	RevokeDelegation(ctx context.Context, ws record.WorkspaceID, id, from string, at time.Time, e access.Entry) error
	// Delegations lists those that are not over at a moment, given by or to an account.
	Delegations(ctx context.Context, ws record.WorkspaceID, account string, now time.Time) ([]Delegation, error)
	Members(ctx context.Context, ws record.WorkspaceID) ([]access.Member, error)
}

// Store is all that a Desk needs.
type Store interface {
	Approvals
	Effects
	Delegations
	access.Trail
}
