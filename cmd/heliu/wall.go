package main

import (
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// hubClock is the clock of the hub's work. HELIU_CLOCK_SKEW (such as 24h or -1h) sets
// it wrong, for the tests that do so on purpose.
func hubClock() clock.Skewed { return clock.Skewed{By: clockSkew()} }

var clockSkew = sync.OnceValue(func() time.Duration {
	text := os.Getenv("HELIU_CLOCK_SKEW")
	if text == "" {
		return 0
	}
	by, err := time.ParseDuration(text)
	if err != nil {
		slog.Error("HELIU_CLOCK_SKEW is no duration and is not used", "value", text)
		return 0
	}
	slog.Warn("the clock is set wrong on purpose", "by", by)
	return by
})
