package approval

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// Decision is what an approver says.
type Decision struct {
	Approve bool
	Reason  string
	For     string // the account that delegated to the approver; empty: for oneself
}

// Decide approves or refuses, as the context's actor: a person, signed in by themself,
// who has the role and is not the proposer. The decision is durable when Decide returns;
// what was approved is carried out at once, and its outcome stands in the result. Where
// that is cut short, Work goes on with it.
//
// The faults are approval_person (a key or a session by link), forbidden, approval_own,
// approval_self (it is about the approver), approval_delegation, approval_decided, approval_expired and approval_changed; each
// refusal leaves an entry.
func (d *Desk) Decide(ctx context.Context, now time.Time, id string, x Decision) (Approval, error) {
	by, a, err := d.open(ctx, id)
	if err != nil {
		return Approval{}, err
	}
	x.Reason = strings.TrimSpace(x.Reason)
	a.Approver, a.For, a.Because, a.ClosedAt = by.ID, x.For, x.Reason, &now
	if err := d.mayDecide(ctx, now, by, a, x); err != nil {
		return d.denied(ctx, now, by, a, err)
	}
	action, until := "approval.refuse", time.Time{}
	a.Status = Refused
	if x.Approve {
		action, until = "approval.approve", now.Add(hold)
		a.Status = Approved
	}
	if err := d.store.CloseApproval(ctx, a, until, a.entry(by, now, action).Because(x.Reason)); err != nil {
		return d.denied(ctx, now, by, a, err)
	}
	if !x.Approve {
		return a, nil
	}
	return d.carryOut(ctx, now, a)
}

func (d *Desk) mayDecide(ctx context.Context, now time.Time, by access.Actor, a Approval, x Decision) error {
	r, ok := RuleOf(a.Kind)
	switch {
	case !ok:
		return fault.Newf("internal", "unknown kind %q", a.Kind)
	case x.Reason == "":
		return fault.New("reason_needed", nil).At("reason", "")
	case len([]rune(x.Reason)) > maxReason:
		return fault.Newf("bad_request", "a reason has %d characters at most", maxReason).At("reason", "")
	case by.Kind != access.User || by.Lent:
		return fault.New("approval_person", nil)
	}
	if err := by.Require(r.Approve); err != nil {
		return err
	}
	if a.own(by) || x.For != "" && x.For == a.Proposer {
		return fault.New("approval_own", nil)
	}
	if a.about(by.ID) || x.For != "" && a.about(x.For) {
		return fault.New("approval_self", nil)
	}
	if !a.Live(now) {
		return a.over(now)
	}
	if x.For != "" {
		if err := d.delegated(ctx, now, r, by, x.For); err != nil {
			return err
		}
	}
	if !x.Approve {
		return nil
	}
	err := d.unchanged(ctx, a)
	if err == nil || fault.As(err).Code != "approval_changed" {
		return err
	}
	// It may be this very approval that changed it, by somebody faster.
	if kept, errRead := d.store.Approval(ctx, a.Workspace, a.ID); errRead != nil {
		return errRead
	} else if kept.Status != Waiting {
		return kept.over(now)
	}
	return err
}

// delegated tells whether an account that may decide has handed its turn to the actor.
func (d *Desk) delegated(ctx context.Context, now time.Time, r Rule, by access.Actor, from string) error {
	all, err := d.store.Delegations(ctx, by.Workspace, by.ID, now)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(x Delegation) bool { return x.From == from && x.To == by.ID && x.Covers(r.Kind, now) }) {
		return fault.New("approval_delegation", nil)
	}
	return d.decides(ctx, by, r, from)
}

// decides refuses an account that may not decide about a kind itself.
func (d *Desk) decides(ctx context.Context, by access.Actor, r Rule, account string) error {
	members, err := d.store.Members(ctx, by.Workspace)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m access.Member) bool {
		return m.Account == account && !m.Disabled && access.Allowed(m.Roles, r.Approve)
	}) {
		return fault.New("approval_delegation", nil)
	}
	return nil
}

// denied notes who was refused and why. One that ran out is closed on the way.
func (d *Desk) denied(ctx context.Context, now time.Time, by access.Actor, a Approval, why error) (Approval, error) {
	f := fault.As(why)
	if f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return Approval{}, why
	}
	tried := a
	tried.Code = f.Code
	if err := d.store.AppendAudit(ctx, a.Workspace, tried.entry(by, now, "approval.deny")); err != nil {
		return Approval{}, err
	}
	if f.Code == "approval_expired" && a.Status == Waiting {
		if err := d.expire(ctx, now, a); err != nil {
			return Approval{}, err
		}
	}
	return Approval{}, why
}

func (d *Desk) expire(ctx context.Context, now time.Time, a Approval) error {
	a.Status, a.Approver, a.For, a.Because, a.ClosedAt = Expired, "", "", "", &now
	err := d.store.CloseApproval(ctx, a, time.Time{}, a.entry(access.SystemActor("approval", a.Workspace), now, "approval.expire"))
	if err != nil && fault.As(err).Code == "approval_decided" { // somebody was faster
		return nil
	}
	return err
}

// Delegate hands the actor's turn to decide about a kind to another member.
func (d *Desk) Delegate(ctx context.Context, now time.Time, x Delegation) (Delegation, error) {
	by, err := access.From(ctx)
	if err != nil {
		return Delegation{}, err
	}
	r, ok := RuleOf(x.Kind)
	switch {
	case by.Kind != access.User || by.Lent:
		return Delegation{}, fault.New("approval_person", nil)
	case !ok:
		return Delegation{}, fault.Newf("bad_request", "there is no kind %q", x.Kind).At("kind", "")
	case x.To == by.ID:
		return Delegation{}, fault.New("approval_delegation", nil).At("to", "")
	case !x.ToAt.After(x.FromAt) || !x.ToAt.After(now):
		return Delegation{}, fault.Newf("bad_request", "it would be over before it began").At("until", "")
	}
	if err := by.Require(r.Approve); err != nil {
		return Delegation{}, err
	}
	if err := d.decides(ctx, by, r, x.To); err != nil {
		return Delegation{}, err
	}
	x.ID, x.Workspace, x.From, x.CreatedAt, x.RevokedAt = newID(), by.Workspace, by.ID, now, nil
	x.Reason = strings.TrimSpace(x.Reason)
	diff, err := access.Diff(nil, map[string]any{"kind": x.Kind, "to": x.To, "from_at": x.FromAt, "to_at": x.ToAt}, nil)
	if err != nil {
		return Delegation{}, fault.New("internal", err)
	}
	e := access.Entry{Actor: by, At: now, Action: "approval.delegate", ObjectKind: "approval_delegation", ObjectID: x.ID, Reason: x.Reason, Diff: diff}
	return x, d.store.SaveDelegation(ctx, x, e)
}

// Undelegate takes the actor's turn back.
func (d *Desk) Undelegate(ctx context.Context, now time.Time, id string) error {
	by, err := access.From(ctx)
	if err != nil {
		return err
	}
	if by.Account() == "" {
		return fault.New("not_found", nil)
	}
	return d.store.RevokeDelegation(ctx, by.Workspace, id, by.Account(), now,
		access.Entry{Actor: by, At: now, Action: "approval.undelegate", ObjectKind: "approval_delegation", ObjectID: id})
}
