package store_test

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

func acquire(t *testing.T, s *store.Store, name, holder string, ttl time.Duration) (store.Lease, bool) {
	t.Helper()
	l, ok, err := s.AcquireLease(t.Context(), name, holder, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return l, ok
}

func TestALeaseHasOneHolderAndAGrowingToken(t *testing.T) {
	s := pgtest.Store(t)
	first, ok := acquire(t, s, "x", "a", time.Hour)
	if !ok {
		t.Fatal("a free lease was not given")
	}
	if _, ok := acquire(t, s, "x", "b", time.Hour); ok {
		t.Error("a held lease was given twice")
	}
	if again, ok := acquire(t, s, "x", "a", time.Hour); !ok || again.Token != first.Token {
		t.Errorf("its holder got %+v, %t", again, ok)
	}
	if err := s.RenewLease(t.Context(), first, time.Hour); err != nil {
		t.Error(err)
	}
	if err := s.ReleaseLease(t.Context(), first); err != nil {
		t.Error(err)
	}
	second, ok := acquire(t, s, "x", "b", time.Millisecond)
	if !ok || second.Token <= first.Token {
		t.Errorf("after a release: %+v, %t", second, ok)
	}
	wantFault(t, s.RenewLease(t.Context(), first, time.Hour), "stale_lease")
	if err := s.ReleaseLease(t.Context(), first); err != nil { // must not free b's
		t.Error(err)
	}
	time.Sleep(20 * time.Millisecond)
	wantFault(t, s.RenewLease(t.Context(), second, time.Hour), "stale_lease") // ran out
	third, ok := acquire(t, s, "x", "b", time.Hour)
	if !ok || third.Token <= second.Token {
		t.Errorf("the same holder after a gap: %+v, %t: what happened in the gap is unknown", third, ok)
	}
	held, err := s.Leases(t.Context())
	if err != nil || len(held) != 1 || held[0].Holder != "b" || held[0].Token != third.Token {
		t.Errorf("%+v, %v", held, err)
	}
}

func TestOnlyOneOfManyGetsALease(t *testing.T) {
	s := pgtest.Store(t)
	var won atomic.Int32
	var wg sync.WaitGroup
	for _, holder := range []string{"a", "b", "c", "d", "e", "f"} {
		wg.Go(func() {
			if _, ok, err := s.AcquireLease(t.Context(), "x", holder, time.Hour); err != nil {
				t.Error(err)
			} else if ok {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d got it", won.Load())
	}
}

func TestAStateIsSavedUnderTheNewestToken(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	name := store.ConnectionLease(c)
	exact := connectors.State(`{ "cursor": "2026-01-31 08:00:00.000", "n": 9007199254740993, "n": 1e2 }`) // jsonb would change each of these

	wantFault(t, s.SaveState(t.Context(), ws, c, "leads", exact, 1, 1, 0), "stale_lease") // nobody has the lease
	old, _ := acquire(t, s, name, "a", time.Millisecond)
	if got, err := s.LoadState(t.Context(), ws, c, "leads"); err != nil || got != nil {
		t.Errorf("before the first read: %s, %v", got, err)
	}
	if err := s.SaveState(t.Context(), ws, c, "leads", exact, old.Token, 1, 0); err != nil { // ran out, but nobody took it
		t.Fatal(err)
	}
	if got, err := s.LoadState(t.Context(), ws, c, "leads"); err != nil || string(got) != string(exact) {
		t.Errorf("loaded %s, %v", got, err)
	}
	time.Sleep(5 * time.Millisecond)
	now, ok := acquire(t, s, name, "b", time.Hour)
	if !ok {
		t.Fatal("an expired lease was not given")
	}
	// The new holder has not written yet: the old one must be refused all the same.
	wantFault(t, s.SaveState(t.Context(), ws, c, "leads", connectors.State(`{"old":1}`), old.Token, 1, 0), "stale_lease")
	wantFault(t, s.ReadEnded(t.Context(), ws, c, "leads", time.Time{}, old.Token), "stale_lease")
	wantFault(t, s.ReadFailed(t.Context(), ws, c, "leads", "source_error", 1, time.Time{}, old.Token), "stale_lease")
	wantFault(t, s.Tokens(ws, c, old.Token).Replace(t.Context(), "access", "x"), "stale_lease")
	if err := s.ReadFailed(t.Context(), ws, c, "leads", "source_error", 1, time.Now(), now.Token); err != nil {
		t.Fatal(err)
	}
	states, err := s.States(t.Context(), ws, c)
	if err != nil || len(states) != 1 || string(states[0].State) != string(exact) || states[0].LastError != "source_error" || states[0].LastMovedAt == nil || states[0].LastReadAt != nil {
		t.Errorf("%+v, %v", states, err)
	}
	if err := s.ReadEnded(t.Context(), ws, c, "leads", time.Now(), now.Token); err != nil {
		t.Fatal(err)
	}
	states, err = s.States(t.Context(), ws, c)
	if err != nil || states[0].LastError != "" || states[0].LastReadAt == nil {
		t.Errorf("%+v, %v", states, err)
	}
	big, _ := json.Marshal(make([]byte, connectors.MaxState))
	wantFault(t, s.SaveState(t.Context(), ws, c, "leads", big, now.Token, 1, 0), "database_refused_value")
}

// connection makes a connection of no particular kind.
func connection(t testing.TB, s *store.Store, ws record.WorkspaceID, name string) record.ConnectionID {
	t.Helper()
	c, err := s.CreateConnection(acting(t), ws, store.NewConnection{Name: name, Connector: "crm"})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}
