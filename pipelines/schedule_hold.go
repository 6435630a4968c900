package pipelines

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
)

// holding is the reading of one connection: waiting for its lease, keeping it, and
// one reader a stream while it lasts.
type holding struct {
	s     *Scheduler
	p     Pull
	token int64
	until atomic.Int64 // nanoseconds after begun for which the lease surely lasts
	begun time.Time    // by the local clock, with its monotonic reading
	gate  *gate
	well  *sync.Once // the first read under this lease that came to its end
	halt  *sync.Once // the first refusal of the credentials under this lease
}

// run waits for the lease and reads the streams while it lasts, until ctx ends or the
// connection was paused.
func (h *holding) run(ctx context.Context) {
	s := h.s
	failures := 0
	for ctx.Err() == nil {
		h.begun = s.Clock.Now()
		lease, ok, err := s.Store.AcquireLease(ctx, h.p, s.Holder, s.leaseFor())
		wait := lookEvery
		if err == nil && ok {
			h.token = lease.Token
			h.until.Store(int64(s.leaseFor()))
			paused, err := h.readAll(ctx, failures)
			switch {
			case paused:
				h.release(ctx)
				return
			case err != nil:
				wait = makeAgain.Wait(failures, err, rand.Float64)
				failures++
			default:
				failures = 0
			}
		}
		_ = s.Clock.Sleep(ctx, wait)
	}
	h.release(ctx)
}

func (h *holding) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := h.s.Store.ReleaseLease(ctx, h.p, h.s.Holder, Lease{h.token}); err != nil {
		h.s.Log.Debug("lease not released; it runs out by itself", "connection", h.p.Name, "error", err)
	}
}

// readAll runs one reader a stream until the lease is lost, ctx ends or the connection
// is paused, which it tells; err is why the source could not be made.
func (h *holding) readAll(ctx context.Context, failures int) (paused bool, err error) {
	s := h.s
	h.well, h.halt = new(sync.Once), new(sync.Once)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	src, spec, err := s.Make.Source(ctx, h.p, func() int64 { return h.token })
	if err != nil {
		h.failed(ctx, "", err, Read{Failures: failures + 1, NextAt: s.Clock.Now().Add(makeAgain.Ceiling(failures))})
		return false, err
	}
	if err := s.Store.ReportRead(ctx, h.p, "", Read{}, h.token); err != nil {
		return false, nil // the store does not answer, or the lease is gone: the next round tells
	}
	if h.gate, err = newGate(ctx, h); err != nil {
		return false, nil // as above
	}
	var wg sync.WaitGroup
	var stopped atomic.Bool
	for _, st := range spec.Streams {
		if st.Push && st.Cursor == "" {
			continue
		}
		wg.Go(func() {
			r := &reader{h: h, src: src, stream: st, lost: cancel}
			if r.run(ctx) {
				stopped.Store(true)
			}
		})
	}
	h.keep(ctx, cancel)
	wg.Wait()
	return stopped.Load(), nil
}

// keep renews the lease until ctx ends; when it is lost, it cancels.
func (h *holding) keep(ctx context.Context, cancel context.CancelFunc) {
	s := h.s
	for ctx.Err() == nil {
		if s.Clock.Sleep(ctx, s.leaseFor()/3) != nil {
			return
		}
		asked := s.Clock.Now().Sub(h.begun)
		l, ok, err := s.Store.AcquireLease(ctx, h.p, s.Holder, s.leaseFor())
		switch {
		case err != nil:
		case !ok || l.Token != h.token:
			if ctx.Err() == nil {
				s.Log.Warn("lease lost, reading stops here", "connection", h.p.Name)
			}
			cancel()
		default:
			h.until.Store(int64(asked + s.leaseFor()))
		}
	}
}

// left is how long the lease surely lasts by the local clock.
func (h *holding) left() time.Duration {
	return time.Duration(h.until.Load()) - h.s.Clock.Now().Sub(h.begun)
}

// held fails with stale_lease unless this process may still write: it asks the store,
// and then its own clock, which a process that was stopped and goes on reads first.
//
// What remains: a process that is stopped in the instant between this look and the
// broker's taking of the page publishes it although somebody else reads by then. That
// page is a repetition: its records have the identity and version that the other
// reader's have, so they change nothing, and its cursor is refused (SaveState). The
// monotonic clock stands still while the whole machine sleeps; the store is asked
// for that.
func (h *holding) held(ctx context.Context) error {
	if err := h.s.Store.CheckLease(ctx, h.p, h.token); err != nil {
		return err
	}
	if h.left() <= 0 {
		return fault.Newf("stale_lease", "the lease ran out while this process stood still")
	}
	return nil
}

// failed notes a read that did not come to its end.
func (h *holding) failed(ctx context.Context, stream string, err error, r Read) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	r.Fault = fault.As(err)
	if r.Fault.Code == "workspace_gone" { // removed meanwhile: the next look ends this reading
		return
	}
	h.s.Observe.Faulted(h.p.Connector, stream, "read", r.Fault.Code)
	h.s.Log.Warn("reading failed", "connection", h.p.Name, "stream", stream, "code", r.Fault.Code, "failures", r.Failures, "next", r.NextAt, "error", err)
	if err := h.s.Store.ReportRead(ctx, h.p, stream, r, h.token); err != nil {
		h.s.Log.Error("the fault cannot be noted", "connection", h.p.Name, "error", err)
	}
}

// worked notes that the system lets the hub read, once a holding.
func (h *holding) worked(ctx context.Context) {
	h.well.Do(func() { h.calm(ctx, alerts.Event{Kind: alerts.Unauthorized, Connection: h.p.ID}) })
}

// alarm and calm, like all that is written, are for who holds the lease.
func (h *holding) alarm(ctx context.Context, e alerts.Event) {
	if h.held(ctx) != nil {
		return
	}
	if err := h.s.Store.Raise(ctx, h.p.Workspace, e); err != nil {
		h.s.Log.Error("an alert could not be raised", "connection", h.p.Name, "kind", e.Kind, "error", err)
	}
}

func (h *holding) calm(ctx context.Context, e alerts.Event) {
	if h.held(ctx) != nil {
		return
	}
	if err := h.s.Store.Clear(ctx, h.p.Workspace, e); err != nil {
		h.s.Log.Error("an alert could not be cleared", "connection", h.p.Name, "kind", e.Kind, "error", err)
	}
}
