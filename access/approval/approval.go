// Package approval keeps two people between a wish and its effect: one proposes a
// change, another one approves it, and only then it is carried out.
//
// A proposal is bound to the hash of its diff: what the approver saw is what is done,
// or nothing. A decision is durable before its effect begins; the effect is carried out
// under the approval's id, so that doing it twice is doing it once. The package is pure:
// now is an argument, Store keeps and Executor carries out.
package approval

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Status is how far an approval has come.
type Status string

// The statuses. Waiting leads to one of approved, refused, withdrawn, expired; approved
// to applied or failed; failed, tried again, to approved.
const (
	Waiting   Status = "waiting"
	Approved  Status = "approved" // decided; its effect is under way
	Applied   Status = "applied"
	Failed    Status = "failed" // it could not be carried out; Code says why
	Refused   Status = "refused"
	Withdrawn Status = "withdrawn"
	Expired   Status = "expired"
)

// Hash is the SHA-256 that binds an approval to what it is about.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Proposal is what somebody wants done. Diff is what pages show and the hash covers;
// like the trail it holds no personal value and no secret.
type Proposal struct {
	Kind       Kind
	ObjectKind string // mapping, account, dead_letter
	ObjectID   string
	Title      Text            // what would happen, in a few words
	Diff       json.RawMessage // {"field":{"from":…,"to":…}} (see access.Diff)
	// Ask is what the executor needs to carry it out, an object or empty. It is shown
	// nowhere, never changes, and is forgotten when the approval has come to its end.
	Ask    json.RawMessage
	Reason string
}

// HashOf gives the hash of a diff of this proposal's object: the SHA-256 of one JSON
// text with sorted keys and no spaces. Numbers keep their digits.
func (p Proposal) HashOf(diff json.RawMessage) (Hash, error) {
	canon, err := canonical(diff)
	if err != nil {
		return Hash{}, err
	}
	b, err := json.Marshal([]any{p.Kind, p.ObjectKind, p.ObjectID, canon})
	if err != nil {
		return Hash{}, fault.New("internal", err)
	}
	return sha256.Sum256(b), nil
}

func canonical(diff json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(diff))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil || len(v) == 0 {
		return nil, fault.Newf("internal", "approval: a diff is an object with at least one field")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fault.Newf("internal", "approval: something stands behind the diff")
	}
	return v, nil
}

// Approval is a proposal with what became of it.
type Approval struct {
	Proposal
	ID         string // UUID
	Workspace  record.WorkspaceID
	Hash       Hash
	Status     Status
	ProposedBy string // actor, as access.Actor.Ref
	Proposer   string // the account behind it; empty where a part of the hub proposed
	ProposedAt time.Time
	ExpiresAt  time.Time

	Approver string // the account that approved or refused
	For      string // the account for which it did; empty: for itself
	Because  string // why it was approved, refused or withdrawn
	ClosedAt *time.Time

	AppliedAt *time.Time
	Code      string // of the fault with which carrying it out failed

	ProposerName, ApproverName, ForName string // read only: as members are called
}

// Live tells whether it still waits for somebody at a moment.
func (a Approval) Live(now time.Time) bool { return a.Status == Waiting && now.Before(a.ExpiresAt) }

// Delegation lets To decide about a kind for From, from FromAt until ToAt. Both need
// the role: a delegation tells whose turn it is, it gives nobody more rights.
type Delegation struct {
	ID           string
	Workspace    record.WorkspaceID
	Kind         Kind
	From, To     string // accounts
	FromAt, ToAt time.Time
	Reason       string
	CreatedAt    time.Time
	RevokedAt    *time.Time

	FromName, ToName string // read only
}

// Covers tells whether it holds for a kind at a moment.
func (d Delegation) Covers(k Kind, now time.Time) bool {
	return d.Kind == k && d.RevokedAt == nil && !now.Before(d.FromAt) && now.Before(d.ToAt)
}

// Actor is who proposed it, by reference alone: whoever carries it out names them in the
// trail. It may do nothing.
func (a Approval) Actor() access.Actor {
	kind, id, _ := strings.Cut(a.ProposedBy, ":")
	return access.Actor{Kind: access.ActorKind(kind), ID: id, Name: a.ProposerName, Workspace: a.Workspace}
}
