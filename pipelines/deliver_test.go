package pipelines_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// shore is everything around deliverers: what they bury, and whom they alarm.
type shore struct {
	t    *testing.T
	bus  *bus.Bus
	mu   sync.Mutex
	dead []pipelines.DeadLetter
	open map[string]int // alarms raised, by kind and connection; 0: over
}

func newShore(t *testing.T) *shore {
	k := kafkatest.Start(t)
	if err := k.Bus.EnsureTopics(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &shore{t: t, bus: k.Bus, open: map[string]int{}}
}

func (s *shore) Land(_ context.Context, _ record.WorkspaceID, _ []pipelines.RawRow, dead []pipelines.DeadLetter, _ []pipelines.Outcome) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dead = append(s.dead, dead...)
	return nil
}

func (s *shore) Raise(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[string(e.Kind)+"/"+string(e.Connection)]++
	return e.Validate()
}

func (s *shore) Clear(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[string(e.Kind)+"/"+string(e.Connection)] = 0
	return nil
}

func (s *shore) raised(kind, connection string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[kind+"/"+connection]
}

// tell publishes one event for each of so many golden records, of one version.
func (s *shore) tell(goldens []uuid.UUID, version int, quiet bool) {
	s.t.Helper()
	var msgs []bus.Message
	for _, g := range goldens {
		msgs = append(msgs, bus.Message{
			Topic: bus.TopicGolden, Key: g.String(), Headers: map[string]string{record.HeaderWorkspace: "w"},
			Payload: fmt.Appendf(nil, `{"golden":%q,"version":%d,"event":"upserted","quiet":%t}`, g, version, quiet),
		})
	}
	if err := s.bus.Publish(s.t.Context(), msgs...); err != nil {
		s.t.Fatal(err)
	}
}

// deliver runs a destination until the test ends or stop is called.
func (s *shore) deliver(name string, to connectors.Destination) (stop func()) {
	d := &pipelines.Deliverer{
		Target: pipelines.Target{Workspace: "w", ID: record.ConnectionID(name), Name: name, Connector: "toy"}, To: to, Store: s, Alarm: s, Observe: countOnly{},
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Within: 300 * time.Millisecond,
		Rule: fault.BreakerRule{After: 2, Ladder: fault.Ladder{First: 100 * time.Millisecond, Cap: 300 * time.Millisecond}, ProbeFor: time.Second},
	}
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.bus.Run(ctx, d.Stage()) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
	s.t.Cleanup(stop)
	return stop
}

func eventually(t *testing.T, what string, within time.Duration, good func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !good(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}

func goldenIDs(n int) (out []uuid.UUID) {
	for range n {
		out = append(out, uuid.New())
	}
	return out
}

// ordered demands that no golden record was written in an older version after a newer.
func ordered(t *testing.T, recs []record.Record) {
	t.Helper()
	last := map[string]string{}
	for _, r := range recs {
		if r.Version < last[r.Key] {
			t.Errorf("%s: %s after %s", r.Key, r.Version, last[r.Key])
		}
		last[r.Key] = r.Version
	}
}

// One of five destinations hangs, whatever it is told: the others keep their pace, the
// alarm goes off, and when it comes to, all of it is written, in order.
func TestADestinationThatHangsDelaysNobody(t *testing.T) {
	const goldens, versions = 300, 10
	pace := func(hang bool) time.Duration {
		s, ids := newShore(t), goldenIDs(goldens)
		var all []*connectortest.Destination
		for range 5 {
			all = append(all, &connectortest.Destination{Delay: 3 * time.Millisecond})
		}
		release := func() {}
		if hang {
			release = all[4].Hang()
		}
		for v := 1; v <= versions; v++ {
			s.tell(ids, v, false)
		}
		start := time.Now()
		for i, d := range all {
			s.deliver(fmt.Sprintf("d%d", i), d)
		}
		eventually(t, "the four are through", 60*time.Second, func() bool {
			return !slices.ContainsFunc(all[:4], func(d *connectortest.Destination) bool { return len(d.Written()) < goldens*versions })
		})
		took := time.Since(start)
		for _, d := range all[:4] {
			ordered(t, d.Written())
		}
		if hang {
			eventually(t, "the alarm of the one that hangs", 10*time.Second, func() bool { return s.raised("unreachable", "d4") > 0 })
			if s.raised("unreachable", "d0") > 0 || all[4].Writes() > 1 {
				t.Errorf("%d alarms of another, %d writes beside one that hangs", s.raised("unreachable", "d0"), all[4].Writes())
			}
			release()
			eventually(t, "the one that hung", 30*time.Second, func() bool { return len(all[4].Written()) >= goldens*versions })
			eventually(t, "the alarm is over", 10*time.Second, func() bool { return s.raised("unreachable", "d4") == 0 })
		}
		return took
	}
	calm, hung := pace(false), pace(true)
	ratio := calm.Seconds() / hung.Seconds()
	t.Logf("%d events to four destinations: %s without a hanging fifth, %s with it: %.2f of the pace", goldens*versions, calm.Round(time.Millisecond), hung.Round(time.Millisecond), ratio)
	if ratio < 0.5 { // 0.9 on a machine that does nothing else
		t.Errorf("the others kept %.2f of their pace", ratio)
	}
}

// Each outcome goes its own way: taken, left as it is, written again later, or held for
// a person; and what is the past is told to nobody.
func TestOutcomesOfADestination(t *testing.T) {
	s, ids := newShore(t), goldenIDs(60)
	kind := map[string]connectors.OutcomeKind{}
	for i, g := range ids {
		kind[g.String()] = []connectors.OutcomeKind{connectors.Written, connectors.Skipped, connectors.Retry, connectors.Rejected, connectors.Conflict}[i%5]
	}
	var mu sync.Mutex
	tries, first := map[string]int{}, map[string]time.Time{}
	early := 0
	to := &connectortest.Destination{Answer: func(_ int, r record.Record) connectors.Outcome {
		mu.Lock()
		defer mu.Unlock()
		k := kind[r.Key]
		tries[r.Key]++
		if k != connectors.Retry || r.Version != fmt.Sprintf("%020d", 1) {
			return connectors.Outcome{Kind: k}
		}
		switch tries[r.Key] {
		case 1:
			first[r.Key] = time.Now()
		case 2:
			if time.Since(first[r.Key]) < 200*time.Millisecond {
				early++
			}
			return connectors.Outcome{Kind: connectors.Written}
		}
		return connectors.Outcome{Kind: k, Err: fault.New("destination_busy", nil).After(200 * time.Millisecond)}
	}}
	s.tell(ids, 1, false)
	past := goldenIDs(20)
	s.tell(past, 1, true)
	s.deliver("d", to)
	eventually(t, "all outcomes", 20*time.Second, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(to.Written()) == 24 && len(s.dead) == 24
	})
	if early > 0 {
		t.Errorf("%d were written before they were asked for", early)
	}
	for _, r := range to.Written() {
		if slices.ContainsFunc(past, func(g uuid.UUID) bool { return g.String() == r.Key }) {
			t.Errorf("the past is written: %s", r.Key)
		}
	}
	codes := map[string]int{}
	for _, d := range s.dead {
		codes[d.Stage+"/"+d.Fault.Code]++
	}
	if codes["deliver/destination_rejected"] != 12 || codes["deliver/destination_conflict"] != 12 {
		t.Errorf("dead letters: %v", codes)
	}
}

// A destination that fails is left alone, probed, and goes on when it is back; answers
// that are lost cost nothing but a second writing, in order.
func TestADestinationThatFailsIsProbed(t *testing.T) {
	s, ids := newShore(t), goldenIDs(50)
	var mu sync.Mutex
	down := true
	to := &connectortest.Destination{
		Fail: func(int) error {
			mu.Lock()
			defer mu.Unlock()
			if down {
				return fault.New("source_unreachable", nil)
			}
			return nil
		},
		LoseAnswer: func(n int) bool { return n%7 == 3 },
	}
	for v := 1; v <= 4; v++ {
		s.tell(ids, v, false)
	}
	s.deliver("d", to)
	eventually(t, "the alarm", 20*time.Second, func() bool { return s.raised("unreachable", "d") > 0 })
	before := to.Writes()
	time.Sleep(time.Second)
	if probes := to.Writes() - before; probes < 1 || probes > 15 {
		t.Errorf("%d writes a second to a destination that is down", probes)
	}
	mu.Lock()
	down = false
	mu.Unlock()
	eventually(t, "all is written", 30*time.Second, func() bool {
		seen := map[string]bool{}
		for _, r := range to.Written() {
			seen[r.Key+r.Version] = true
		}
		return len(seen) == 200
	})
	ordered(t, to.Written())
	eventually(t, "the alarm is over", 10*time.Second, func() bool { return s.raised("unreachable", "d") == 0 })
	if len(s.dead) > 0 {
		t.Errorf("%d dead letters of an outage", len(s.dead))
	}
}
