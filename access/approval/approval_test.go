package approval_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
)

func TestASecondPersonMakesItHappen(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	a := l.propose("ann", "m", 7)
	if a.Status != approval.Waiting || a.ProposerName != "ann" || !a.ExpiresAt.Equal(t0.Add(approval.Day)) || len(l.world.applied) != 0 {
		t.Fatalf("%+v", a)
	}
	again := l.propose("ann", "m", 7)
	if again.ID != a.ID {
		t.Error("the same thing waits twice")
	}
	open, err := l.store.OpenAlerts(t.Context(), l.ws)
	if err != nil || len(open) != 1 || open[0].Kind != "approval_waiting" || open[0].Subject != a.ID || open[0].Count != 1 {
		t.Errorf("nobody is told: %+v, %v", open, err)
	}
	done, err := l.decide("bob", a.ID, t0.Add(time.Hour), approval.Decision{Approve: true})
	if err != nil || done.Status != approval.Applied || l.world.applied[a.ID] != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	kept, err := l.desk.Read(l.as("ann"), a.ID)
	if err != nil || kept.Status != approval.Applied || kept.ApproverName != "bob" || string(kept.Ask) != "{}" || kept.AppliedAt == nil {
		t.Errorf("%+v, %v", kept, err)
	}
	if open, _ := l.store.OpenAlerts(t.Context(), l.ws); len(open) != 0 {
		t.Error("the alert stays")
	}
	for _, action := range []string{"approval.propose", "approval.approve", "approval.apply"} {
		if got := l.trail(a.ID, action, ""); got != "1" {
			t.Errorf("%s stands %s times in the trail", action, got)
		}
	}
	if _, err := l.desk.Read(l.as("mia"), a.ID); code(err) != "not_found" {
		t.Errorf("somebody who has nothing to do with it reads it: %v", err)
	}
}

// TestCase88 is case 88 of the list of bad input: approver = proposer, an approval that
// expired, a diff that changed. Each answers 409 and leaves its row.
func TestCase88(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	own := l.propose("ann", "own", 1)
	late := l.propose("ann", "late", 1)
	moved := l.propose("ann", "moved", 1)
	l.world.set("moved", 5)
	for name, c := range map[string]struct {
		who, id, code string
		at            time.Time
	}{
		"approver = proposer":         {"ann", own.ID, "approval_own", t0},
		"expired, to the instant":     {"bob", late.ID, "approval_expired", t0.Add(24 * time.Hour)},
		"changed diff after proposal": {"bob", moved.ID, "approval_changed", t0},
	} {
		_, err := l.decide(c.who, c.id, c.at, approval.Decision{Approve: true})
		if code(err) != c.code || fault.As(err).HTTPStatus() != 409 {
			t.Errorf("%s: %v", name, err)
		}
		if got := l.trail(c.id, "approval.deny", c.code); got != "1" {
			t.Errorf("%s: %s rows in the trail", name, got)
		}
	}
	if len(l.world.applied) != 0 {
		t.Error("something was applied")
	}
	if a, _ := l.desk.Read(l.as("bob"), late.ID); a.Status != approval.Expired || l.trail(late.ID, "approval.expire", "") != "1" {
		t.Errorf("what ran out stays %s", a.Status)
	}
	if _, err := l.decide("bob", own.ID, t0.Add(24*time.Hour-time.Nanosecond), approval.Decision{Approve: true}); err != nil {
		t.Errorf("a moment before the end: %v", err)
	}
}

func TestOnlyAPersonWithTheRoleDecides(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	a := l.propose("ann", "m", 1)
	confined, key, maker := l.people["bob"], l.people["bob"], l.people["ann"]
	confined.Confined, confined.Lent = true, true
	key.Kind, key.ID, key.Maker = access.APIKey, "0c000000-0000-4000-8000-000000000001", l.people["bob"].ID
	maker.Kind, maker.ID, maker.Maker = access.APIKey, "0c000000-0000-4000-8000-000000000002", l.people["ann"].ID
	system := access.SystemActor("test", l.ws)
	for name, c := range map[string]struct {
		by   access.Actor
		code string
	}{
		"a session by link": {confined, "approval_person"}, "a key": {key, "approval_person"}, "the hub": {system, "approval_person"},
		"somebody of another role": {l.people["mia"], "not_found"},
	} {
		if _, err := l.desk.Decide(access.With(t.Context(), c.by), t0, a.ID, approval.Decision{Approve: true, Reason: "x"}); code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := l.desk.Decide(l.as("bob"), t0, a.ID, approval.Decision{Approve: true, Reason: " "}); code(err) != "reason_needed" {
		t.Errorf("without a reason: %v", err)
	}
	reader := l.people["bob"]
	reader.Roles = []access.Role{access.Auditor} // reads all, decides nothing
	if _, err := l.desk.Decide(access.With(t.Context(), reader), t0, a.ID, approval.Decision{Approve: true, Reason: "x"}); code(err) != "forbidden" {
		t.Errorf("an auditor decides: %v", err)
	}
	byKey, err := l.desk.Propose(access.With(t.Context(), maker), t0, l.world.proposal("k", 1, "by key"))
	if err != nil || byKey.Proposer != l.people["ann"].ID {
		t.Fatalf("%+v, %v", byKey, err)
	}
	if _, err := l.decide("ann", byKey.ID, t0, approval.Decision{Approve: true}); code(err) != "approval_own" {
		t.Errorf("who made the key approves what the key proposed: %v", err)
	}
	if _, err := l.desk.Withdraw(l.as("bob"), t0, byKey.ID, ""); code(err) != "forbidden" {
		t.Errorf("somebody else withdraws: %v", err)
	}
	if w, err := l.desk.Withdraw(l.as("ann"), t0, byKey.ID, "thought again"); err != nil || w.Status != approval.Withdrawn {
		t.Errorf("%+v, %v", w, err)
	}
	if _, err := l.decide("bob", byKey.ID, t0, approval.Decision{}); code(err) != "approval_decided" {
		t.Errorf("refused after it was withdrawn: %v", err)
	}
}

func TestADelegateDecidesForSomebodyButNeverForTheProposer(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	ann, bob, cid, mia := l.people["ann"].ID, l.people["bob"].ID, l.people["cid"].ID, l.people["mia"].ID
	hand := func(from, to string, begins, ends time.Time) (approval.Delegation, error) {
		return l.desk.Delegate(l.as(from), t0, approval.Delegation{Kind: approval.MappingApply, To: to, FromAt: begins, ToAt: ends})
	}
	day := t0.Add(24 * time.Hour)
	for name, c := range map[string]struct{ from, to, code string }{
		"to oneself": {"ann", ann, "approval_delegation"}, "to somebody without the role": {"ann", mia, "approval_delegation"},
		"of a right one has not": {"mia", bob, "forbidden"}, "to nobody": {"ann", "nobody", "approval_delegation"},
	} {
		if _, err := hand(c.from, c.to, t0, day); code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := hand("ann", bob, t0, t0); code(err) != "bad_request" {
		t.Errorf("for no time: %v", err)
	}
	for _, d := range [][2]string{{"ann", bob}, {"bob", cid}} {
		if _, err := hand(d[0], d[1], t0, day); err != nil {
			t.Fatal(err)
		}
	}
	a := l.propose("ann", "m", 1)
	for name, c := range map[string]struct {
		who, behalf string
		code        string
	}{
		"the proposer for themself":              {"ann", ann, "approval_own"},
		"a delegate for the proposer":            {"bob", ann, "approval_own"},
		"a delegate's delegate for the proposer": {"cid", ann, "approval_own"},
		"nobody's delegate":                      {"bob", cid, "approval_delegation"},
	} {
		if _, err := l.decide(c.who, a.ID, t0, approval.Decision{Approve: true, For: c.behalf}); code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := l.propose("cid", "n", 1)
	if _, err := l.decide("bob", b.ID, day, approval.Decision{Approve: true, For: ann}); code(err) != "approval_expired" {
		t.Errorf("%v", err)
	}
	b = l.propose("cid", "o", 1)
	done, err := l.decide("bob", b.ID, t0, approval.Decision{Approve: true, For: ann})
	if err != nil || done.Status != approval.Applied {
		t.Fatalf("%+v, %v", done, err)
	}
	if kept, _ := l.desk.Read(l.as("cid"), b.ID); kept.ApproverName != "bob" || kept.ForName != "ann" {
		t.Errorf("approved by %q for %q", kept.ApproverName, kept.ForName)
	}
	all, err := l.store.Delegations(t.Context(), l.ws, bob, t0)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := l.desk.Undelegate(l.as("bob"), t0, all[0].ID); (err == nil) != (all[0].From == bob) {
		t.Errorf("bob takes back what %s gave: %v", all[0].FromName, err)
	}
	for _, d := range all {
		if d.From == ann {
			if err := l.desk.Undelegate(l.as("ann"), t0, d.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := l.propose("cid", "p", 1)
	if _, err := l.decide("bob", c.ID, t0, approval.Decision{Approve: true, For: ann}); code(err) != "approval_delegation" {
		t.Errorf("after it was taken back: %v", err)
	}
}

// TestOfTwoApproversOneWins: at the same moment.
func TestOfTwoApproversOneWins(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	for range 30 {
		l.fresh()
		a := l.propose("ann", "m", 1)
		var wg sync.WaitGroup
		codes := make([]string, 2)
		for i, who := range []string{"bob", "cid"} {
			wg.Go(func() {
				_, err := l.decide(who, a.ID, t0, approval.Decision{Approve: true})
				codes[i] = code(err)
			})
		}
		wg.Wait()
		if got := strings.Join(codes, ""); got != "approval_decided" || l.world.applied[a.ID] != 1 {
			t.Fatalf("%q, applied %d times", codes, l.world.applied[a.ID])
		}
	}
}

// TestADecisionOutlivesACrash: who decided dies before the effect, or behind it and
// before it is noted.
func TestADecisionOutlivesACrash(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	for _, early := range []bool{true, false} {
		l.fresh()
		a := l.propose("ann", "m", 1)
		ctx, die := context.WithCancel(l.as("bob"))
		l.world.before = die
		if early {
			l.world.fail = errors.New("dead")
		}
		got, err := l.desk.Decide(ctx, t0, a.ID, approval.Decision{Approve: true, Reason: "x"})
		if err != nil || got.Status != approval.Approved {
			t.Fatalf("%+v, %v", got, err)
		}
		l.world.before, l.world.fail = nil, nil
		if n, err := l.desk.Work(t.Context(), t0.Add(time.Minute), l.ws); n != 0 || err != nil {
			t.Errorf("it is taken from who has it in hand: %d, %v", n, err)
		}
		if n, err := l.desk.Work(t.Context(), t0.Add(3*time.Minute), l.ws); n != 1 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if kept, _ := l.desk.Read(l.as("ann"), a.ID); kept.Status != approval.Applied || l.world.applied[a.ID] != 1 {
			t.Errorf("early %t: %s, applied %d times", early, kept.Status, l.world.applied[a.ID])
		}
	}
}

func TestWhatFailedIsTriedAgain(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	a := l.propose("ann", "m", 1)
	l.world.fail = fault.New("database_unavailable", nil)
	got, err := l.decide("bob", a.ID, t0, approval.Decision{Approve: true})
	if err != nil || got.Status != approval.Failed || got.Code != "database_unavailable" {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err = l.desk.Retry(l.as("ann"), t0, a.ID); err != nil || got.Status != approval.Failed {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = l.desk.Retry(l.as("ann"), t0.Add(24*time.Hour), a.ID); code(err) != "approval_expired" {
		t.Errorf("a day later: %v", err)
	}
	b := l.propose("ann", "n", 1)
	if got, err = l.decide("bob", b.ID, t0, approval.Decision{Approve: true}); err != nil || got.Status != approval.Failed {
		t.Fatalf("%+v, %v", got, err)
	}
	l.world.fail = nil
	if got, err = l.desk.Retry(l.as("ann"), t0, a.ID); err != nil || got.Status != approval.Applied || l.world.applied[a.ID] != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = l.desk.Retry(l.as("ann"), t0, a.ID); code(err) != "approval_decided" {
		t.Errorf("after it was applied: %v", err)
	}
	for _, c := range []struct {
		at   time.Time
		want string
	}{{t0.Add(approval.Day - time.Second), "1"}, {t0.Add(approval.Day), "{}"}} {
		if _, err := l.desk.Work(t.Context(), c.at, l.ws); err != nil {
			t.Fatal(err)
		}
		if kept, _ := l.desk.Read(l.as("ann"), b.ID); string(kept.Ask) != c.want || kept.Status != approval.Failed {
			t.Errorf("at %s: %s, %s", c.at, kept.Status, kept.Ask)
		}
	}
}

// TestTheDatabaseHoldsByItself goes around the desk: the rules are PostgreSQL's too.
func TestTheDatabaseHoldsByItself(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	a := l.propose("ann", "m", 1)
	e := access.Entry{Actor: access.SystemActor("test", l.ws), Action: "x", ObjectKind: "approval", ObjectID: a.ID}
	decided := func(by, behalf string, at time.Time) approval.Approval {
		x := a
		x.Status, x.Approver, x.For, x.ClosedAt = approval.Approved, by, behalf, &at
		return x
	}
	ann, bob := l.people["ann"].ID, l.people["bob"].ID
	for name, c := range map[string]struct {
		x    approval.Approval
		code string
	}{
		"the proposer":             {decided(ann, "", t0), "approval_own"},
		"for the proposer":         {decided(bob, ann, t0), "approval_own"},
		"when it had expired":      {decided(bob, "", t0.Add(25*time.Hour)), "approval_expired"},
		"nobody":                   {decided("", "", t0), "database_refused_value"},
		"applied without a person": {func() approval.Approval { x := decided("", "", t0); x.Status = approval.Applied; return x }(), "approval_decided"},
	} {
		if err := l.store.CloseApproval(t.Context(), c.x, t0, e); code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, change := range []string{
		"hash = decode(repeat('00', 32), 'hex')", "diff = '{}'", "ask = '99'", "proposer = null", "kind = 'x'", "expires_at = now() + interval '9 years'",
		"status = 'applied', applied_at = now()",
	} {
		if got := l.exec("update approval set " + change); got == "" {
			t.Errorf("the program may set %s", change)
		}
	}
	if err := l.store.CloseApproval(t.Context(), decided(bob, "", t0), t0, e); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{"approver = '" + ann + "'", "status = 'waiting', approver = null, closed_at = null", "because = 'other'"} {
		if got := l.exec("update approval set " + change); got == "" {
			t.Errorf("after the decision the program may set %s", change)
		}
	}
}
