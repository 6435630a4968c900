package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
)

// A batch of floodBatch records means that more come than are applied at once; it
// counts for floodFor, or twice as long as it took. What can wait then waits: see
// pipelines.Deriver.Busy and bus.Stage.Patient.
const (
	floodBatch = 150
	floodFor   = 300 * time.Millisecond
)

// mostAhead is how many mapped records may wait to be applied before the map stage
// waits too: mapped sooner they would be applied no sooner, and take the processor from
// what is applied. What waits then waits on heliu.raw, at whose bound the door shuts.
const mostAhead = 20_000

// flood tells whether the apply stage has its hands full, and how much waits for it.
// Safe for concurrent use.
type flood struct {
	until  atomic.Int64
	mapped atomic.Int64 // records of heliu.mapped that wait
}

// watch looks at the batches of a stage and passes them on.
func (f *flood) watch(next func(int, time.Duration, error)) func(int, time.Duration, error) {
	return func(size int, took time.Duration, err error) {
		if size >= floodBatch {
			f.until.Store(clock.System{}.Now().Add(max(floodFor, 2*took)).UnixNano())
		}
		next(size, took, err)
	}
}

func (f *flood) busy() bool { return clock.System{}.Now().UnixNano() < f.until.Load() }

// ahead tells whether the map stage is far enough ahead of the apply stage.
func (f *flood) ahead() bool { return f.mapped.Load() > mostAhead }

// follow keeps what waits up to date until ctx ends. A bus that does not answer leaves
// it as it was known: nothing can be published to it either.
func (f *flood) follow(ctx context.Context, lag func(ctx context.Context, group, topic string) (map[int]int64, error)) error {
	for {
		if lags, err := lag(ctx, "heliu.apply", bus.TopicMapped); err == nil {
			var sum int64
			for _, n := range lags {
				sum += n
			}
			f.mapped.Store(sum)
		}
		if (clock.System{}).Sleep(ctx, 500*time.Millisecond) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}
