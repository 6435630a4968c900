package pipelines_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// rig is everything around a scheduler, in memory: store, system, bus and a clock of
// which a second takes two milliseconds.
type rig struct {
	t *testing.T

	mu      sync.Mutex
	log     []string // what happened, in order
	pulls   []pipelines.Pull
	holder  string // who has the lease, when it is not the scheduler
	token   int64
	states  map[string]string
	refuse  error // of SaveState
	busDown error
	sent    []record.Record
	slept   []time.Duration
	pages   func(n int) ([]record.Record, error) // what the n-th read finds
	reads   int
	reading int
	slow    bool // the list of connections comes late
}

var onePull = pipelines.Pull{Workspace: "w", ID: "c", Name: "src", Connector: "x", Version: 1, Every: time.Second}

func newRig(t *testing.T) *rig {
	return &rig{t: t, pulls: []pipelines.Pull{onePull}, token: 1, states: map[string]string{}, pages: func(int) ([]record.Record, error) { return nil, nil }}
}

// run runs the scheduler until the condition holds, and a moment longer.
func (r *rig) run(until func() bool) {
	r.t.Helper()
	ctx, stop := context.WithCancel(r.t.Context())
	ended := make(chan error, 1)
	s := &pipelines.Scheduler{Store: r, Make: r, Bus: r, Clock: r, Log: slog.New(slog.DiscardHandler), Observe: r, Holder: "me"}
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
	deadline := time.Now().Add(5 * time.Second)
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
		time.Sleep(time.Millisecond)
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

func (r *rig) Now() time.Time { return time.Now() }

func (r *rig) Sleep(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	r.slept = append(r.slept, d)
	r.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d / 500):
		return nil
	}
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
	if r.refuse != nil {
		return r.refuse
	}
	if token != r.token {
		r.note("stale %d", token)
		return fault.Newf("stale_lease", "token %d", token)
	}
	r.note("save %s moved %d same %d", s, moved, same)
	r.states[stream] = string(s)
	return nil
}

func (r *rig) ReportRead(_ context.Context, _ pipelines.Pull, _ string, err error, _ int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.note("failed %s", fault.As(err).Code)
		return nil
	}
	r.note("read to the end")
	return nil
}

func (r *rig) PauseUnauthorized(_ context.Context, p pipelines.Pull, cause error) error {
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

// The state is saved only when the records are durable, and the next read goes on from there.
func TestStateIsSavedAfterThePublish(t *testing.T) {
	r := newRig(t)
	r.busDown = errors.New("no broker")
	r.pages = func(n int) ([]record.Record, error) {
		if n == 2 {
			r.mu.Lock()
			r.busDown = nil
			r.mu.Unlock()
		}
		return []record.Record{rec("k", "1", "a")}, nil
	}
	r.run(func() bool { return r.did("read to the end") >= 2 })
	r.want("k=a")
	if r.log[0] != "source of version 1 under 1" || r.log[1] != `read from ""` || r.log[2] != "publish fails" {
		t.Errorf("at first: %v", r.log[:3])
	}
	i, j := slices.Index(r.log, "publish 1"), slices.Index(r.log, `save {"n":2} moved 1 same 0`)
	if i < 0 || j != i+1 || r.did("save") > r.did("read to the end")+1 {
		t.Errorf("publish at %d, save at %d of %v", i, j, r.log)
	}
	if !slices.Contains(r.log, `read from "{\"n\":2}"`) || !slices.Contains(r.log, `save {"n":3} moved 0 same 1`) {
		t.Errorf("the next read: %v", r.log)
	}
}

// What was not changed is not sent again; what changed and changed back is.
func TestUnchangedRecordsStayBehind(t *testing.T) {
	script := []struct {
		recs  []record.Record
		other bool // another hub has the lease before this read
		fails bool // the bus says it failed, but it took the message
	}{
		{recs: []record.Record{rec("k", "1", "a"), rec("l", "1", "x")}},
		{recs: []record.Record{rec("k", "2", "a"), rec("l", "2", "y")}},                     // only l changed
		{recs: []record.Record{rec("k", "3", "b"), rec("k", "4", "a"), rec("l", "3", "y")}}, // there and back in one page
		{recs: []record.Record{rec("l", "4", "z")}, fails: true},                            // who knows what arrived
		{recs: []record.Record{rec("l", "5", "y")}},                                         // so the old content goes again
		{recs: []record.Record{rec("k", "5", "a")}, other: true},                            // who knows what the other hub sent
		{recs: []record.Record{rec("k", "6", "a")}},
	}
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if n >= len(script) {
			return nil, nil
		}
		r.busDown = nil
		if script[n].fails {
			r.busDown = errors.New("no answer")
		}
		if n+1 < len(script) && script[n+1].other {
			r.token++ // stale at the save; the next lease has another token
			r.refuse = fault.New("stale_lease", nil)
		} else {
			r.refuse = nil
		}
		return script[n].recs, nil
	}
	r.run(func() bool { return r.reads > len(script) })
	r.want("k=a l=x l=y k=b k=a l=y k=a")
}

// Who lost the lease stops reading, and starts again when it has it again.
func TestALostLeaseStopsReading(t *testing.T) {
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		return []record.Record{rec("k", fmt.Sprint(n), fmt.Sprint(n))}, nil
	}
	step, at := 0, 0
	var reads int
	r.run(func() bool {
		switch {
		case step == 0 && r.reads > 3:
			r.holder, step = "another", 1
		case step == 1 && r.reading == 0 && len(r.slept)-at > 30:
			if at == 0 { // long enough for a renewal to be refused
				at = len(r.slept)
				return false
			}
			reads, at, step = r.reads, len(r.slept), 2
		case step == 2 && len(r.slept)-at > 30:
			if r.reads > reads+1 {
				t.Errorf("%d reads without the lease", r.reads-reads)
			}
			r.holder, r.token, step = "", 2, 3
			reads = r.reads
		case step == 3:
			return r.reads > reads+1 && slices.Contains(r.log, "source of version 1 under 2")
		}
		return false
	})
}

// A token that is stale at the save ends the read with that fault; nothing is saved,
// nobody is told of a failure, and the next lease reads the page again.
func TestAStaleLeaseEndsTheRead(t *testing.T) {
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if n == 0 {
			r.token = 7 // somebody took over since
		}
		return []record.Record{rec("k", "1", "a")}, nil
	}
	r.run(func() bool { return r.did("save") > 0 })
	if r.did("stale 1") != 1 || r.did("failed") != 0 || r.did("source of version 1 under 7") != 1 {
		t.Errorf("%v", r.log)
	}
	r.want("k=a k=a")
}

// Refused credentials pause the connection: not one more try, until somebody enables it.
func TestRefusedCredentialsPause(t *testing.T) {
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		if n == 0 {
			return nil, fault.New("source_unauthorized", nil)
		}
		return []record.Record{rec("k", "1", "a")}, nil
	}
	step, at := 0, 0
	r.run(func() bool {
		switch {
		case step == 0 && r.did("pause") == 1:
			at, step = len(r.slept), 1
		case step == 1 && len(r.slept)-at > 20:
			if r.reads != 1 || r.did("release 1") != 1 {
				t.Errorf("%d reads after the pause: %v", r.reads-1, r.log)
			}
			r.pulls, step = []pipelines.Pull{onePull}, 2 // enabled, nothing else changed
		case step == 2:
			return len(r.sent) > 0
		}
		return false
	})
	if r.did("counted read source_unauthorized") != 1 || r.did("failed source_unauthorized") != 1 || r.did("pause source_unauthorized") != 1 {
		t.Errorf("%v", r.log)
	}
}

// Case 35, the other way round: a system that asks to wait is left alone for that
// long; one that merely fails for longer and longer.
func TestCase35ASystemThatAsksToWait(t *testing.T) {
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		switch n {
		case 0:
			return nil, fault.New("source_rate_limited", nil).After(77 * time.Second)
		case 1, 2:
			return nil, errors.New("broken")
		}
		return []record.Record{rec("k", "1", "a")}, nil
	}
	r.run(func() bool { return r.did("read to the end") > 1 })
	var waits []time.Duration
	for _, d := range r.slept {
		if d != time.Second && d != 5*time.Second { // the scheduler's own rounds
			waits = append(waits, d)
		}
	}
	if fmt.Sprint(waits) != "[1m17s 4s 8s]" {
		t.Errorf("waits: %v", waits)
	}
	if r.did("failed source_rate_limited") != 1 || r.did("failed internal") != 2 {
		t.Errorf("%v", r.log)
	}
}

// Other settings make another source; a removed connection is read no more.
func TestChangedAndRemovedConnections(t *testing.T) {
	r := newRig(t)
	r.pages = func(n int) ([]record.Record, error) {
		return []record.Record{rec("k", fmt.Sprint(n), fmt.Sprint(n))}, nil
	}
	step, at, reads := 0, 0, 0
	r.run(func() bool {
		switch {
		case step == 0 && r.reads > 1:
			p := onePull
			p.Version = 2
			r.pulls, step = []pipelines.Pull{p}, 1
		case step == 1 && r.did("source of version 2") == 1 && r.did("release 1") == 1:
			r.pulls, step = nil, 2
		case step == 2 && r.did("release 1") == 2:
			at, reads, step = len(r.slept), r.reads, 3
		case step == 3 && len(r.slept)-at > 10:
			return r.reads == reads
		}
		return false
	})
}

// A state that is too large is not saved, and the reading fails visibly.
func TestAStateThatIsTooLarge(t *testing.T) {
	r := newRig(t)
	r.pages = func(int) ([]record.Record, error) { return nil, nil }
	s := &pipelines.Scheduler{Store: r, Make: tooLarge{r}, Bus: r, Clock: r, Log: slog.New(slog.DiscardHandler), Observe: r, Holder: "me"}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	r.wait(func() bool { return r.did("failed internal") > 0 })
	stop()
	<-ended
	if r.did("save") != 0 {
		t.Errorf("%v", r.log)
	}
}

type tooLarge struct{ *rig }

func (l tooLarge) Source(context.Context, pipelines.Pull, func() int64) (connectors.Source, connectors.Spec, error) {
	return large{}, connectors.Spec{Name: "x", Streams: []connectors.Stream{{Name: "s"}}}, nil
}

type large struct{}

func (large) Check(context.Context) error                           { return nil }
func (large) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }
func (large) Read(ctx context.Context, _ string, _ connectors.State, emit connectors.Emit) error {
	return emit(ctx, []record.Record{rec("k", "1", "a")}, make(connectors.State, connectors.MaxState+1))
}
