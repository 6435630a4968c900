package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// statisticsPace spaces looks at tables that do not grow.
var statisticsPace = fault.Ladder{First: time.Second, Cap: 10 * time.Second}

// keepStatistics lets the database's planner keep up with tables that grow, until ctx
// ends: see store.Analyze.
func (h *hub) keepStatistics(ctx context.Context) error {
	for idle := 0; ; {
		tables, err := h.store.Analyze(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			h.log.Warn("the database's statistics are old: it may be slow", "error", err)
			idle = 10
		case len(tables) > 0:
			idle = 0
		default:
			idle = min(idle+1, 10)
		}
		if (clock.System{}).Sleep(ctx, statisticsPace.Ceiling(idle)) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}
