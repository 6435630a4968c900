package pipelines_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// The state is saved only when the records are durable, and the next read goes on from there.
func TestStateIsSavedAfterThePublish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
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
	})
}

// What was not changed is not sent again; what changed and changed back is.
func TestUnchangedRecordsStayBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
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
			r.taken = n+1 < len(script) && script[n+1].other
			return script[n].recs, nil
		}
		r.run(func() bool { return r.reads > len(script) })
		r.want("k=a l=x l=y k=b k=a l=y k=a")
	})
}

// Who lost the lease stops reading, and starts again when it has it again.
func TestALostLeaseStopsReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.pages = func(n int) ([]record.Record, error) {
			return []record.Record{rec("k", fmt.Sprint(n), fmt.Sprint(n))}, nil
		}
		step, at := 0, time.Time{}
		var reads int
		r.run(func() bool {
			switch {
			case step == 0 && r.reads > 3:
				r.holder, step = "another", 1
			case step == 1 && r.reading == 0:
				if at.IsZero() { // long enough for a renewal to be refused
					at = time.Now().Add(20 * time.Second)
				}
				if time.Now().After(at) {
					reads, at, step = r.reads, time.Now().Add(20*time.Second), 2
				}
			case step == 2 && time.Now().After(at):
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
	})
}

// A token that is stale at the save ends the read with that fault; nothing is saved,
// nobody is told of a failure, and the next lease reads the page again.
func TestAStaleLeaseEndsTheRead(t *testing.T) {
	for when, want := range map[string]string{"before the page": "k=a", "before the save": "k=a k=a"} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			r.pages = func(n int) ([]record.Record, error) {
				r.mu.Lock()
				defer r.mu.Unlock()
				switch {
				case n > 0:
				case when == "before the page":
					r.token++
				default:
					r.taken = true
				}
				return []record.Record{rec("k", "1", "a")}, nil
			}
			r.run(func() bool { return r.did("save") > 0 })
			if r.did("failed") != 0 || r.did("source of version 1 under 2") != 1 || len(r.events) > 1 {
				t.Errorf("%s: %v, %v", when, r.log, r.events)
			}
			r.want(want)
		})
	}
}

// Refused credentials pause the connection: not one more try, until somebody enables it.
func TestRefusedCredentialsPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.pages = func(n int) ([]record.Record, error) {
			if n == 0 {
				return nil, fault.New("source_unauthorized", nil)
			}
			return []record.Record{rec("k", "1", "a")}, nil
		}
		step, at := 0, time.Time{}
		r.run(func() bool {
			switch {
			case step == 0 && r.did("pause") == 1:
				at, step = time.Now().Add(10*time.Minute), 1
			case step == 1 && time.Now().After(at):
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
	})
}

// Case 35, the other way round: a system that asks to wait is left alone for that
// long; one that merely fails for longer and longer.
func TestCase35ASystemThatAsksToWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
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
		for i, most := range []time.Duration{77 * time.Second, 4 * time.Second, 8 * time.Second} {
			least := time.Second
			if i == 0 {
				least = most
			}
			waited := r.readAt[i+1].Sub(r.readAt[i])
			if next := r.reports[i].NextAt.Sub(r.readAt[i]); waited < least || waited > most+time.Second || next < least || next > most || r.reports[i].Failures != i+1 {
				t.Errorf("wait %d is %v (told %v of failure %d), want %v to %v", i, waited, next, r.reports[i].Failures, least, most)
			}
		}
		if r.did("failed source_rate_limited") != 1 || r.did("failed internal") != 2 {
			t.Errorf("%v", r.log)
		}
	})
}

// Other settings make another source; a removed connection is read no more.
func TestChangedAndRemovedConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.pages = func(n int) ([]record.Record, error) {
			return []record.Record{rec("k", fmt.Sprint(n), fmt.Sprint(n))}, nil
		}
		step, at, reads := 0, time.Time{}, 0
		r.run(func() bool {
			switch {
			case step == 0 && r.reads > 1:
				p := onePull
				p.Version = 2
				r.pulls, step = []pipelines.Pull{p}, 1
			case step == 1 && r.did("source of version 2") == 1 && r.did("release 1") == 1:
				r.pulls, step = nil, 2
			case step == 2 && r.did("release 1") == 2:
				at, reads, step = time.Now().Add(time.Minute), r.reads, 3
			case step == 3 && time.Now().After(at):
				return r.reads == reads
			}
			return false
		})
	})
}

// A state that is too large is not saved, and the reading fails visibly.
func TestAStateThatIsTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.pages = func(int) ([]record.Record, error) { return nil, nil }
		s := &pipelines.Scheduler{Store: r, Make: tooLarge{r}, Bus: r, Clock: r.System, Log: slog.New(slog.DiscardHandler), Observe: r, Holder: "me"}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		r.wait(func() bool { return r.did("failed internal") > 0 })
		stop()
		<-ended
		if r.did("save") != 0 {
			t.Errorf("%v", r.log)
		}
	})
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
