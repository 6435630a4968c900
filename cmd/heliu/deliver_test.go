package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Whoever is switched on is written to, one writer each; who is switched off or has
// other settings is not, from before the next one begins.
func TestDeliveriesFollowTheSwitches(t *testing.T) {
	var mu sync.Mutex
	var want []target
	running := map[string]int{}
	most := 0
	d := &deliveries{
		every: time.Millisecond, failed: func(string, error) {},
		targets: func(context.Context) ([]target, error) {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(want), nil
		},
		run: func(ctx context.Context, t target) error {
			mu.Lock()
			running[t.Name]++
			most = max(most, running[t.Name])
			mu.Unlock()
			<-ctx.Done()
			mu.Lock()
			running[t.Name]--
			mu.Unlock()
			return nil
		},
	}
	on := func(names ...string) (out []target) {
		for i, n := range names {
			out = append(out, target{pipelines.Target{Name: n, ID: record.ConnectionID(n)}, i})
		}
		return out
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.keep(ctx) }()
	for _, step := range [][]target{on("a"), on("a", "b"), on("b", "a"), on("b"), nil} {
		mu.Lock()
		want = step
		mu.Unlock()
		good := func() bool {
			mu.Lock()
			defer mu.Unlock()
			n := 0
			for _, r := range running {
				n += r
			}
			return n == len(step) && !slices.ContainsFunc(step, func(t target) bool { return running[t.Name] != 1 })
		}
		for deadline := time.Now().Add(5 * time.Second); !good(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(fmt.Sprint("not followed: ", step, running))
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil || most > 1 {
		t.Errorf("%v; %d writers of one destination at once", err, most)
	}
}
