package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// keepStatistics lets the database's planner keep up with tables that grow, until ctx
// ends: see store.Analyze.
func (h *hub) keepStatistics(ctx context.Context) error {
	for pause := time.Second; ; {
		tables, err := h.store.Analyze(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			h.log.Warn("the database's statistics are old: it may be slow", "error", err)
			pause = 10 * time.Second
		case len(tables) > 0:
			pause = time.Second
		default:
			pause = min(pause*3/2, 10*time.Second)
		}
		if (clock.System{}).Sleep(ctx, pause) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}
