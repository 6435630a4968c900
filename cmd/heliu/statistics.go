package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// keepStatistics lets the database's planner keep up with tables that grow, until ctx
// ends: see store.Analyze.
func (h *hub) keepStatistics(ctx context.Context) error {
	for {
		if _, err := h.store.Analyze(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("the database's statistics are old: it may be slow", "error", err)
		}
		if (clock.System{}).Sleep(ctx, time.Second) != nil {
			return nil
		}
	}
}
