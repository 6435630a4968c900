package main

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAFloodLastsTwiceAsLongAsItsBatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		size int
		took time.Duration
		busy bool
	}{
		{"a small batch is no flood", floodBatch - 1, time.Minute, false},
		{"a large one is", floodBatch, time.Millisecond, true},
		{"a slow one too", floodBatch, time.Minute, true},
	} {
		var f flood
		passed := 0
		f.watch(func(size int, _ time.Duration, _ error) { passed += size })(c.size, c.took, nil)
		if f.busy() != c.busy || passed != c.size {
			t.Errorf("%s: busy %t, %d passed on", c.name, f.busy(), passed)
		}
		if c.busy {
			if left := time.Until(time.Unix(0, f.until.Load())); left < min(2*c.took, floodFor)-time.Second || c.took > floodFor && left < c.took {
				t.Errorf("%s: it lasts %s more", c.name, left)
			}
		}
	}
}

func TestTheMapStageWaitsWhereTooMuchWaitsForApply(t *testing.T) {
	t.Parallel()
	var f flood
	for _, c := range []struct {
		lags  map[int]int64
		err   error
		ahead bool
	}{
		{map[int]int64{0: mostAhead}, nil, false},
		{map[int]int64{0: mostAhead / 2, 1: mostAhead/2 + 1}, nil, true},
		{nil, errors.New("no bus"), true}, // as it was known
		{map[int]int64{}, nil, false},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := f.follow(ctx, func(_ context.Context, group, topic string) (map[int]int64, error) {
			if group != "heliu.apply" || topic != "heliu.mapped" {
				t.Errorf("asked for %s of %s", group, topic)
			}
			cancel()
			return c.lags, c.err
		})
		if err != nil || f.ahead() != c.ahead {
			t.Errorf("%v: ahead %t, %v", c.lags, f.ahead(), err)
		}
	}
}

// What is applied behind a workspace that is stuck does not keep the map stage back.
func TestAheadCountsNothingApplied(t *testing.T) {
	var f flood
	for _, c := range []struct {
		do   func()
		want bool
	}{
		{func() { f.mapped.Store(mostAhead) }, false},
		{func() { f.mapped.Store(mostAhead + 300) }, true},
		{func() { f.applied(0, 100); f.applied(1, 150) }, true},
		{func() { f.applied(1, 200) }, false},
		{f.assigned, true},
	} {
		c.do()
		if got := f.ahead(); got != c.want {
			t.Errorf("with %d waiting and %v of them applied: ahead %t", f.mapped.Load(), f.beyond, got)
		}
	}
}
