package pipelines_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

func remove(t *testing.T, s *store.Store, ws record.WorkspaceID) {
	t.Helper()
	if _, err := s.RemoveWorkspace(access.With(t.Context(), access.SystemActor("test", ws)), ws, "the customer left"); err != nil {
		t.Fatal(err)
	}
}

// settledOf counts the outcomes of a workspace, removed or not, by kind and reason.
func settledOf(t *testing.T, s *store.Store, ws record.WorkspaceID) map[string]int64 {
	t.Helper()
	all, err := s.SettledByStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, x := range all {
		if x.Workspace == ws {
			out[x.Outcome+" "+x.Reason] += x.Records
		}
	}
	return out
}

// A workspace is removed while its records are on the bus: those that were settled
// stay so, the others are dropped as workspace_gone, the balance balances, and
// another workspace feels nothing.
func TestAWorkspaceIsRemovedWhileRecordsAreUnderWay(t *testing.T) {
	w := newWorld(t)
	const before, after = 40, 60
	send := func(from, to int) {
		for i := from; i < to; i++ {
			w.send("customers", fmt.Sprint("c", i), 1, map[string]any{"legal_name": "示例甲医院", "code": fmt.Sprint("C", i)})
		}
	}
	send(0, before)
	for deadline := time.Now().Add(10 * time.Second); len(settledOf(t, w.store, w.ws)) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("nothing was settled")
		}
		time.Sleep(time.Millisecond)
	}
	remove(t, w.store, w.ws)
	send(before, before+after)
	ends := func() (n int64) {
		all, err := w.bus.EndOffsets(t.Context(), bus.TopicRaw)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			n += e
		}
		return n
	}
	deadline := time.Now().Add(20 * time.Second)
	for {
		n, err := w.store.SettledCount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == ends() && n == before+after {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d accepted, %d settled: %v", ends(), n, settledOf(t, w.store, w.ws))
		}
		time.Sleep(10 * time.Millisecond)
	}
	by := settledOf(t, w.store, w.ws)
	if by["dropped workspace_gone"] < after || by["dropped workspace_gone"]+by["applied "] != before+after {
		t.Errorf("settled: %v", by)
	}
}

// The same, stage by stage: a mapping still remembered, a message already mapped, a
// record given up on. Nothing of the workspace comes back.
func TestStagesAfterTheRemoval(t *testing.T) {
	s := pgtest.Store(t)
	l, other := newLab(t, s), newLab(t, s)
	l.publishMapping("customers", mappedCustomers)
	seen := &counts{}
	l.applier.Observe = seen
	m := &pipelines.Mapper{Store: s, Now: time.Now, Observe: seen}
	customer := of(1, "crm", "customers", "c0", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]})
	l.apply(customer)
	if _, err := m.Handle(t.Context(), []bus.Delivery{l.raw("customers", "r0", "1", `{"name":"示例甲医院"}`)}); err != nil { // remembers the mapping
		t.Fatal(err)
	}
	mapped := l.mapped(of(2, "crm", "customers", "c0", record.Customer{LegalName: "示例乙医院"}))
	remembered, quarantined := l.raw("customers", "r1", "1", `{"name":"示例甲医院"}`), l.raw("customers", "r2", "1", `{}`)
	buried, given := l.mapped(customer), l.raw("customers", "r3", "1", `{}`)
	late := l.raw("customers", "r4", "1", `{"name":"示例甲医院"}`)
	trail := l.text(`select count(*)::text from audit`)
	remove(t, s, l.ws)

	res, err := m.Handle(t.Context(), []bus.Delivery{remembered, quarantined})
	if err != nil || len(res[0].Publish) != 1 {
		t.Fatalf("with a remembered mapping: %+v, %v", res, err)
	}
	on := bus.Delivery{Message: res[0].Publish[0], Partition: l.part, Offset: 1}
	// one batch of both workspaces: the living one is served
	for range 2 {
		l.handle([]bus.Delivery{on, other.mapped(customer), mapped})
	}
	if err := l.applier.Bury(t.Context(), buried, errors.New("a bug")); err != nil {
		t.Fatal(err)
	}
	if err := m.Bury(t.Context(), given, errors.New("a bug")); err != nil {
		t.Fatal(err)
	}
	m.Now = func() time.Time { return time.Now().Add(time.Minute) } // it asks again
	if res, err = m.Handle(t.Context(), []bus.Delivery{late}); err != nil || res[0].Verdict != bus.Drop || res[0].Reason != "workspace_gone" {
		t.Errorf("asked again: %+v, %v", res, err)
	}
	if got, want := fmt.Sprint(settledOf(t, s, l.ws)), "map[applied :1 dropped workspace_gone:6]"; got != want {
		t.Errorf("settled %s, want %s", got, want)
	}
	if got := settledOf(t, s, other.ws); got["applied "] != 1 {
		t.Errorf("the other workspace: %v", got)
	}
	worked, err := s.Recompute(t.Context(), l.ws, "roi", 10, nil)
	if worked != 0 || !errors.Is(err, pipelines.ErrWorkspaceGone) {
		t.Errorf("a recomputation there: %d, %v", worked, err)
	}
	if n, err := s.Relay(t.Context(), l.ws, 10, nil); n != 0 || !errors.Is(err, pipelines.ErrWorkspaceGone) {
		t.Errorf("its outbox: %d, %v", n, err)
	}
	const left = `select concat_ws(' ', (select count(*) from raw_record), (select count(*) from dead_letter), (select count(*) from source_record),
		(select count(*) from entity), (select count(*) from golden), (select count(*) from outbox), (select count(*) from dirty), (select count(*) from connection))`
	if got := pgtest.TextOfRemoved(t, s, l.ws, left); got != "0 0 0 0 0 0 0 0" {
		t.Errorf("rows left: %s", got)
	}
	if got := pgtest.TextOfRemoved(t, s, l.ws, `select string_agg(distinct action, ' ' order by action) from audit`); got != "connection.create mapping.publish workspace.remove" {
		t.Errorf("the trail before the removal had %s entries, now there are %q", trail, got)
	}
}
