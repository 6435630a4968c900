package load_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/load"
)

func TestEveryRequestIsSentOnceAndCounted(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[int]int{}
	r := load.Run(t.Context(), load.Plan{Rate: 2000, For: 200 * time.Millisecond}, func(_ context.Context, i int) string {
		mu.Lock()
		defer mu.Unlock()
		seen[i]++
		if i%4 == 0 {
			return "503"
		}
		return "202"
	})
	if r.Due != 400 || r.Refused != 0 || len(seen) != 400 || r.By["503"] != 100 || r.By["202"] != 300 {
		t.Fatalf("due %d, refused %d, sent %d, by outcome %v", r.Due, r.Refused, len(seen), r.By)
	}
	for i, n := range seen {
		if n != 1 {
			t.Fatalf("request %d was sent %d times", i, n)
		}
	}
	if r.Latency.Len() != 400 || r.Took < 190*time.Millisecond {
		t.Fatalf("%d latencies in %s", r.Latency.Len(), r.Took)
	}
}

// A closed loop would send the next request when the stall is over and see one slow
// request; here all that were due during the stall are slow.
func TestAStallIsChargedToAllThatWereDue(t *testing.T) {
	t.Parallel()
	const stall = 300 * time.Millisecond
	var lock sync.Mutex
	r := load.Run(t.Context(), load.Plan{Rate: 500, For: 600 * time.Millisecond}, func(_ context.Context, i int) string {
		lock.Lock()
		defer lock.Unlock()
		if i == 0 {
			time.Sleep(stall)
		}
		return "ok"
	})
	// The requests of the first half waited 150 ms on the average.
	if slow := r.Latency.At(0.75); slow < stall/3 {
		t.Fatalf("a quarter of all requests was due in the first half of the stall, and p75 is %s", slow)
	}
	if r.Latency.At(0.99) < stall*3/4 {
		t.Fatalf("p99 %s of a stall of %s", r.Latency.At(0.99), stall)
	}
}

func TestWhatIsTooMuchAtOnceIsRefusedAndCounted(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int64
	r := load.Run(t.Context(), load.Plan{Rate: 1000, For: 100 * time.Millisecond, InFlight: 5, Grace: 200 * time.Millisecond}, func(ctx context.Context, _ int) string {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		<-ctx.Done() // an answer that never comes
		return "timeout"
	})
	if r.Due != 100 || r.Refused != 95 || r.By["timeout"] != 5 || most.Load() > 5 {
		t.Fatalf("due %d, refused %d, ended %v, at once %d", r.Due, r.Refused, r.By, most.Load())
	}
}

func TestTheEndOfTheContextEndsTheRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	r := load.Run(ctx, load.Plan{Rate: 100, For: time.Hour}, func(ctx context.Context, _ int) string { <-ctx.Done(); return "cut" })
	if took := time.Since(began); took > 5*time.Second || r.Due == 0 || r.Due > 100 {
		t.Fatalf("%d due in %s", r.Due, took)
	}
}

func TestQuantilesGoByNearestRank(t *testing.T) {
	t.Parallel()
	var d []time.Duration
	for i := 100; i >= 1; i-- {
		d = append(d, time.Duration(i)*time.Millisecond)
	}
	s := load.NewSpread(d)
	for _, c := range []struct {
		q    float64
		want time.Duration
	}{{0, 1}, {0.5, 50}, {0.99, 99}, {0.995, 100}, {1, 100}} {
		if got := s.At(c.q); got != c.want*time.Millisecond {
			t.Errorf("quantile %g is %s, want %d ms", c.q, got, c.want)
		}
	}
	if (load.Spread{}).At(0.99) != 0 {
		t.Error("a quantile of nothing is not 0")
	}
}
