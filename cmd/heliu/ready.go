package main

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
)

// stuckAfter is how long a stage may have something before it and move nothing.
const stuckAfter = 30 * time.Second

// readiness says whether the hub makes progress: a process that is up and moves
// nothing is not ready.
type readiness struct {
	h  *hub
	mu sync.Mutex
	at map[string]moved // by stage
	ok bool
	// details are what was looked at, for /readyz.
	details map[string]any
}

// moved is how far a stage had come, and since when it is there.
type moved struct {
	offset int64
	since  time.Time
}

func newReadiness(h *hub) *readiness {
	return &readiness{h: h, at: map[string]moved{}, details: map[string]any{"starting": true}}
}

// run looks every two seconds until ctx ends.
func (r *readiness) run(ctx context.Context) error {
	for {
		r.look(ctx, clock.System{}.Now())
		if (clock.System{}).Sleep(ctx, 2*time.Second) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

func (r *readiness) look(ctx context.Context, now time.Time) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	ok := true
	d := map[string]any{}
	if err := r.h.store.Ping(ctx); err != nil {
		ok, d["database"] = false, "unavailable"
	} else {
		d["database"] = "ok"
	}
	for stage, topic := range map[string]string{"map": bus.TopicRaw, "apply": bus.TopicMapped} {
		lag, offset, err := r.lag(ctx, "heliu."+stage, topic)
		if err != nil {
			ok, d["bus"] = false, "unavailable"
			continue
		}
		was, known := r.at[stage]
		if !known || was.offset != offset || lag == 0 {
			was = moved{offset, now}
		}
		r.at[stage] = was
		idle := now.Sub(was.since)
		d[stage] = map[string]any{"waiting": lag, "moved_seconds_ago": int(idle.Seconds())}
		if lag > 0 && idle > stuckAfter {
			ok = false
			d["stuck"] = stage
		}
	}
	r.h.mu.Lock()
	if n := len(r.h.gaps); n > 0 {
		ok, d["gaps"] = false, append([]string(nil), r.h.gaps...)
	}
	r.h.mu.Unlock()
	r.mu.Lock()
	r.ok, r.details = ok, d
	r.mu.Unlock()
}

func (r *readiness) lag(ctx context.Context, group, topic string) (lag, offset int64, err error) {
	ends, err := r.h.bus.EndOffsets(ctx, topic)
	if err != nil {
		return 0, 0, err
	}
	at, err := r.h.bus.GroupOffsets(ctx, group, topic)
	if err != nil {
		return 0, 0, err
	}
	for p, end := range ends {
		lag += end - max(at[p], 0)
		offset += max(at[p], 0)
	}
	return lag, offset, nil
}

// ready is what /readyz answers.
func (r *readiness) ready(context.Context) (bool, map[string]any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ok, r.details
}
