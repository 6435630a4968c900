package approval_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// TestNothingHappensWithoutASecondPerson plays people who propose, approve (also for
// each other), refuse, withdraw, change the world, let time pass and die in the middle,
// in any order. Whatever happens is done once, by a decision in time of somebody else
// than who proposed it, and to the world that was shown.
func TestNothingHappensWithoutASecondPerson(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	applied := 0
	rapid.Check(t, func(rt *rapid.T) {
		n, wrong := l.play(rt, func(*world) {})
		applied += n
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
	if applied < 20 {
		t.Errorf("only %d were applied: this test sees nothing", applied)
	}
}

// TestTheDatabaseAloneKeepsTwoPeopleApart plays with the desk's own look at the proposer
// switched off; without the database's rule as well the play must see it.
func TestTheDatabaseAloneKeepsTwoPeopleApart(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	l := newLab(t, s)
	l.desks = func(w *world) *approval.Desk {
		return approval.NewDesk(nameless{s}, map[approval.Kind]approval.Executor{approval.MappingApply: w})
	}
	if wrong := l.hunt(40, func(*world) {}); wrong != "" {
		t.Errorf("with the database's rule alone: %s", wrong)
	}
	pgtest.Owner(t, dsn).Exec("alter table approval drop constraint approval_not_own")
	if wrong := l.hunt(40, func(*world) {}); wrong == "" {
		t.Error("with neither rule: the play sees nothing")
	}
}

// nameless never tells who proposed what.
type nameless struct{ *store.Store }

func (n nameless) Approval(ctx context.Context, ws record.WorkspaceID, id string) (approval.Approval, error) {
	a, err := n.Store.Approval(ctx, ws, id)
	a.Proposer, a.ProposedBy = "", ""
	return a, err
}

// TestThePlaySeesCarelessness: what carries out approvals forgets what it did, or does
// not look at the state.
func TestThePlaySeesCarelessness(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	for name, spoil := range map[string]func(*world){
		"forgetful": func(w *world) { w.forgets = true }, "blind": func(w *world) { w.blind = true },
	} {
		if l.hunt(100, spoil) == "" {
			t.Errorf("%s: the play sees nothing", name)
		}
	}
}

// hunt plays up to n times and gives the first thing that is wrong.
func (l *lab) hunt(n int, spoil func(*world)) (wrong string) {
	games := rapid.Custom(func(rt *rapid.T) string {
		_, wrong := l.play(rt, spoil)
		return wrong
	})
	for seed := range n {
		if wrong = games.Example(seed); wrong != "" {
			return wrong
		}
	}
	return ""
}

// play is one game; it gives how many changes were applied and what should not have been.
func (l *lab) play(rt *rapid.T, spoil func(*world)) (applied int, wrong string) {
	names := []string{"ann", "bob", "cid"}
	l.fresh()
	w, now := l.world, t0
	spoil(w)
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
				wrong = who + " decided about what " + a.ProposerName + " proposed"
			}
			if err == nil && !now.Before(a.ExpiresAt) {
				wrong = "decided when it had expired"
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
			wrong = fmt.Sprintf("applied %d times", n)
		case n == 1 && (kept.Status != approval.Applied || kept.Approver == "" || kept.Approver == kept.Proposer || kept.For == kept.Proposer):
			wrong = fmt.Sprintf("applied, and the record says %+v", kept)
		case n == 1 && w.found[a.ID] != seen[a.ID]:
			wrong = "applied to another world than was shown"
		case n == 0 && kept.Status == approval.Applied:
			wrong = "nothing was done and the record says it was"
		case kept.Status == approval.Approved:
			wrong = "a decision is left lying"
		}
	}
	return applied, wrong
}
