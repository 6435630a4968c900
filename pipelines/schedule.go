package pipelines

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/record"
)

// Pull is a connection whose system the hub asks.
type Pull struct {
	Workspace record.WorkspaceID
	ID        record.ConnectionID
	Name      string
	Connector string
	Version   int64         // changes when its settings do
	Every     time.Duration // pause between two reads of a stream
}

// Lease is the right to read a connection. Its token grows with every holder, and
// the store refuses what an older one writes.
type Lease struct {
	Token int64
}

// ScheduleStore is what the scheduler needs of PostgreSQL.
type ScheduleStore interface {
	// Pulls lists the enabled connections of all workspaces.
	Pulls(ctx context.Context) ([]Pull, error)
	// AcquireLease takes or renews the lease on a connection for this holder; ok is
	// false while somebody else has it.
	AcquireLease(ctx context.Context, p Pull, holder string, ttl time.Duration) (l Lease, ok bool, err error)
	ReleaseLease(ctx context.Context, p Pull, holder string, l Lease) error
	LoadState(ctx context.Context, p Pull, stream string) (connectors.State, error)
	// SaveState keeps how far a stream was read, and counts what the page moved and what
	// was unchanged; stale_lease when the token is old.
	SaveState(ctx context.Context, p Pull, stream string, s connectors.State, token int64, moved, unchanged int) error
	// ReportRead notes the end of a read and the fault it ended with (nil for none).
	ReportRead(ctx context.Context, p Pull, stream string, err error, token int64) error
	// PauseUnauthorized stops a connection whose credentials were refused.
	PauseUnauthorized(ctx context.Context, p Pull, cause error) error
}

// SourceMaker builds the source of a connection with its settings, secrets and Env.
type SourceMaker interface {
	Source(ctx context.Context, p Pull, lease func() int64) (connectors.Source, connectors.Spec, error)
}

// Scheduler reads all connections that are read by asking.
type Scheduler struct {
	Store ScheduleStore
	Make  SourceMaker
	Bus   interface {
		Publish(ctx context.Context, msgs ...bus.Message) error
	}
	Clock   connectors.Clock
	Log     *slog.Logger
	Observe PullObserver
	Holder  string // names this process among the hubs
	seen    unchanged
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

// readAgain spaces the tries of a read that failed.
var readAgain = fault.Ladder{First: 2 * time.Second, Cap: 2 * time.Minute}

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
			s.hold(pctx, p)
		}()
	}
}

// hold waits for the lease of a connection and reads its streams while it has it,
// until ctx ends or the connection was paused.
func (s *Scheduler) hold(ctx context.Context, p Pull) {
	var held Lease
	for ctx.Err() == nil {
		lease, ok, err := s.Store.AcquireLease(ctx, p, s.Holder, leaseFor)
		if err == nil && ok {
			held = lease
			if s.readAll(ctx, p, lease) {
				break
			}
		}
		_ = s.Clock.Sleep(ctx, lookEvery)
	}
	rctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := s.Store.ReleaseLease(rctx, p, s.Holder, held); err != nil {
		s.Log.Debug("lease not released; it runs out by itself", "connection", p.Name, "error", err)
	}
}

// readAll runs one reader a stream until the lease is lost, ctx ends or the connection
// is paused; it tells the latter.
func (s *Scheduler) readAll(ctx context.Context, p Pull, lease Lease) (paused bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	src, spec, err := s.Make.Source(ctx, p, func() int64 { return lease.Token })
	if err != nil {
		s.failed(ctx, p, "", err, lease.Token)
		_ = s.Clock.Sleep(ctx, 10*time.Second)
		return false
	}
	var wg sync.WaitGroup
	var stopped atomic.Bool
	for _, st := range spec.Streams {
		if st.Push && st.Cursor == "" {
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			if s.readStream(ctx, cancel, p, src, st.Name, lease.Token) {
				stopped.Store(true)
			}
		}()
	}
	for ctx.Err() == nil { // keep the lease
		if s.Clock.Sleep(ctx, leaseFor/3) != nil {
			break
		}
		l, ok, err := s.Store.AcquireLease(ctx, p, s.Holder, leaseFor)
		if err == nil && (!ok || l.Token != lease.Token) {
			s.Log.Warn("lease lost, reading stops here", "connection", p.Name)
			cancel()
		}
	}
	wg.Wait()
	return stopped.Load()
}

// readStream reads a stream again and again; paused tells that it ended because the
// connection was paused: another try with the same credentials may lock the account.
func (s *Scheduler) readStream(ctx context.Context, lost context.CancelFunc, p Pull, src connectors.Source, stream string, token int64) (paused bool) {
	failures := 0
	for ctx.Err() == nil {
		err := s.read(ctx, p, src, stream, token)
		wait := max(p.Every, minEvery)
		switch kind := fault.KindOf(err); {
		case err == nil:
			failures = 0
		case ctx.Err() != nil:
			return false
		case fault.As(err).Code == "stale_lease":
			lost()
			return false
		case kind == fault.Unauthorized:
			s.failed(ctx, p, stream, err, token)
			refused := err
			if err = s.Store.PauseUnauthorized(ctx, p, refused); err != nil {
				s.Log.Error("connection not paused", "connection", p.Name, "error", err)
			}
			lost()
			return err == nil
		default:
			s.failed(ctx, p, stream, err, token)
			wait = readAgain.Wait(failures, err, rand.Float64)
			failures++
		}
		if s.Clock.Sleep(ctx, wait) != nil {
			return false
		}
	}
	return false
}

// read reads a stream once to the end of what there is.
func (s *Scheduler) read(ctx context.Context, p Pull, src connectors.Source, stream string, token int64) error {
	state, err := s.Store.LoadState(ctx, p, stream)
	if err != nil {
		return err
	}
	var moved, same int
	err = src.Read(ctx, stream, state, func(ctx context.Context, recs []record.Record, next connectors.State) error {
		m, u, err := s.emit(ctx, p, recs, token)
		moved, same = moved+m, same+u
		if err != nil {
			return err
		}
		if len(next) > connectors.MaxState {
			return fault.Newf("internal", "state of %d bytes, %d at most", len(next), connectors.MaxState)
		}
		if err := s.Store.SaveState(ctx, p, stream, next, token, m, u); err != nil {
			return err
		}
		crash.At(crash.PullAfterState)
		return nil
	})
	s.Observe.Read(p.Connector, stream, moved, same)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	return s.Store.ReportRead(ctx, p, stream, nil, token)
}

func (s *Scheduler) emit(ctx context.Context, p Pull, recs []record.Record, token int64) (moved, same int, err error) {
	now := s.Clock.Now()
	msgs := make([]bus.Message, 0, len(recs))
	fresh := make([]record.Record, 0, len(recs))
	page := map[string]bool{} // keys of which this page sends something
	for _, r := range recs {
		r.Workspace, r.Connection, r.Connector, r.ReceivedAt = p.Workspace, p.ID, p.Connector, now
		if r.OccurredAt.IsZero() || r.OccurredAt.After(now) {
			r.OccurredAt = now
		}
		if err := r.Validate(); err != nil {
			return 0, 0, fault.New("internal", err)
		}
		if !page[r.BusKey()] && s.seen.same(r, token) {
			same++
			continue
		}
		page[r.BusKey()] = true
		msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw})
		fresh = append(fresh, r)
	}
	if len(msgs) == 0 {
		return 0, same, nil
	}
	for _, r := range fresh { // what is on its way may arrive although Publish fails
		s.seen.drop(r, token)
	}
	crash.At(crash.PullBeforePublish)
	if err := s.Bus.Publish(ctx, msgs...); err != nil {
		return 0, same, err
	}
	crash.At(crash.PullAfterPublish)
	for _, r := range fresh { // only what is durable may count as seen
		s.seen.put(r, token)
	}
	return len(msgs), same, nil
}

func (s *Scheduler) failed(ctx context.Context, p Pull, stream string, err error, token int64) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	f := fault.As(err)
	if f.Code == "workspace_gone" { // removed meanwhile: the next look ends this reading
		return
	}
	s.Observe.Faulted(p.Connector, stream, "read", f.Code)
	s.Log.Warn("reading failed", "connection", p.Name, "stream", stream, "code", f.Code, "error", err)
	if err := s.Store.ReportRead(ctx, p, stream, f, token); err != nil {
		s.Log.Error("the fault cannot be noted", "connection", p.Name, "error", err)
	}
}
