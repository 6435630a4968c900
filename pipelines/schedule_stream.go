package pipelines

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// reader reads one stream of a connection again and again.
type reader struct {
	h        *holding
	src      connectors.Source
	stream   connectors.Stream
	lost     context.CancelFunc // ends the reading of the whole connection
	failures int
}

// run reads until ctx ends, the lease is lost, or the stream is stopped until a person
// decides; paused tells that the connection was paused: another try with the same
// credentials may lock the account.
func (r *reader) run(ctx context.Context) (paused bool) {
	due, ok := r.begin(ctx)
	for ok && r.wait(ctx, due) {
		var next step
		due, next = r.turn(ctx)
		if next != goOn {
			return next == pausedNow
		}
	}
	return false
}

// step says how reading a stream goes on.
type step int

const (
	goOn step = iota
	endHere
	pausedNow
)

// begin looks how the stream stands, and says when it is due; ok is false when it is
// not read: its lease is gone, or how far it was read is lost and a person must decide.
func (r *reader) begin(ctx context.Context) (due time.Time, ok bool) {
	h := r.h
	for {
		st, err := h.s.Store.StartReading(ctx, h.p, r.stream.Name, r.stream.Push, h.token)
		switch {
		case err == nil && st.Halted != "":
			return due, false
		case err == nil && st.Lost:
			r.halt(ctx, fault.New("lost_cursor", nil))
			return due, false
		case err == nil:
			r.failures = st.Failures
			return r.first(st), true
		case fault.As(err).Code == "stale_lease":
			r.lost()
			return due, false
		}
		if h.s.Clock.Sleep(ctx, lookEvery) != nil {
			return due, false
		}
	}
}

// first is when a stream is due that this process has not read yet: at once, unless it
// has a schedule or stands on the ladder; a schedule that was missed is made up for.
func (r *reader) first(st Reading) time.Time {
	now, plan := r.h.s.Clock.Now(), r.h.p.plan()
	switch {
	case st.AskedAt.After(st.TriedAt):
		return now
	case st.Failures > 0 && !st.NextAt.IsZero():
		return st.NextAt
	case plan.Cron == "":
		return now
	case st.LastReadAt.IsZero():
		return plan.Next(now)
	}
	return plan.Next(st.LastReadAt)
}

// wait waits until the stream is due, outside of quiet hours, and the gate lets it
// through; false when ctx ended. A system that answers another stream of the
// connection ends the wait of one that stands on the ladder.
func (r *reader) wait(ctx context.Context, due time.Time) bool {
	h := r.h
	plan, closings := h.p.plan(), h.gate.closings()
	for ctx.Err() == nil {
		now := h.s.Clock.Now()
		if r.failures > 0 && h.gate.closings() != closings && due.After(now) {
			due = now
		}
		left := plan.Quiet.Leave(later(due, now)).Sub(now)
		if left <= 0 {
			var ok bool
			if left, ok = h.gate.enter(); ok {
				return true
			}
		}
		_ = h.s.Clock.Sleep(ctx, min(left, lookEvery))
	}
	return false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// turn reads the stream once and decides by the kind of fault when it is due again.
func (r *reader) turn(ctx context.Context) (due time.Time, next step) {
	h := r.h
	pg := &page{h: h, stream: r.stream.Name, quiet: h.p.plan().Quiet}
	err := pg.read(ctx, r.src)
	now := h.s.Clock.Now()
	if err != nil && ctx.Err() != nil {
		return due, endHere
	}
	about := err // what it says of the system
	if pg.ours {
		about = nil
	}
	probe := h.gate.leave(ctx, about)
	code := fault.As(err)
	switch {
	case err == nil:
		r.failures = 0
		h.worked(ctx)
		due = h.p.plan().Next(now)
		if err := h.s.Store.ReportRead(ctx, h.p, r.stream.Name, Read{NextAt: due}, h.token); err != nil {
			return due, r.refused(err)
		}
		return due, goOn
	case pg.hushed:
		return h.p.plan().Quiet.Leave(now), goOn
	case code.Code == "stale_lease":
		return due, r.refused(err)
	case code.Code == "lost_cursor" || code.Code == "lost_state":
		r.halt(ctx, err)
		return due, endHere
	case !pg.ours && fault.Decide(err, 1, 0) == fault.Halt:
		h.failed(ctx, r.stream.Name, err, Read{Failures: r.failures + 1, NextAt: now})
		return due, r.pause(ctx, err)
	}
	due = later(now.Add(readAgain.Wait(r.failures, err, rand.Float64)), probe)
	r.failures++
	h.failed(ctx, r.stream.Name, err, Read{Failures: r.failures, NextAt: h.p.plan().Quiet.Leave(due)})
	return due, goOn
}

// refused ends the reading of the connection when its lease is gone.
func (r *reader) refused(err error) step {
	if fault.As(err).Code == "stale_lease" {
		r.lost()
		return endHere
	}
	return goOn
}

// pause stops the connection until somebody renews its credentials. Its streams are
// refused together: the first one pauses and tells, and ends the others' reading after.
func (r *reader) pause(ctx context.Context, cause error) step {
	h, next := r.h, endHere
	h.halt.Do(func() {
		if h.held(ctx) != nil {
			return
		}
		if err := h.s.Store.PauseUnauthorized(ctx, h.p, cause); err != nil {
			h.s.Log.Error("connection not paused", "connection", h.p.Name, "error", err)
			return
		}
		h.alarm(ctx, alerts.UnauthorizedEvent(h.p.ID, h.p.Name, fault.As(cause).Code))
		next = pausedNow
	})
	r.lost()
	return next
}

// halt stops this stream alone, until a person decides how it is read on.
func (r *reader) halt(ctx context.Context, cause error) {
	h := r.h
	code := fault.As(cause).Code
	h.s.Observe.Faulted(h.p.Connector, r.stream.Name, "read", code)
	h.s.Log.Error("a stream's cursor is lost, and it is not read until a person decides", "connection", h.p.Name, "stream", r.stream.Name, "code", code)
	if err := h.s.Store.HaltStream(ctx, h.p, r.stream.Name, code, h.token); err != nil {
		h.s.Log.Error("a lost cursor is not noted", "connection", h.p.Name, "stream", r.stream.Name, "error", err)
		return
	}
	h.alarm(ctx, alerts.LostCursorEvent(h.p.ID, h.p.Name, r.stream.Name, code))
}
