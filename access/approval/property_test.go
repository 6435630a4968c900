package approval_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/internal/pgtest"
)

// TestNothingHappensWithoutASecondPerson plays people who propose, approve (also for
// each other), refuse, withdraw, change the world, let time pass and die in the middle,
// in any order. Whatever happens is done once, by a decision in time of somebody else
// than who proposed it, and to the world that was shown.
func TestNothingHappensWithoutASecondPerson(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	names := []string{"ann", "bob", "cid"}
	applied := 0
	rapid.Check(t, func(rt *rapid.T) {
		l.fresh()
		w, now := l.world, t0
		var open []approval.Approval
		seen := map[string]int{} // what the world was when it was proposed
		for _, from := range names {
			for _, to := range names {
				if from != to && rapid.Bool().Draw(rt, "delegates") {
					if _, err := l.desk.Delegate(l.as(from), now, approval.Delegation{Kind: approval.MappingApply, To: l.people[to].ID, FromAt: now, ToAt: now.Add(30 * time.Hour)}); err != nil {
						rt.Fatal(err)
					}
				}
			}
		}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			who := rapid.SampledFrom(names).Draw(rt, "who")
			object := rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "object")
			step := rapid.SampledFrom([]string{"propose", "approve", "approve", "approve", "refuse", "withdraw", "change", "wait", "work", "retry"}).Draw(rt, "step")
			var a approval.Approval
			if len(open) > 0 {
				a = rapid.SampledFrom(open).Draw(rt, "which")
			}
			switch step {
			case "propose":
				p, err := l.desk.Propose(l.as(who), now, w.proposal(object, rapid.IntRange(1, 3).Draw(rt, "to"), "because"))
				if err != nil {
					rt.Fatal(err)
				}
				if !slices.ContainsFunc(open, func(x approval.Approval) bool { return x.ID == p.ID }) {
					open, seen[p.ID] = append(open, p), w.value[object]
				}
				continue
			case "change":
				w.set(object, rapid.IntRange(0, 2).Draw(rt, "value"))
				continue
			case "wait":
				now = now.Add(time.Duration(rapid.IntRange(1, 13).Draw(rt, "hours")) * time.Hour)
				continue
			case "work":
				if _, err := l.desk.Work(context.Background(), now, l.ws); err != nil {
					rt.Fatal(err)
				}
				continue
			}
			if a.ID == "" {
				continue
			}
			w.fail = nil
			ctx, die := context.WithCancel(l.as(who))
			switch rapid.IntRange(0, 4).Draw(rt, "trouble") {
			case 0:
				w.before = die
			case 1:
				w.fail = context.DeadlineExceeded
			}
			x := approval.Decision{Approve: step == "approve", Reason: "x", For: rapid.SampledFrom([]string{"", "", l.people["ann"].ID, l.people["bob"].ID}).Draw(rt, "for")}
			switch step {
			case "approve", "refuse":
				_, err := l.desk.Decide(ctx, now, a.ID, x)
				if err == nil && (a.Proposer == l.people[who].ID || a.Proposer == x.For) {
					rt.Fatalf("%s decided about what %s proposed", who, a.ProposerName)
				}
				if err == nil && !now.Before(a.ExpiresAt) {
					rt.Fatal("decided when it had expired")
				}
			case "withdraw":
				_, _ = l.desk.Withdraw(l.as(who), now, a.ID, "")
			case "retry":
				_, _ = l.desk.Retry(ctx, now, a.ID)
			}
			die()
			w.before, w.fail = nil, nil
		}
		if _, err := l.desk.Work(context.Background(), now.Add(time.Hour), l.ws); err != nil {
			rt.Fatal(err)
		}
		for _, a := range open {
			kept, err := l.store.Approval(context.Background(), l.ws, a.ID)
			if err != nil {
				rt.Fatal(err)
			}
			n := w.applied[a.ID]
			applied += n
			switch {
			case n > 1:
				rt.Fatalf("applied %d times", n)
			case n == 1 && (kept.Status != approval.Applied || kept.Approver == "" || kept.Approver == kept.Proposer || kept.For == kept.Proposer):
				rt.Fatalf("applied, and the record says %+v", kept)
			case n == 1 && w.found[a.ID] != seen[a.ID]:
				rt.Fatal("applied to another world than was shown")
			case n == 0 && kept.Status == approval.Applied:
				rt.Fatal("nothing was done and the record says it was")
			case kept.Status == approval.Approved:
				rt.Fatal("a decision is left lying")
			}
		}
	})
	if applied < 20 {
		t.Errorf("only %d were applied: this test sees nothing", applied)
	}
}
