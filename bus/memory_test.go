package bus_test

import (
	"context"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// peak samples the live heap until stop is called, which gives the most it grew by.
func peak(t *testing.T) (stop func() int64) {
	t.Helper()
	live := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := live()
	ctx, cancel := context.WithCancel(t.Context())
	most := make(chan int64)
	go func() {
		var top int64
		for ctx.Err() == nil {
			top = max(top, live()-before)
			time.Sleep(50 * time.Millisecond)
		}
		most <- top
	}()
	return func() int64 {
		cancel()
		return <-most
	}
}

// largeBacklog drains 300 MB of large records through a slow handler, with classes all
// but those of one that hangs, and gives by how much the live heap grew meanwhile.
func largeBacklog(t *testing.T, b *bus.Bus, group string, prefetch int64, class func(bus.Delivery) string) int64 {
	t.Helper()
	grown := peak(t)
	var done atomic.Int64
	want := int64(largeRecords)
	if class != nil {
		want -= largeRecords / largeClasses
	}
	release := make(chan struct{})
	r := start(t, b, bus.Stage{
		Topic: bus.TopicRaw, Group: group, PrefetchBytes: prefetch, Batch: 50, Class: class,
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			if class != nil && class(batch[0]) == hanging {
				<-release
			}
			time.Sleep(20 * time.Millisecond)
			done.Add(int64(len(batch)))
			return allDone(batch), nil
		},
	})
	eventually(t, "all are handled", func() bool { return done.Load() >= want })
	top := grown()
	t.Logf("%s: the live heap grew by up to %d MiB", group, top>>20)
	close(release)
	r.end()
	return top
}

const (
	largeRecords  = 1200
	largeClasses  = 3
	largeSize     = 256 << 10
	largePrefetch = 16 << 20
	// Beside what is held, each reader has 32 records in its queue, one in hand and what
	// its connection reads into: the partition's own, and those that read again.
	largeMargin = 3 * 40 * largeSize
)

// TestMemoryOfALargeBacklogIsBounded: what waits on the bus costs no more memory than
// PrefetchBytes and what the readers have in hand, however slow the stage is and also
// where a class hangs and is passed over. Without the bound it costs all of it.
func TestMemoryOfALargeBacklogIsBounded(t *testing.T) {
	b := apart(t, 1).open(t) // the broker is a process of its own: only the stage is measured
	for i := 0; i < largeRecords; i += 12 {
		msgs := make([]bus.Message, 12)
		for j := range msgs {
			msgs[j] = bus.Message{Topic: bus.TopicRaw, Key: each(i + j), Payload: make([]byte, largeSize), Headers: map[string]string{classHeader: strconv.Itoa((i + j) % largeClasses)}}
		}
		if err := b.Publish(t.Context(), msgs...); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name     string
		prefetch int64
		class    func(bus.Delivery) string
		bounded  bool
	}{
		{"one class", largePrefetch, nil, true},
		{"a class that hangs", largePrefetch, classOf, true},
		{"no bound", 1 << 40, classOf, false},
	} {
		top := largeBacklog(t, b, c.name, c.prefetch, c.class)
		if bounded := top <= largePrefetch+largeMargin; bounded != c.bounded {
			t.Errorf("%s: the heap grew by %d MiB, the bound is %d", c.name, top>>20, (largePrefetch+largeMargin)>>20)
		}
	}
}
