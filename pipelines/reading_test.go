package pipelines_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// streams makes a source of several streams, each with its own read.
type streams struct {
	*rig
	read map[string]func(ctx context.Context, n int, emit connectors.Emit) error
	n    map[string]int
}

func (s *streams) Source(context.Context, pipelines.Pull, func() int64) (connectors.Source, connectors.Spec, error) {
	spec := connectors.Spec{Name: "x"}
	for name := range s.read {
		spec.Streams = append(spec.Streams, connectors.Stream{Name: name})
	}
	return several{s}, spec, nil
}

type several struct{ s *streams }

func (several) Check(context.Context) error                           { return nil }
func (several) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }

func (v several) Read(ctx context.Context, stream string, _ connectors.State, emit connectors.Emit) error {
	v.s.mu.Lock()
	n := v.s.n[stream]
	v.s.n[stream]++
	v.s.readAt = append(v.s.readAt, time.Now())
	v.s.note("ask %s", stream)
	v.s.mu.Unlock()
	return v.s.read[stream](ctx, n, emit)
}

// schedule runs a scheduler over the streams until the condition holds.
func (s *streams) schedule(until func() bool) {
	s.t.Helper()
	s.n = map[string]int{}
	ctx, stop := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	sched := &pipelines.Scheduler{Store: s.rig, Make: s, Bus: s.rig, Clock: s.System, Log: slog.New(slog.DiscardHandler), Observe: s.rig, Holder: "me"}
	go func() { ended <- sched.Run(ctx) }()
	s.wait(until)
	stop()
	<-ended
}

func fine(context.Context, int, connectors.Emit) error { return nil }

// TestADownSystemIsProbedByOne: five streams of a system that is down do not each
// hammer it; an alert tells of it, and when it answers all go on at once.
func TestADownSystemIsProbedByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &streams{rig: newRig(t), read: map[string]func(context.Context, int, connectors.Emit) error{}}
		up := time.Now().Add(time.Hour)
		for i := range 5 {
			s.read[fmt.Sprint("s", i)] = func(context.Context, int, connectors.Emit) error {
				if time.Now().Before(up) {
					return fault.New("source_unreachable", nil)
				}
				return nil
			}
		}
		s.schedule(func() bool { return s.did("read to the end") >= 5 })
		asked := 0
		for i, at := range s.readAt {
			if at.Before(up) {
				asked++
			}
			if i > 5 && at.Before(up) && at.Sub(s.readAt[i-1]) < 5*time.Second {
				t.Errorf("asked after %v while it is down", at.Sub(s.readAt[i-1]))
			}
		}
		if asked < 12 || asked > 60 { // an hour of probes, up to five minutes apart
			t.Errorf("asked %d times in the hour it was down", asked)
		}
		last := s.readAt[len(s.readAt)-1]
		if s.readAt[asked].Sub(up) > 5*time.Minute || last.Sub(s.readAt[asked]) > 2*time.Second {
			t.Errorf("it was up at %s, the first asked at %s, the last at %s", up, s.readAt[asked], last)
		}
		raised := 0
		for _, e := range s.events {
			if e == "raise unreachable " {
				raised++
			}
		}
		if raised == 0 || raised > asked || s.events[0] != "raise unreachable " || !slices.Contains(s.events, "clear unreachable ") || s.breaker != (fault.Breaker{}) {
			t.Errorf("events %v, breaker %+v", s.events, s.breaker)
		}
	})
}

// TestTheLadderOutlivesTheProcess: a hub that starts does not ask before the time that
// an earlier one said, unless a person wants it.
func TestTheLadderOutlivesTheProcess(t *testing.T) {
	for name, c := range map[string]struct {
		stands func(now time.Time) pipelines.Reading
		cron   string
		want   time.Duration
	}{
		"on the ladder": {func(now time.Time) pipelines.Reading {
			return pipelines.Reading{Failures: 4, TriedAt: now.Add(-time.Minute), NextAt: now.Add(time.Minute)}
		}, "", time.Minute},
		"a person asks": {func(now time.Time) pipelines.Reading {
			return pipelines.Reading{Failures: 4, TriedAt: now.Add(-time.Minute), NextAt: now.Add(time.Minute), AskedAt: now}
		}, "", 0},
		"scheduled": {func(now time.Time) pipelines.Reading { return pipelines.Reading{LastReadAt: now} }, "0 * * * *", time.Hour},
		"missed":    {func(now time.Time) pipelines.Reading { return pipelines.Reading{LastReadAt: now.Add(-2 * time.Hour)} }, "0 * * * *", 0},
		"never":     {func(time.Time) pipelines.Reading { return pipelines.Reading{} }, "0 * * * *", time.Hour},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &streams{rig: newRig(t), read: map[string]func(context.Context, int, connectors.Emit) error{"s": fine}}
			s.pulls[0].Cron = c.cron
			now := time.Now() // midnight, UTC
			s.stands["s"] = c.stands(now)
			s.schedule(func() bool { return len(s.readAt) > 0 })
			if d := s.readAt[0].Sub(now); d < c.want || d > c.want+2*time.Second {
				t.Errorf("%s: asked after %v, want %v", name, d, c.want)
			}
		})
	}
}

// TestStreamsThatAreRefusedTogetherPauseOnce: eight streams are refused at the same
// moment: the connection is paused once and the alert is raised.
func TestStreamsThatAreRefusedTogetherPauseOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &streams{rig: newRig(t), read: map[string]func(context.Context, int, connectors.Emit) error{}}
		for i := range 8 {
			s.read[fmt.Sprint("s", i)] = func(context.Context, int, connectors.Emit) error {
				time.Sleep(time.Second)
				return fault.New("source_unauthorized", nil)
			}
		}
		s.schedule(func() bool { return s.did("release") > 0 })
		if s.did("pause source_unauthorized") != 1 || len(s.readAt) != 8 || !slices.Equal(s.events, []string{"raise unauthorized "}) {
			t.Errorf("%v, %v", s.events, s.log)
		}
	})
}

// TestALostCursorStopsItsStreamAlone: a stream whose cursor is gone, or unknown to its
// source, is not read until a person decides; the others are.
func TestALostCursorStopsItsStreamAlone(t *testing.T) {
	for _, code := range []string{"lost_cursor", "lost_state"} {
		synctest.Test(t, func(t *testing.T) {
			s := &streams{rig: newRig(t), read: map[string]func(context.Context, int, connectors.Emit) error{
				"gone": fine, "unknown": func(context.Context, int, connectors.Emit) error { return fault.New(code, nil) }, "well": fine,
			}}
			s.stands["gone"] = pipelines.Reading{Lost: true}
			s.schedule(func() bool { return s.n["well"] > 100 })
			if s.n["gone"] != 0 || s.n["unknown"] != 1 || s.did("halt gone lost_cursor") != 1 || s.did("halt unknown "+code) != 1 || s.did("save") != 0 {
				t.Errorf("%v, %v", s.n, s.log[:10])
			}
			if !slices.Contains(s.events, "raise lost_cursor gone") || !slices.Contains(s.events, "raise lost_cursor unknown") {
				t.Errorf("%v", s.events)
			}
		})
	}
}

// TestQuietHours: no system is asked in its quiet hours; a read in hand finishes its
// page, saves where it ends, and stops, also when its source takes no notice.
func TestQuietHours(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			from := time.Now().In(record.Shanghai).Add(time.Hour).Truncate(time.Minute)
			quiet := calendar.Quiet{{From: from.Format("15:04"), To: from.Add(2 * time.Hour).Format("15:04")}}
			text, _ := json.Marshal(quiet)
			page := 0
			s := &streams{rig: newRig(t), read: map[string]func(context.Context, int, connectors.Emit) error{
				"s": func(ctx context.Context, _ int, emit connectors.Emit) error {
					for range 30 { // five minutes a read
						time.Sleep(10 * time.Second)
						page++
						err := emit(ctx, []record.Record{rec("k", fmt.Sprint(page), fmt.Sprint(page))}, connectors.State(fmt.Sprint(page)))
						if err != nil && !deaf {
							return err
						}
					}
					return nil
				},
			}}
			s.pulls[0].Quiet = string(text)
			until := from.Add(2 * time.Hour)
			s.schedule(func() bool { return time.Now().After(until.Add(time.Minute)) })
			for _, at := range s.readAt {
				if at.After(from) && at.Before(until) {
					t.Errorf("asked at %s", at.In(record.Shanghai))
				}
			}
			if last := s.readAt[len(s.readAt)-1]; last.Before(until) || s.did("failed") != 0 {
				t.Errorf("last asked at %s: %v", last.In(record.Shanghai), s.log[:5])
			}
			for _, x := range s.sent {
				if x.ReceivedAt.After(from.Add(11*time.Second)) && x.ReceivedAt.Before(until) {
					t.Errorf("a page came at %s", x.ReceivedAt.In(record.Shanghai))
				}
			}
		})
	}
}

// TestHistoryIsMarked: what a connection in history mode reads says that it is the past.
func TestHistoryIsMarked(t *testing.T) {
	for _, history := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			r.pulls[0].History = history
			r.pages = func(int) ([]record.Record, error) { return []record.Record{rec("k", "1", "a")}, nil }
			r.run(func() bool { return len(r.sent) > 0 })
			if got := r.sent[0].Origin; (got == record.History) != history || got.Quiet() != history {
				t.Errorf("history %v: origin %q", history, got)
			}
		})
	}
}

// TestOneHangingConnectionDelaysNoOther: of twenty connections one hangs while it is
// read and one while its source is made; the others keep their pace.
func TestOneHangingConnectionDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.pulls = nil
		for i := range 20 {
			p := onePull
			p.ID = record.ConnectionID(fmt.Sprint("c", i))
			r.pulls = append(r.pulls, p)
		}
		m := &hanging{rig: r, n: map[record.ConnectionID]int{}}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		s := &pipelines.Scheduler{Store: r, Make: m, Bus: r, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Observe: r, Holder: "me"}
		go func() { ended <- s.Run(ctx) }()
		time.Sleep(10 * time.Minute)
		stop()
		<-ended
		for i := range 20 {
			n := m.n[record.ConnectionID(fmt.Sprint("c", i))]
			if want := 590; i > 1 && n < want || i == 0 && n != 1 || i == 1 && n != 0 {
				t.Errorf("connection %d was read %d times in 10 minutes at a pace of a second", i, n)
			}
		}
	})
}

type hanging struct {
	*rig
	n map[record.ConnectionID]int
}

func (m *hanging) Source(ctx context.Context, p pipelines.Pull, _ func() int64) (connectors.Source, connectors.Spec, error) {
	if p.ID == "c1" {
		<-ctx.Done()
		return nil, connectors.Spec{}, ctx.Err()
	}
	return hangs{m, p.ID}, connectors.Spec{Name: "x", Streams: []connectors.Stream{{Name: "s"}}}, nil
}

type hangs struct {
	m  *hanging
	id record.ConnectionID
}

func (hangs) Check(context.Context) error                           { return nil }
func (hangs) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }

func (h hangs) Read(ctx context.Context, _ string, _ connectors.State, emit connectors.Emit) error {
	h.m.mu.Lock()
	h.m.n[h.id]++
	n := h.m.n[h.id]
	h.m.mu.Unlock()
	if h.id == "c0" {
		<-ctx.Done()
		return ctx.Err()
	}
	return emit(ctx, []record.Record{rec("k", fmt.Sprint(n), fmt.Sprint(n))}, connectors.State(`{}`))
}
