package approval

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func newID() string { return uuid.NewString() }

// overdueAtOnce bounds how many a call of Work closes.
const overdueAtOnce = 100

// carryOut applies an approval that the caller has claimed. That it could not be done
// is the outcome of the approval and no error of the call; the decision stands.
func (d *Desk) carryOut(ctx context.Context, now time.Time, a Approval) (Approval, error) {
	by := access.SystemActor("approval/"+a.ID, a.Workspace)
	err := d.apply(access.With(ctx, by), a)
	if ctx.Err() != nil { // cut short: it is approved, and Work takes it up
		return a, nil //nolint:nilerr // the decision is durable
	}
	action := "approval.apply"
	a.Status, a.Code, a.AppliedAt = Applied, "", &now
	if err != nil {
		action = "approval.fail"
		a.Status, a.Code, a.AppliedAt = Failed, fault.As(err).Code, nil
	}
	return a, d.store.SettleApproval(ctx, a, a.entry(by, now, action))
}

func (d *Desk) apply(ctx context.Context, a Approval) error {
	does := d.does[a.Kind]
	if does == nil {
		return fault.Newf("internal", "nobody carries out approvals of the kind %q", a.Kind)
	}
	return does.Apply(ctx, a)
}

// Retry carries out a failed one again, within its kind's time of the decision. Whoever
// may propose or decide about the kind may ask for it: the decision stands.
func (d *Desk) Retry(ctx context.Context, now time.Time, id string) (Approval, error) {
	by, a, err := d.open(ctx, id)
	if err != nil {
		return Approval{}, err
	}
	r, ok := RuleOf(a.Kind)
	switch {
	case !ok:
		return Approval{}, fault.Newf("internal", "unknown kind %q", a.Kind)
	case !by.Can(r.Propose) && !by.Can(r.Approve):
		return Approval{}, by.Require(r.Approve)
	case a.Status != Failed:
		return Approval{}, a.over(now)
	case a.ClosedAt == nil || !now.Before(a.ClosedAt.Add(r.Lasts)):
		return Approval{}, fault.New("approval_expired", nil)
	}
	a.Status = Approved
	if err := d.store.ReopenApproval(ctx, a, now.Add(hold), a.entry(by, now, "approval.retry")); err != nil {
		return Approval{}, err
	}
	return d.carryOut(ctx, now, a)
}

// Work closes what ran out in a workspace, carries out what was approved and left lying
// by who decided it, and forgets what can be tried no more; it gives how many it worked
// on. Any number of callers share it.
func (d *Desk) Work(ctx context.Context, now time.Time, ws record.WorkspaceID) (worked int, err error) {
	late, err := d.store.Overdue(ctx, ws, now, overdueAtOnce)
	if err != nil {
		return 0, err
	}
	for _, a := range late {
		if err := d.expire(ctx, now, a); err != nil {
			return worked, err
		}
		worked++
	}
	longest := Day
	for _, r := range rules {
		longest = max(longest, r.Lasts)
	}
	if err := d.store.ForgetAsks(ctx, ws, now.Add(-longest)); err != nil {
		return worked, err
	}
	for {
		a, ok, err := d.store.ClaimApproved(ctx, ws, now, now.Add(hold))
		if err != nil || !ok {
			return worked, err
		}
		if _, err := d.carryOut(ctx, now, a); err != nil {
			return worked, err
		}
		worked++
	}
}
