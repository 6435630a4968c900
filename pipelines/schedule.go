package pipelines

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Scheduler reads all connections that are read by asking. What one connection does,
// or fails to do, delays no other: each has goroutines of its own, and a step that
// waits for a system waits in them.
type Scheduler struct {
	Store ScheduleStore
	Make  SourceMaker
	Bus   interface {
		Publish(ctx context.Context, msgs ...bus.Message) error
	}
	Clock    connectors.Clock
	Log      *slog.Logger
	Observe  PullObserver
	Holder   string        // names this process among the hubs
	LeaseFor time.Duration // how long a lease lasts without renewal; 0: 15 s
	seen     unchanged
}

// PullObserver counts what reading moved.
type PullObserver interface {
	Read(connector, stream string, moved, unchanged int)
	Faulted(connector, stream, stage, code string)
}

const (
	leaseFor  = 15 * time.Second
	lookEvery = time.Second
	minEvery  = 500 * time.Millisecond
)

// The ladders of reading: of a stream, of a source that cannot be made, and of the
// probes of a system that is down.
var (
	readAgain = fault.Ladder{First: 2 * time.Second, Cap: 2 * time.Minute}
	makeAgain = fault.Ladder{First: 10 * time.Second, Cap: 5 * time.Minute}
	breakRule = fault.BreakerRule{After: 3, Ladder: fault.Ladder{First: 10 * time.Second, Cap: 5 * time.Minute}, ProbeFor: 2 * time.Minute}
)

func (s *Scheduler) leaseFor() time.Duration {
	if s.LeaseFor > 0 {
		return s.LeaseFor
	}
	return leaseFor
}

// Run reads until ctx ends: one goroutine a connection, one more a stream.
func (s *Scheduler) Run(ctx context.Context) error {
	running := map[record.ConnectionID]*puller{}
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		for id, r := range running { // who ended by itself starts again if the list, read after that, has it
			select {
			case <-r.done:
				delete(running, id)
			default:
			}
		}
		if pulls, err := s.Store.Pulls(ctx); err == nil {
			s.reconcile(ctx, running, pulls, &wg)
		} else if ctx.Err() == nil {
			s.Log.Error("the list of connections cannot be read, trying again", "error", err)
		}
		if s.Clock.Sleep(ctx, lookEvery) != nil {
			for _, p := range running {
				p.stop()
			}
			return nil
		}
	}
}

type puller struct {
	pull Pull
	stop context.CancelFunc
	done chan struct{}
}

// reconcile starts what is new, and stops what is gone or has other settings.
func (s *Scheduler) reconcile(ctx context.Context, running map[record.ConnectionID]*puller, pulls []Pull, wg *sync.WaitGroup) {
	want := map[record.ConnectionID]Pull{}
	for _, p := range pulls {
		want[p.ID] = p
	}
	for id, r := range running {
		if p, ok := want[id]; !ok || p != r.pull {
			r.stop()
			select {
			case <-r.done:
				delete(running, id)
			default: // it ends soon; it is started anew in the next round
			}
		}
	}
	for id, p := range want {
		if running[id] != nil {
			continue
		}
		pctx, stop := context.WithCancel(ctx)
		r := &puller{pull: p, stop: stop, done: make(chan struct{})}
		running[id] = r
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer close(r.done)
			defer stop()
			(&holding{s: s, p: p}).run(pctx)
		}()
	}
}
