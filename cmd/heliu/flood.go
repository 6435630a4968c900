package main

import (
	"context"
	"sync"
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
const mostAhead = 6_000

// flood tells whether the apply stage has its hands full, and how much waits for it.
// Safe for concurrent use.
type flood struct {
	until  atomic.Int64
	mapped atomic.Int64 // records of heliu.mapped that wait
	mu     sync.Mutex
	beyond map[int]int // of those, by partition, that this process has applied behind one that is stuck
}

// assigned forgets what was applied in partitions that went to another hub or come again.
func (f *flood) assigned() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.beyond)
}

// applied notes how many records of a partition are applied behind its oldest that is not.
func (f *flood) applied(partition, beyond int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.beyond == nil {
		f.beyond = map[int]int{}
	}
	f.beyond[partition] = beyond
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

// ahead tells whether the map stage is far enough ahead of the apply stage. A workspace
// that is stuck keeps what others applied behind it in the bus's count: it must not stop
// their records from being mapped.
func (f *flood) ahead() bool {
	waiting := f.mapped.Load()
	if waiting <= mostAhead {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.beyond {
		waiting -= int64(n)
	}
	return waiting > mostAhead
}

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
		if (clock.System{}).Sleep(ctx, 200*time.Millisecond) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}
