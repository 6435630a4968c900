package pipelines

import (
	"context"
	"errors"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// page is one read of a stream, page by page.
type page struct {
	h           *holding
	stream      string
	quiet       calendar.Quiet
	moved, same int
	ours        bool // the fault is not the system's: the bus, the store or the lease
	hushed      bool // quiet hours began
}

var errQuiet = errors.New("pipelines: quiet hours began")

// read reads a stream once to the end of what there is, or to the first page that
// ends in quiet hours.
func (g *page) read(ctx context.Context, src connectors.Source) error {
	state, err := g.h.s.Store.LoadState(ctx, g.h.p, g.stream)
	if err != nil {
		g.ours = true
		return err
	}
	err = src.Read(ctx, g.stream, state, g.emit)
	g.h.s.Observe.Read(g.h.p.Connector, g.stream, g.moved, g.same)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && g.hushed { // the source took no notice; its page is saved all the same
		return errQuiet
	}
	return err
}

// emit makes a page durable and saves where it ends; see connectors.Emit.
func (g *page) emit(ctx context.Context, recs []record.Record, next connectors.State) error {
	if g.hushed {
		return errQuiet
	}
	if err := g.take(ctx, recs, next); err != nil {
		g.ours = true
		return err
	}
	if _, quiet := g.quiet.Until(g.h.s.Clock.Now()); quiet {
		g.hushed = true
		return errQuiet
	}
	return nil
}

func (g *page) take(ctx context.Context, recs []record.Record, next connectors.State) error {
	m, u, err := g.publish(ctx, recs)
	g.moved, g.same = g.moved+m, g.same+u
	if err != nil {
		return err
	}
	if len(next) > connectors.MaxState {
		return fault.Newf("internal", "state of %d bytes, %d at most", len(next), connectors.MaxState)
	}
	if err := g.h.s.Store.SaveState(ctx, g.h.p, g.stream, next, g.h.token, m, u); err != nil {
		return err
	}
	crash.At(crash.PullAfterState)
	return nil
}

// publish puts on the bus what is new of a page, while the lease lasts.
func (g *page) publish(ctx context.Context, recs []record.Record) (moved, same int, err error) {
	s, p, token := g.h.s, g.h.p, g.h.token
	now := s.Clock.Now()
	msgs := make([]bus.Message, 0, len(recs))
	fresh := make([]record.Record, 0, len(recs))
	sent := map[string]bool{} // keys of which this page sends something
	for _, r := range recs {
		r.Workspace, r.Connection, r.Connector, r.ReceivedAt = p.Workspace, p.ID, p.Connector, now
		if p.History {
			r.Origin = record.History
		}
		if r.OccurredAt.IsZero() || r.OccurredAt.After(now) {
			r.OccurredAt = now
		}
		if err := r.Validate(); err != nil {
			return 0, 0, fault.New("internal", err)
		}
		if !sent[r.BusKey()] && s.seen.same(r, token) {
			same++
			continue
		}
		sent[r.BusKey()] = true
		msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw})
		fresh = append(fresh, r)
	}
	if len(msgs) == 0 {
		return 0, same, nil
	}
	for _, r := range fresh { // what is on its way may arrive although Publish fails
		s.seen.drop(r, token)
	}
	if err := g.h.held(ctx); err != nil {
		return 0, same, err
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
