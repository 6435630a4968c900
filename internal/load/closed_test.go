package load_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/load"
)

func TestAClosedLoopCountsWhatEnded(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[int]bool{}
	out, most := 0, 0
	r := load.Saturate(t.Context(), 4, 100*time.Millisecond, func(_ context.Context, i int) string {
		mu.Lock()
		if seen[i] {
			t.Errorf("request %d was sent twice", i)
		}
		seen[i] = true
		out++
		most = max(most, out)
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		out--
		mu.Unlock()
		if i%2 == 0 {
			return "ok"
		}
		return "bad"
	})
	if most != 4 {
		t.Errorf("%d at once, want 4", most)
	}
	if r.Sent != len(seen) || r.By["ok"]+r.By["bad"] != r.Sent || r.Latency.Len() != r.Sent {
		t.Errorf("%d sent, counted %+v", len(seen), r)
	}
	if got := r.Rate("ok"); got > float64(len(seen))/2/0.1+10 || got < 10 {
		t.Errorf("%g a second", got)
	}
	if r.Latency.At(.5) < 10*time.Millisecond {
		t.Errorf("median %s of requests that take 10 ms", r.Latency.At(.5))
	}
}
