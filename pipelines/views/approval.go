package views

import (
	"encoding/json"
	"time"
)

// Approval is what somebody proposed and what became of it.
type Approval struct {
	ID         string                     `json:"id" format:"uuid"`
	Kind       string                     `json:"kind" enum:"mapping.apply,role.grant,secret.rotate,url.allow,dlq.discard,customer.export,subject.erase"`
	KindName   Text                       `json:"kind_name"`
	Title      Text                       `json:"title" doc:"what would happen"`
	ObjectKind string                     `json:"object_kind"`
	ObjectID   string                     `json:"object_id"`
	ObjectName string                     `json:"object_name,omitempty" doc:"how people know the object, where it has a name of its own"`
	Diff       map[string]json.RawMessage `json:"diff" doc:"field to {from, to}, or {changed: true} where what it holds is not shown"`
	Hash       string                     `json:"hash" doc:"SHA-256 that binds the decision to the diff"`
	Reason     string                     `json:"reason"`
	ProposedBy string                     `json:"proposed_by" doc:"name of who proposed it, else the actor"`
	ProposedAt time.Time                  `json:"proposed_at"`
	ExpiresAt  time.Time                  `json:"expires_at"`
	Status     string                     `json:"status" enum:"waiting,approved,applied,failed,refused,withdrawn,expired" doc:"approved: decided, its effect is under way"`
	DecidedBy  string                     `json:"decided_by,omitempty" doc:"name of who approved or refused it"`
	For        string                     `json:"for,omitempty" doc:"name of whom that was done for"`
	Because    string                     `json:"because,omitempty" doc:"why it was decided so"`
	ClosedAt   *time.Time                 `json:"closed_at,omitempty"`
	AppliedAt  *time.Time                 `json:"applied_at,omitempty"`
	Code       string                     `json:"code,omitempty" doc:"why it could not be carried out"`
	Message    *Text                      `json:"message,omitempty"`
	Link       string                     `json:"link" doc:"path of its page"`
	May        ApprovalMay                `json:"may"`
}

// ApprovalMay is what the caller can do with an approval.
type ApprovalMay struct {
	Decide   bool    `json:"decide"`
	Withdraw bool    `json:"withdraw"`
	Retry    bool    `json:"retry"`
	Why      string  `json:"why,omitempty" doc:"code of what keeps the caller from deciding"`
	WhyText  *Text   `json:"why_text,omitempty"`
	For      []Named `json:"for" nullable:"false" doc:"accounts for which the caller may decide"`
}

// Named is an account with the name that people know it by.
type Named struct {
	Account string `json:"account" format:"uuid"`
	Name    string `json:"name"`
}

// Delegation hands somebody's turn to decide about a kind to somebody else for a time.
type Delegation struct {
	ID       string    `json:"id" format:"uuid"`
	Kind     string    `json:"kind"`
	KindName Text      `json:"kind_name"`
	From     string    `json:"from" doc:"name"`
	To       string    `json:"to" doc:"name"`
	FromAt   time.Time `json:"from_at"`
	ToAt     time.Time `json:"to_at"`
	Reason   string    `json:"reason,omitempty"`
	Mine     bool      `json:"mine" doc:"the caller gave it and may take it back"`
}

// Deputies are those to whom the caller may hand its turn to decide about a kind.
type Deputies struct {
	Kind     string  `json:"kind"`
	KindName Text    `json:"kind_name"`
	Members  []Named `json:"members" nullable:"false"`
}
