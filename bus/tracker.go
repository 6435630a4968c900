package bus

import (
	"context"
	"sync"
)

// tracker knows, for one partition of one generation, up to where everything is
// acknowledged: the only offset that may be committed. Offsets are added in the
// order of the log, which may have holes, and acknowledged in any order.
type tracker struct {
	mu     sync.Mutex
	window int           // most offsets between the prefix and the newest one read
	queue  []tracked     // from the first unacknowledged one on
	head   int           // start of the queue within the slice
	next   int64         // what may be committed
	given  int64         // what was committed last
	beyond int           // acknowledged ones in the queue
	room   chan struct{} // closed when the queue got shorter; nil when nobody waits
}

type tracked struct {
	offset int64
	acked  bool
}

// newTracker starts at an offset that is already committed, or -1.
func newTracker(committed int64, window int) *tracker {
	return &tracker{window: window, next: committed, given: committed}
}

// add notes an offset that was read. It waits while the window is full, which
// bounds the memory that one stuck message costs.
func (t *tracker) add(ctx context.Context, offset int64) error {
	for {
		t.mu.Lock()
		if len(t.queue)-t.head < t.window {
			t.queue = append(t.queue, tracked{offset: offset})
			t.mu.Unlock()
			return nil
		}
		if t.room == nil {
			t.room = make(chan struct{})
		}
		room := t.room
		t.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ack marks an offset that was added as finished; the rest of the prefix moves with it.
func (t *tracker) ack(offset int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	lo, hi := t.head, len(t.queue)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.queue[mid].offset < offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(t.queue) || t.queue[lo].offset != offset {
		return
	}
	if !t.queue[lo].acked {
		t.queue[lo].acked = true
		t.beyond++
	}
	moved := false
	for t.head < len(t.queue) && t.queue[t.head].acked {
		t.next = t.queue[t.head].offset + 1
		t.head++
		t.beyond--
		moved = true
	}
	if !moved {
		return
	}
	if t.head > 1024 && t.head*2 > len(t.queue) {
		t.queue = append(t.queue[:0], t.queue[t.head:]...)
		t.head = 0
	}
	if t.room != nil {
		close(t.room)
		t.room = nil
	}
}

// pending gives the offset to commit, when it moved since the last one that was committed.
func (t *tracker) pending() (int64, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.next, t.next > t.given
}

// standing gives up to where everything is acknowledged, and how many are beyond that.
func (t *tracker) standing() (next int64, beyond int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.next, t.beyond
}

// committed notes that the cluster has the offset.
func (t *tracker) committed(offset int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.given = max(t.given, offset)
}
