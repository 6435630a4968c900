package pipelines_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// rig is everything around a scheduler, in memory: store, system and bus. Its tests run
// in a bubble of testing/synctest, where waiting takes no time.
type rig struct {
	clock.System
	t *testing.T

	mu      sync.Mutex
	log     []string // what happened, in order
	pulls   []pipelines.Pull
	holder  string // who has the lease, when it is not the scheduler
	token   int64
	states  map[string]string
	taken   bool // another hub takes the lease over before the next save
	busDown error
	sent    []record.Record
	readAt  []time.Time
	stands  map[string]pipelines.Reading
	reports []pipelines.Read
	breaker fault.Breaker
	events  []string
	pages   func(n int) ([]record.Record, error) // what the n-th read finds
	reads   int
	reading int
	slow    bool // the list of connections comes late
}

var onePull = pipelines.Pull{Workspace: "w", ID: "c", Name: "src", Connector: "x", Version: 1, Every: time.Second}

func newRig(t *testing.T) *rig {
	return &rig{t: t, pulls: []pipelines.Pull{onePull}, token: 1, states: map[string]string{}, stands: map[string]pipelines.Reading{}, pages: func(int) ([]record.Record, error) { return nil, nil }}
}

// run runs the scheduler until the condition holds, and a moment longer.
func (r *rig) run(until func() bool) {
	r.t.Helper()
	ctx, stop := context.WithCancel(r.t.Context())
	ended := make(chan error, 1)
	s := &pipelines.Scheduler{Store: r, Make: r, Bus: r, Clock: r.System, Log: slog.New(slog.DiscardHandler), Observe: r, Holder: "me"}
	go func() { ended <- s.Run(ctx) }()
	r.wait(until)
	stop()
	select {
	case err := <-ended:
		if err != nil {
			r.t.Error(err)
		}
	case <-time.After(5 * time.Second):
		r.t.Fatal("the scheduler does not end")
	}
	if r.reading != 0 {
		r.t.Errorf("%d reads go on after the end", r.reading)
	}
}

// wait waits until the condition holds, which may read the rig.
func (r *rig) wait(until func() bool) {
	r.t.Helper()
	deadline := time.Now().Add(10 * time.Hour)
	for {
		r.mu.Lock()
		ok := until()
		r.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("it did not come to that: %v", r.log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (r *rig) note(format string, args ...any) { r.log = append(r.log, fmt.Sprintf(format, args...)) }

func (r *rig) did(what string) (n int) {
	for _, l := range r.log {
		if strings.HasPrefix(l, what) {
			n++
		}
	}
	return n
}

func (r *rig) Pulls(context.Context) ([]pipelines.Pull, error) {
	r.mu.Lock()
	slow := r.slow
	r.slow = false
	r.mu.Unlock()
	if slow {
		time.Sleep(50 * time.Millisecond)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.pulls), nil
}

func (r *rig) AcquireLease(context.Context, pipelines.Pull, string, time.Duration) (pipelines.Lease, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return pipelines.Lease{Token: r.token}, r.holder == "", nil
}

func (r *rig) ReleaseLease(_ context.Context, _ pipelines.Pull, _ string, l pipelines.Lease) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note("release %d", l.Token)
	return nil
}

func (r *rig) LoadState(_ context.Context, _ pipelines.Pull, stream string) (connectors.State, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return connectors.State(r.states[stream]), nil
}

func (r *rig) SaveState(_ context.Context, _ pipelines.Pull, stream string, s connectors.State, token int64, moved, same int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken {
		r.taken, r.token = false, r.token+1
	}
	if token != r.token {
		r.note("stale %d", token)
		return fault.Newf("stale_lease", "token %d", token)
	}
	r.note("save %s moved %d same %d", s, moved, same)
	r.states[stream] = string(s)
	return nil
}

func (r *rig) CheckLease(_ context.Context, _ pipelines.Pull, token int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if token != r.token || r.holder != "" {
		return fault.Newf("stale_lease", "token %d", token)
	}
	return nil
}

func (r *rig) StartReading(_ context.Context, _ pipelines.Pull, stream string, _ bool, _ int64) (pipelines.Reading, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stands[stream], nil
}

func (r *rig) ReportRead(_ context.Context, _ pipelines.Pull, stream string, got pipelines.Read, _ int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stream == "" && got.Fault == nil {
		return nil
	}
	r.reports = append(r.reports, got)
	if got.Fault != nil {
		r.note("failed %s", got.Fault.Code)
		return nil
	}
	r.note("read to the end")
	return nil
}

func (r *rig) HaltStream(_ context.Context, _ pipelines.Pull, stream, code string, _ int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note("halt %s %s", stream, code)
	r.stands[stream] = pipelines.Reading{Halted: code}
	return nil
}

func (r *rig) LoadBreaker(context.Context, pipelines.Pull) (fault.Breaker, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.breaker, nil
}

func (r *rig) SaveBreaker(_ context.Context, _ pipelines.Pull, b fault.Breaker, _ int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.breaker = b
	return nil
}

func (r *rig) Raise(ctx context.Context, _ record.WorkspaceID, e alerts.Event) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := e.Validate(); err != nil {
		r.t.Error(err)
	}
	r.events = append(r.events, "raise "+string(e.Kind)+" "+e.Stream)
	return nil
}

func (r *rig) Clear(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, "clear "+string(e.Kind)+" "+e.Stream)
	return nil
}

func (r *rig) PauseUnauthorized(ctx context.Context, p pipelines.Pull, cause error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for range 1000 { // a database takes its time, in which others come here too
		runtime.Gosched()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note("pause %s", fault.As(cause).Code)
	r.slow = true
	r.pulls = slices.DeleteFunc(slices.Clone(r.pulls), func(q pipelines.Pull) bool { return q.ID == p.ID })
	return nil
}

func (r *rig) Publish(_ context.Context, msgs ...bus.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busDown != nil {
		r.note("publish fails")
		return r.busDown
	}
	r.note("publish %d", len(msgs))
	for _, m := range msgs {
		x, err := record.FromHeaders(m.Headers, m.Payload)
		if err != nil || m.Topic != bus.TopicRaw || m.Key != x.BusKey() {
			r.t.Errorf("message %+v: %v", m, err)
		}
		r.sent = append(r.sent, x)
	}
	return nil
}

func (r *rig) Read(_, _ string, moved, same int) {}
func (r *rig) Faulted(_, _, stage, code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note("counted %s %s", stage, code)
}

func (r *rig) Source(_ context.Context, p pipelines.Pull, lease func() int64) (connectors.Source, connectors.Spec, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.note("source of version %d under %d", p.Version, lease())
	return source1{r}, connectors.Spec{Name: "x", Streams: []connectors.Stream{{Name: "s"}, {Name: "pushed only", Push: true}}}, nil
}

// source1 reads the rig's pages, one a read.
type source1 struct{ r *rig }

func (source1) Check(context.Context) error                           { return nil }
func (source1) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }

func (s source1) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	r := s.r
	r.mu.Lock()
	if stream != "s" {
		r.t.Errorf("stream %q is read", stream)
	}
	n := r.reads
	r.reads++
	r.reading++
	r.readAt = append(r.readAt, time.Now())
	r.note("read from %q", from)
	pages := r.pages
	r.mu.Unlock()
	defer func() { r.mu.Lock(); r.reading--; r.mu.Unlock() }()
	recs, err := pages(n)
	if err != nil {
		return err
	}
	if recs == nil {
		return nil
	}
	return emit(ctx, recs, connectors.State(fmt.Sprintf(`{"n":%d}`, n)))
}

func rec(key, version, body string) record.Record {
	return record.Record{Stream: "s", Key: key, Version: version, Op: record.Upsert, Raw: json.RawMessage(body)}
}

func (r *rig) want(want string) {
	r.t.Helper()
	var got []string
	for _, x := range r.sent {
		got = append(got, x.Key+"="+string(x.Raw))
		if x.Workspace != "w" || x.Connection != "c" || x.Connector != "x" || x.OccurredAt.IsZero() || x.OccurredAt.After(time.Now()) {
			r.t.Errorf("envelope %+v", x)
		}
	}
	if g := strings.Join(got, " "); g != want {
		r.t.Errorf("on the bus %q, want %q\n%v", g, want, r.log)
	}
}
