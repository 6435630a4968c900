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
	"github.com/heliuhub/heliu/record"
)

// Whatever the documents look like, wherever pages are cut, whatever is saved
// meanwhile and whenever the hub dies: at the end the hub has the newest version of
// every document, whole.
func TestPagingProperty(t *testing.T) {
	s := newSite(t, fake.Data{})
	dead := errors.New("the hub died")
	rapid.Check(t, func(rt *rapid.T) {
		s.env.Now = connectortest.NewEnv(t).Now
		s.Server = fake.New(fake.Data{}, s.env.Now)
		size := rapid.IntRange(2, 9).Draw(rt, "page size")
		n := rapid.IntRange(0, 18).Draw(rt, "documents")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)) // also drawn from by the server's goroutine
		draw := func(i int) fake.Order {
			o := order(i, rng.IntN(12))
			o.Modified = connectortest.Epoch.Add(time.Duration(rng.IntN(4)*1000+rng.IntN(3)*100) * time.Millisecond)
			return o
		}
		for i := range n {
			s.Load(fake.Data{Orders: []fake.Order{draw(i)}})
		}
		s.env.Now.Advance(10 * time.Second)
		version := 0
		s.between = func(int) {
			if n > 0 && rng.IntN(4) == 0 {
				version++
				o := draw(rng.IntN(n))
				o.Note = fmt.Sprint(version)
				s.env.Now.Advance(time.Duration(rng.IntN(1500)) * time.Millisecond)
				s.PutOrder(o)
			}
		}
		whole := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		for range 3 {
			left := rapid.IntRange(1, 4).Draw(rt, "batches until death")
			src := s.open(t, map[string]any{"page_size": size})
			err := src.Read(context.Background(), "orders", whole.State(), func(ctx context.Context, recs []record.Record, next connectors.State) error {
				if left--; left < 0 {
					return dead
				}
				return whole.Emit(ctx, recs, next)
			})
			if err != nil && !errors.Is(err, dead) {
				rt.Fatal(err)
			}
		}
		s.between = nil
		if err := s.open(t, map[string]any{"page_size": size}).Read(context.Background(), "orders", whole.State(), whole.Emit); err != nil {
			rt.Fatal(err)
		}
		if p := whole.Problems(); len(p) > 0 {
			rt.Fatal(p)
		}
		fresh := &connectortest.Sink{Connector: "kingdee", Stream: "orders", Env: s.env}
		if err := s.open(t, map[string]any{"page_size": 2000}).Read(context.Background(), "orders", nil, fresh.Emit); err != nil {
			rt.Fatal(err)
		}
		got, want := whole.Latest(), fresh.Latest()
		if len(want) != n || len(got) != n {
			rt.Fatalf("%d documents came, a fresh read gives %d, %d are there", len(got), len(want), n)
		}
		for k, w := range want {
			if got[k].ContentHash() != w.ContentHash() {
				rt.Fatalf("%s: %s, want %s", k, got[k].Raw, w.Raw)
			}
		}
	})
}
