package pipelines

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
)

// gate is the circuit breaker of a connection, which its streams share: when the
// system is down one of them probes, and the others wait for what it finds. It is
// safe for concurrent use.
type gate struct {
	h *holding

	mu     sync.Mutex
	b      fault.Breaker
	healed int // how often it closed again
}

func newGate(ctx context.Context, h *holding) (*gate, error) {
	b, err := h.s.Store.LoadBreaker(ctx, h.p)
	return &gate{h: h, b: b}, err
}

// enter tells whether to ask now; wait is how long not to.
func (g *gate) enter() (wait time.Duration, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.b, wait, ok = g.b.Allow(g.h.s.Clock.Now(), breakRule)
	return wait, ok
}

// leave notes how asking ended, keeps what must outlive the process, and tells when
// the next probe may go (zero: the gate is open to all). A system that has gone down is
// an alert, until it answers.
func (g *gate) leave(ctx context.Context, err error) (probe time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, was := g.h.s.Clock.Now(), g.b
	g.b = was.Done(err, now, breakRule, rand.Float64)
	if g.b != was && (g.b.Failures > 0 || was.Failures > 0) {
		if err := g.h.s.Store.SaveBreaker(ctx, g.h.p, g.b, g.h.token); err != nil && ctx.Err() == nil {
			g.h.s.Log.Debug("the breaker's state is not kept", "connection", g.h.p.Name, "error", err)
		}
	}
	switch down, wasDown := g.b.State(now) != fault.Closed, was.State(now) != fault.Closed; {
	case down && (!wasDown || g.b.Probes != was.Probes):
		g.h.alarm(ctx, alerts.UnreachableEvent(g.h.p.ID, g.h.p.Name, g.b.Code, g.b.Failures, g.b.Since))
	case wasDown && !down:
		g.healed++
		g.h.calm(ctx, alerts.Event{Kind: alerts.Unreachable, Connection: g.h.p.ID})
	}
	return g.b.ProbeAt
}

// closings counts how often the gate has closed again: who waits for longer than the
// outage lasted sees by it that the wait is over.
func (g *gate) closings() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.healed
}
