package main

import (
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// A batch of floodBatch records means that more come than are applied at once; it
// counts for floodFor. What can wait then waits: see pipelines.Deriver.Busy.
const (
	floodBatch = 150
	floodFor   = 300 * time.Millisecond
)

// flood tells whether the apply stage has its hands full. Safe for concurrent use.
type flood struct{ until atomic.Int64 }

// watch looks at the batches of a stage and passes them on.
func (f *flood) watch(next func(int, time.Duration, error)) func(int, time.Duration, error) {
	return func(size int, took time.Duration, err error) {
		if size >= floodBatch {
			f.until.Store(clock.System{}.Now().Add(floodFor).UnixNano())
		}
		next(size, took, err)
	}
}

func (f *flood) busy() bool { return clock.System{}.Now().UnixNano() < f.until.Load() }
