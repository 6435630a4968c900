// Package approvaltest walks a kind of approval through all that can happen to it, on a
// real database, so that every kind keeps the same promises.
package approvaltest

import (
	"context"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// Case is one kind, as its owner knows it.
type Case struct {
	Does approval.Executor
	// Propose makes a proposal against the present state; each call one of its own.
	Propose func(ctx context.Context) (approval.Proposal, error)
	// Change moves what the proposal rests on.
	Change func(ctx context.Context) error
	// Anyway says that Apply need not look for a state that moved since Now was asked: what
	// it does is right in any.
	Anyway bool
	// Effects counts how often an approval's effect is there.
	Effects func(ctx context.Context, approvalID string) (int, error)
}

// Faults walks a kind and tells what it does not keep: a proposer's own approval is
// refused, a changed state is refused, an approval is carried out, and doing it a
// second time does it once.
func Faults(t testing.TB, s *store.Store, ws record.WorkspaceID, now time.Time, kind approval.Kind, c Case) (wrong []string) {
	t.Helper()
	rule, ok := approval.RuleOf(kind)
	if !ok {
		return []string{"there is no such kind"}
	}
	say := func(what string, err error) {
		if err != nil {
			what += ": " + err.Error()
		}
		wrong = append(wrong, what)
	}
	desk := approval.NewDesk(s, map[approval.Kind]approval.Executor{kind: c.Does})
	gate := access.NewGate(s, nil)
	person := func(name string, do access.Action) context.Context {
		system := access.With(t.Context(), access.SystemActor("test", ws))
		roles := access.RolesFor(do)[:1]
		m, err := gate.AddMember(system, now, access.NewMember{SignIn: name + "." + string(kind), Name: name, Roles: roles})
		if err != nil {
			t.Fatal(err)
		}
		return access.With(t.Context(), access.Actor{Kind: access.User, ID: m.Account, Name: name, Workspace: ws, Roles: roles})
	}
	one, two := person("one", rule.Propose), person("two", rule.Approve)
	propose := func() (approval.Approval, bool) {
		p, err := c.Propose(one)
		if err != nil || p.Kind != kind {
			say("it cannot be proposed", err)
			return approval.Approval{}, false
		}
		a, err := desk.Propose(one, now, p)
		if err != nil {
			say("its own proposal is refused: Now and Propose make different diffs", err)
		}
		return a, err == nil
	}
	effects := func(a approval.Approval, want int, when string) {
		if n, err := c.Effects(t.Context(), a.ID); err != nil || n != want {
			say(when+": the effect is there another number of times than it should", err)
		}
	}
	yes := approval.Decision{Approve: true, Reason: "looked at"}

	a, ok := propose()
	if !ok {
		return wrong
	}
	if _, err := desk.Decide(one, now, a.ID, yes); err == nil || fault.As(err).Code != "approval_own" && fault.As(err).Code != "forbidden" {
		say("who proposed it approves it", err)
	}
	effects(a, 0, "before anybody approved")
	if err := c.Change(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Decide(two, now, a.ID, yes); err == nil || fault.As(err).Code != "approval_changed" {
		say("it is approved though the state changed", err)
	}
	effects(a, 0, "after the state changed")
	if !c.Anyway && c.Does.Apply(access.With(t.Context(), access.SystemActor("test", ws)), a) == nil {
		say("Apply does it though the state changed", nil)
	}

	if a, ok = propose(); !ok {
		return wrong
	}
	done, err := desk.Decide(two, now, a.ID, yes)
	if err != nil || done.Status != approval.Applied {
		say("it cannot be approved and carried out, "+done.Code, err)
		return wrong
	}
	effects(a, 1, "after it was approved")
	if err := c.Does.Apply(access.With(t.Context(), access.SystemActor("test", ws)), a); err != nil {
		say("a second carrying-out is an error", err)
	}
	effects(a, 1, "after a second carrying-out")
	return wrong
}
