package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// progress is how far the records of one workspace have come. With one workspace
// alone on the bus, accepted is what the bus holds.
type progress struct {
	accepted, settled, inFlight, dirty int64
	quiet                              bool // every source was read to its end of late
}

func (h *hub) progress(ctx context.Context, ws record.WorkspaceID) (progress, error) {
	h.mu.Lock()
	var accepted int64
	for _, end := range h.ends {
		accepted += end
	}
	h.mu.Unlock()
	p, err := progressOf(ctx, h.store, ws, accepted)
	if err != nil {
		return p, err
	}
	p.quiet, err = h.store.ReadSince(ctx, ws, clock.System{}.Now().Add(-15*time.Second))
	return p, err
}

func progressOf(ctx context.Context, s *store.Store, ws record.WorkspaceID, accepted int64) (progress, error) {
	all, err := s.LiveWorkspaces(ctx)
	if err != nil {
		return progress{}, err
	}
	p := progress{accepted: accepted}
	settled, err := s.SettledCount(ctx)
	if err != nil {
		return p, err
	}
	p.inFlight = max(accepted-settled, 0) // the end of the bus is asked for once a second
	for _, w := range all {
		x, err := s.Progress(ctx, w)
		if err != nil {
			return p, err
		}
		p.dirty += x.Dirty
		if w == ws {
			p.settled = x.Settled
		}
	}
	return p, nil
}

// readProgress asks the bus itself, for commands beside the running hub.
func readProgress(ctx context.Context, s *store.Store, kafka string, ws record.WorkspaceID) (progress, error) {
	cfg, err := bus.ParseConfig(kafka)
	if err != nil {
		return progress{}, err
	}
	b, err := bus.Open(ctx, cfg)
	if err != nil {
		return progress{}, err
	}
	defer func() { _ = b.Close() }()
	ends, err := b.EndOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return progress{}, err
	}
	var accepted int64
	for _, end := range ends {
		accepted += end
	}
	return progressOf(ctx, s, ws, accepted)
}
