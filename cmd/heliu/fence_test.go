package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/kafkatest"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// paused is a process that can be stopped and let go on: while it stands still none of
// its calls, sleeps or reads comes back.
type paused struct {
	scheduleStore
	clock.System
	bus  *bus.Bus
	pull pipelines.Pull
	name string

	noStoreCheck, noClock bool // the mutants

	mu        sync.Mutex
	gate      chan struct{} // closed: it runs
	stoodAt   time.Time
	published int
	ended     chan error    // how the read in hand at the pause ended
	inHand    chan struct{} // a page is read and not yet emitted
	hold      int           // which read is held
}

func newPaused(s *store.Store, b *bus.Bus, p pipelines.Pull, name string, hold int) *paused {
	open := make(chan struct{})
	close(open)
	return &paused{scheduleStore: scheduleStore{s}, bus: b, pull: p, name: name, gate: open, ended: make(chan error, 1), inHand: make(chan struct{}), hold: hold}
}

func (p *paused) still() {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	<-gate
}

func (p *paused) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate, p.stoodAt = make(chan struct{}), time.Now()
}

func (p *paused) goOn() { close(p.gate) }

func (p *paused) Now() time.Time {
	p.still()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.noClock && !p.stoodAt.IsZero() {
		return p.stoodAt // as if time had stood still as well
	}
	return time.Now()
}

func (p *paused) Sleep(ctx context.Context, d time.Duration) error {
	err := p.System.Sleep(ctx, d)
	p.still()
	return err
}

func (p *paused) Pulls(context.Context) ([]pipelines.Pull, error) {
	p.still()
	return []pipelines.Pull{p.pull}, nil
}

func (p *paused) AcquireLease(ctx context.Context, q pipelines.Pull, holder string, ttl time.Duration) (pipelines.Lease, bool, error) {
	p.still()
	p.mu.Lock()
	woke := !p.stoodAt.IsZero()
	p.mu.Unlock()
	if woke {
		time.Sleep(500 * time.Millisecond) // who keeps the lease wakes up after who has the page
	}
	return p.scheduleStore.AcquireLease(ctx, q, holder, ttl)
}

func (p *paused) CheckLease(ctx context.Context, q pipelines.Pull, token int64) error {
	p.still()
	if p.noStoreCheck {
		return nil
	}
	return p.scheduleStore.CheckLease(ctx, q, token)
}

func (p *paused) SaveState(ctx context.Context, q pipelines.Pull, stream string, st connectors.State, token int64, moved, same int) error {
	p.still()
	return p.scheduleStore.SaveState(ctx, q, stream, st, token, moved, same)
}

func (p *paused) Publish(ctx context.Context, msgs ...bus.Message) error {
	err := p.bus.Publish(ctx, msgs...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		p.published += len(msgs)
	}
	return err
}

func (p *paused) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.published
}

func (p *paused) Source(context.Context, pipelines.Pull, func() int64) (connectors.Source, connectors.Spec, error) {
	return counting{p}, connectors.Spec{Name: "crm", Streams: []connectors.Stream{{Name: "leads"}}}, nil
}

// counting gives one record a read: its number, which is the state.
type counting struct{ p *paused }

func (counting) Check(context.Context) error                           { return nil }
func (counting) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }

func (c counting) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	c.p.still()
	n := 0
	if len(from) > 0 {
		_, _ = fmt.Sscanf(string(from), `{"n":%d}`, &n)
	}
	n++
	held := n == c.p.hold
	if held {
		c.p.stop()
		close(c.p.inHand)
		c.p.still()
	}
	text := fmt.Sprintf("%06d", n)
	err := emit(ctx, []record.Record{{Stream: stream, Key: text, Version: text, Op: record.Upsert, Raw: []byte(`"` + c.p.name + `"`)}}, connectors.State(fmt.Sprintf(`{"n":%d}`, n)))
	if held {
		c.p.ended <- err
	}
	return err
}

func (p *paused) scheduler() *pipelines.Scheduler {
	return &pipelines.Scheduler{
		Store: p, Make: p, Bus: p, Clock: p, Log: slog.New(slog.DiscardHandler), Observe: newMetrics(), Holder: p.name, LeaseFor: 1500 * time.Millisecond,
	}
}

// TestAPausedHubThatWakesUpWritesNothing: a hub stands still with a page in hand until
// its lease is over and another hub has read on. When it wakes up it publishes nothing,
// saves nothing, and its read ends. Each of the two looks at the lease is enough for
// that; without both the page goes out, which shows that this test sees it.
func TestAPausedHubThatWakesUpWritesNothing(t *testing.T) {
	for _, c := range []struct {
		name                  string
		noStoreCheck, noClock bool
		published             int
	}{
		{"as built", false, false, 0},
		{"without asking the store", true, false, 0},
		{"without its own clock", false, true, 0},
		{"the mutant without either", true, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, k := pgtest.Store(t), kafkatest.Start(t)
			ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
			ws, err := s.CreateWorkspace(ctx, store.NewWorkspace{Slug: "a", Name: "a"})
			if err != nil {
				t.Fatal(err)
			}
			conn, err := s.CreateConnection(access.With(t.Context(), access.SystemActor("test", ws.ID)), ws.ID, store.NewConnection{Name: "crm", Connector: "crm"})
			if err != nil {
				t.Fatal(err)
			}
			pull := pipelines.Pull{Workspace: ws.ID, ID: conn.ID, Name: "crm", Connector: "crm", Version: 1, Every: time.Millisecond}
			first, second := newPaused(s, k.Bus, pull, "first", 3), newPaused(s, k.Bus, pull, "second", 0)
			first.noStoreCheck, first.noClock = c.noStoreCheck, c.noClock

			rctx, end := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			defer wg.Wait()
			defer end()
			wg.Go(func() { _ = first.scheduler().Run(rctx) })
			<-first.inHand
			before := first.count()
			wg.Go(func() { _ = second.scheduler().Run(rctx) })
			for deadline := time.Now().Add(30 * time.Second); second.count() < 3; time.Sleep(10 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("the second hub does not read on")
				}
			}
			first.goOn()
			select {
			case err := <-first.ended:
				if fault.As(err) == nil || fault.As(err).Code != "stale_lease" {
					t.Errorf("the read ended with %v", err)
				}
			case <-time.After(30 * time.Second):
				t.Fatal("the read in hand does not end")
			}
			time.Sleep(200 * time.Millisecond)
			if got := first.count() - before; got != c.published || before != 2 {
				t.Errorf("it published %d before the pause and %d after it", before, got)
			}
			end()
			wg.Wait()
			state, err := s.LoadState(t.Context(), ws.ID, conn.ID, "leads")
			if want := fmt.Sprintf(`{"n":%d}`, 2+second.count()); err != nil || string(state) != want {
				t.Errorf("the state is %s, want %s: %v", state, want, err)
			}
			ends, err := k.Bus.EndOffsets(t.Context(), bus.TopicRaw)
			if want := int64(2 + c.published + second.count()); err != nil || ends[0] != want {
				t.Errorf("the bus holds %d records, want %d: %v", ends[0], want, err)
			}
		})
	}
}
