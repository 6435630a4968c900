package kingdee_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

var errDied = errors.New("the hub died")

// dying is an emit that takes so many batches and then dies.
func dying(left int, emit connectors.Emit) connectors.Emit {
	return func(ctx context.Context, recs []record.Record, next connectors.State) error {
		if left--; left < 0 {
			return errDied
		}
		return emit(ctx, recs, next)
	}
}

// stale tells what a sink has otherwise than a fresh read of everything gives, by key
// and version; "" when it has the same.
func (s *site) stale(t *testing.T, got *connectortest.Sink) string {
	t.Helper()
	fresh := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
	if err := s.open(t, map[string]any{"page_size": 2000}).Read(context.Background(), "orders", nil, fresh.Emit); err != nil {
		t.Fatal(err)
	}
	has, want := got.Latest(), fresh.Latest()
	for k, w := range want {
		switch h, ok := has[k]; {
		case !ok:
			return fmt.Sprintf("%s is missing, want version %s", k, w.Version)
		case h.Version != w.Version:
			return fmt.Sprintf("%s has version %s, want %s", k, h.Version, w.Version)
		case h.ContentHash() != w.ContentHash():
			return fmt.Sprintf("%s of version %s has another content (%d bytes, want %d)", k, h.Version, len(h.Raw), len(w.Raw))
		}
	}
	if len(has) != len(want) {
		return fmt.Sprintf("%d documents came, %d are there", len(has), len(want))
	}
	return ""
}

// Whatever the documents look like, wherever pages are cut, whatever is saved
// meanwhile and whenever the hub dies: after one more Read the hub has the newest
// version of every document, whole. Without an overlap too, as nothing is committed late.
func TestPagingProperty(t *testing.T) {
	s := newSite(t, fake.Data{})
	rapid.Check(t, func(rt *rapid.T) {
		s.env.Now = clock.NewFake(connectortest.Epoch)
		s.env.Clock = s.env.Now
		s.Server = fake.New(fake.Data{}, s.env.Now)
		set := map[string]any{
			"page_size": rapid.IntRange(2, 9).Draw(rt, "page size"),
			"overlap":   rapid.SampledFrom([]string{"0s", "2m"}).Draw(rt, "overlap"),
		}
		n := rapid.IntRange(0, 18).Draw(rt, "documents")
		gap := rapid.SampledFrom([]time.Duration{time.Second, 5 * time.Minute}).Draw(rt, "gap")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)) // also drawn from by the server's goroutine
		draw := func(i int) fake.Order {
			o := order(i, rng.IntN(12))
			o.Modified = connectortest.Epoch.Add(time.Duration(rng.IntN(4))*gap + time.Duration(rng.IntN(3)*100)*time.Millisecond)
			return o
		}
		for i := range n {
			s.Load(fake.Data{Orders: []fake.Order{draw(i)}})
		}
		s.env.Now.Advance(3*gap + 10*time.Second)
		version := 0
		s.between = func(int) {
			if n > 0 && rng.IntN(4) == 0 {
				version++
				o := draw(rng.IntN(n))
				o.Note = fmt.Sprint(version)
				s.env.Now.Advance(time.Duration(rng.IntN(1500)) * time.Millisecond)
				if rng.IntN(8) == 0 {
					s.env.Now.Advance(gap)
				}
				s.PutOrder(o)
			}
		}
		whole := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		for range 3 {
			left := rapid.IntRange(1, 6).Draw(rt, "batches until death")
			if err := s.open(t, set).Read(context.Background(), "orders", whole.State(), dying(left, whole.Emit)); err != nil && !errors.Is(err, errDied) {
				rt.Fatal(err)
			}
		}
		s.between = nil
		if err := s.open(t, set).Read(context.Background(), "orders", whole.State(), whole.Emit); err != nil {
			rt.Fatal(err)
		}
		if p := whole.Problems(); len(p) > 0 {
			rt.Fatal(p)
		}
		if got := len(whole.Latest()); got != n {
			rt.Fatalf("%d documents came, %d are there", got, n)
		}
		if why := s.stale(t, whole); why != "" {
			rt.Fatal(why)
		}
	})
}
