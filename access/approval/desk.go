package approval

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// Executor carries out approvals of one kind. It is safe for concurrent use.
type Executor interface {
	// Now makes the diff anew against the present state and gives its hash: a.HashOf(diff).
	// What is not there any more is the fault not_found.
	Now(ctx context.Context, a Approval) (Hash, error)
	// Apply carries it out under the approval's id, as often as it is called once. Where
	// the state it rests on moved since Now was asked it does nothing: approval_changed.
	// The context's actor is the hub, on behalf of the approval.
	Apply(ctx context.Context, a Approval) error
}

// Limits of what a proposal holds.
const (
	maxDiff   = 512 << 10
	maxReason = 500
	// hold is how long a carrying-out belongs to who began it; after that another takes over.
	hold = 2 * time.Minute
)

// Desk is where changes are proposed and decided. It keeps nothing itself and is safe
// for concurrent use.
type Desk struct {
	store Store
	does  map[Kind]Executor
}

// NewDesk makes a desk over a store and the executors of the kinds.
func NewDesk(s Store, does map[Kind]Executor) *Desk { return &Desk{store: s, does: does} }

// Kinds tells for which kinds there is an executor.
func (d *Desk) Kinds() []Kind {
	var out []Kind
	for _, r := range rules {
		if d.does[r.Kind] != nil {
			out = append(out, r.Kind)
		}
	}
	return out
}

// Propose notes what the context's actor wants done. Who proposes the same thing twice
// gets the first one.
func (d *Desk) Propose(ctx context.Context, now time.Time, p Proposal) (Approval, error) {
	by, err := access.From(ctx)
	if err != nil {
		return Approval{}, err
	}
	r, ok := RuleOf(p.Kind)
	does := d.does[p.Kind]
	if !ok || does == nil {
		return Approval{}, fault.Newf("internal", "nobody carries out approvals of the kind %q", p.Kind)
	}
	if err := by.Require(r.Propose); err != nil {
		return Approval{}, err
	}
	p.Reason = strings.TrimSpace(p.Reason)
	switch {
	case p.Reason == "":
		return Approval{}, fault.New("reason_needed", nil).At("reason", "")
	case len([]rune(p.Reason)) > maxReason:
		return Approval{}, fault.Newf("bad_request", "a reason has %d characters at most", maxReason).At("reason", "")
	case p.Title.Zh == "" || p.Title.En == "" || p.ObjectKind == "" || p.ObjectID == "":
		return Approval{}, fault.Newf("internal", "a proposal names its object and says in both languages what would happen")
	case len(p.Diff) > maxDiff || len(p.Ask) > maxDiff:
		return Approval{}, fault.Newf("bad_request", "the change is larger than %d KiB", maxDiff>>10)
	}
	a := Approval{
		Proposal: p, ID: uuid.NewString(), Workspace: by.Workspace, Status: Waiting,
		ProposedBy: by.Ref(), Proposer: by.Account(), ProposedAt: now, ExpiresAt: now.Add(r.Lasts),
	}
	if a.Hash, err = a.HashOf(p.Diff); err != nil {
		return Approval{}, err
	}
	// What cannot be approved a moment later is not worth anybody's time.
	if err := d.unchanged(ctx, a); err != nil {
		return Approval{}, err
	}
	e := a.entry(by, now, "approval.propose").Because(p.Reason)
	return d.store.SaveApproval(ctx, a, e)
}

// unchanged holds the approval against the present state.
func (d *Desk) unchanged(ctx context.Context, a Approval) error {
	does := d.does[a.Kind]
	if does == nil {
		return fault.Newf("internal", "nobody carries out approvals of the kind %q", a.Kind)
	}
	h, err := does.Now(ctx, a)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil || h != a.Hash {
		return fault.New("approval_changed", err)
	}
	return nil
}

// Withdraw takes back what the context's actor proposed.
func (d *Desk) Withdraw(ctx context.Context, now time.Time, id, reason string) (Approval, error) {
	by, a, err := d.open(ctx, id)
	if err != nil {
		return a, err
	}
	if !a.own(by) {
		return a, fault.Newf("forbidden", "only who proposed it takes it back")
	}
	if !a.Live(now) {
		return a, a.over(now)
	}
	a.Status, a.Because, a.ClosedAt = Withdrawn, strings.TrimSpace(reason), &now
	return a, d.store.CloseApproval(ctx, a, time.Time{}, a.entry(by, now, "approval.withdraw").Because(a.Because))
}

// open gives the context's actor and an approval that it may read.
func (d *Desk) open(ctx context.Context, id string) (access.Actor, Approval, error) {
	by, err := access.From(ctx)
	if err != nil {
		return by, Approval{}, err
	}
	a, err := d.Read(ctx, id)
	return by, a, err
}

// Read gives an approval; one of a kind that the context's actor has nothing to do with
// is not found.
func (d *Desk) Read(ctx context.Context, id string) (Approval, error) {
	by, err := access.From(ctx)
	if err != nil {
		return Approval{}, err
	}
	if _, err := uuid.Parse(id); err != nil {
		return Approval{}, fault.New("not_found", nil)
	}
	a, err := d.store.Approval(ctx, by.Workspace, id)
	if err != nil {
		return Approval{}, err
	}
	for _, k := range Seen(by) {
		if k == a.Kind {
			return a, nil
		}
	}
	return Approval{}, fault.New("not_found", nil)
}

// about tells whether it would change what an account may do: nobody decides about
// their own rights.
func (a Approval) about(account string) bool {
	return a.ObjectKind == "account" && account != "" && a.ObjectID == account
}

// own tells whether the actor, or the account behind it, proposed the approval.
func (a Approval) own(by access.Actor) bool {
	return a.ProposedBy == by.Ref() || a.Proposer != "" && a.Proposer == by.Account()
}

// over says why an approval does not wait any more.
func (a Approval) over(now time.Time) error {
	if a.Status == Expired || a.Status == Waiting && !now.Before(a.ExpiresAt) {
		return fault.New("approval_expired", nil)
	}
	return fault.Newf("approval_decided", "it is %s", a.Status)
}

// entry begins an entry of the trail about the approval. What the diff holds stands
// with the approval; the trail names its hash.
func (a Approval) entry(by access.Actor, at time.Time, action string) access.Entry {
	diff, err := access.Diff(nil, map[string]any{"kind": a.Kind, "object": a.ObjectKind + "/" + a.ObjectID, "hash": a.Hash.String(), "for": a.For, "code": a.Code}, nil)
	if err != nil {
		diff = nil // texts always marshal
	}
	return access.Entry{Workspace: a.Workspace, Actor: by, At: at, Action: action, ObjectKind: "approval", ObjectID: a.ID, Diff: diff}
}
