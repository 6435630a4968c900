package load

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// Closed is what came of a closed loop.
type Closed struct {
	Sent    int            // in all
	By      map[string]int // by outcome
	Latency Spread
	Took    time.Duration
}

// Rate is how many a second ended in outcome.
func (c Closed) Rate(outcome string) float64 { return float64(c.By[outcome]) / c.Took.Seconds() }

// Saturate has n callers send one request after the other for a time: the throughput
// of what is measured, not its latency under a given load (see Run).
func Saturate(ctx context.Context, n int, length time.Duration, send Send) Closed {
	var c clock.System
	var mu sync.Mutex
	var callers sync.WaitGroup
	out := Closed{By: map[string]int{}}
	var all []time.Duration
	start := c.Now()
	var next atomic.Int64
	for range n {
		callers.Go(func() {
			by := map[string]int{}
			var took []time.Duration
			for was := start; was.Sub(start) < length && ctx.Err() == nil; {
				by[send(ctx, int(next.Add(1)-1))]++
				now := c.Now()
				took = append(took, now.Sub(was))
				was = now
			}
			mu.Lock()
			defer mu.Unlock()
			for k, v := range by {
				out.By[k] += v
				out.Sent += v
			}
			all = append(all, took...)
		})
	}
	callers.Wait()
	out.Took, out.Latency = c.Now().Sub(start), NewSpread(all)
	return out
}
