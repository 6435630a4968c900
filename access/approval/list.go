package approval

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
)

// Box is a part of somebody's inbox.
type Box string

// The boxes.
const (
	ForMe   Box = "waiting" // wait for the actor, or for somebody with the same role
	Mine    Box = "mine"    // the actor's own
	Decided Box = "decided" // all that came to an end
	All     Box = "all"
)

// List pages through a box of the context's actor, the latest first.
func (d *Desk) List(ctx context.Context, now time.Time, box Box, after []string, limit int) (rows []Approval, next []string, err error) {
	by, err := access.From(ctx)
	if err != nil {
		return nil, nil, err
	}
	q := d.box(by, now, box)
	q.After, q.Limit = after, limit
	return d.store.Approvals(ctx, by.Workspace, q)
}

// Count counts what waits for the context's actor.
func (d *Desk) Count(ctx context.Context, now time.Time) (int, error) {
	by, err := access.From(ctx)
	if err != nil {
		return 0, err
	}
	return d.store.CountApprovals(ctx, by.Workspace, d.box(by, now, ForMe))
}

func (d *Desk) box(by access.Actor, now time.Time, box Box) Query {
	q := Query{Kinds: Seen(by)}
	switch box {
	case ForMe:
		q.Kinds = slices.DeleteFunc(q.Kinds, func(k Kind) bool { r, _ := RuleOf(k); return !by.Can(r.Approve) })
		q.Statuses, q.NotBy, q.Live = []Status{Waiting}, by, now
	case Mine:
		q.By = by
	case Decided:
		q.Statuses = []Status{Approved, Applied, Failed, Refused, Withdrawn, Expired}
	}
	return q
}

// May is what an actor can do with an approval now.
type May struct {
	Decide   bool
	Withdraw bool
	Retry    bool
	Why      string       // code of what keeps the actor from deciding about one that waits
	For      []Delegation // those for whom the actor may decide
}

// Options tells what the context's actor can do with an approval.
func (d *Desk) Options(ctx context.Context, now time.Time, a Approval) (m May, err error) {
	by, err := access.From(ctx)
	if err != nil {
		return m, err
	}
	r, _ := RuleOf(a.Kind)
	m.Withdraw = a.own(by) && a.Live(now)
	m.Retry = a.Status == Failed && (by.Can(r.Propose) || by.Can(r.Approve)) && a.ClosedAt != nil && now.Before(a.ClosedAt.Add(r.Lasts))
	switch {
	case !a.Live(now):
		return m, nil
	case a.own(by):
		m.Why = "approval_own"
	case a.about(by.ID):
		m.Why = "approval_self"
	case !by.Can(r.Approve):
		m.Why = "forbidden"
	case by.Kind != access.User || by.Lent:
		m.Why = "approval_person"
	default:
		m.Decide = true
	}
	if !m.Decide {
		return m, nil
	}
	all, err := d.store.Delegations(ctx, by.Workspace, by.ID, now)
	for _, x := range all {
		if x.To == by.ID && x.From != a.Proposer && x.Covers(a.Kind, now) {
			m.For = append(m.For, x)
		}
	}
	return m, err
}

// Handed lists the delegations by and to the context's actor that are not over.
func (d *Desk) Handed(ctx context.Context, now time.Time) ([]Delegation, error) {
	by, err := access.From(ctx)
	if err != nil || by.Account() == "" {
		return nil, err
	}
	return d.store.Delegations(ctx, by.Workspace, by.Account(), now)
}

// Deputies lists, by kind, the members to whom the context's actor may hand its turn.
func (d *Desk) Deputies(ctx context.Context) (map[Kind][]access.Member, error) {
	by, err := access.From(ctx)
	if err != nil {
		return nil, err
	}
	members, err := d.store.Members(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	out := map[Kind][]access.Member{}
	for _, r := range rules {
		if !by.Can(r.Approve) {
			continue
		}
		for _, m := range members {
			if m.Account != by.Account() && !m.Disabled && access.Allowed(m.Roles, r.Approve) {
				out[r.Kind] = append(out[r.Kind], m)
			}
		}
	}
	return out, nil
}
