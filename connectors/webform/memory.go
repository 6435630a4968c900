package webform

import (
	"sync"
	"time"
)

// memory remembers a bounded number of things for a bounded time; the oldest leave
// first. It is best effort: what it forgot is settled by the store. It is safe for
// concurrent use.
type memory[V any] struct {
	mu    sync.Mutex
	ttl   time.Duration
	cap   int
	items map[string]remembered[V]
	order []string // ring, oldest at next
	next  int
}

type remembered[V any] struct {
	v  V
	at time.Time
}

func newMemory[V any](capacity int, ttl time.Duration) *memory[V] {
	return &memory[V]{ttl: ttl, cap: capacity, items: map[string]remembered[V]{}}
}

// keep gives what is remembered under k; where there is nothing it remembers v and
// gives that, with isNew = true.
func (m *memory[V]) keep(k string, v V, now time.Time) (kept V, isNew bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old, there := m.items[k]
	if there && now.Sub(old.at) < m.ttl {
		return old.v, false
	}
	m.items[k] = remembered[V]{v, now}
	if there {
		return v, true // its place in the ring stays
	}
	if len(m.order) < m.cap {
		m.order = append(m.order, k)
		return v, true
	}
	delete(m.items, m.order[m.next])
	m.order[m.next] = k
	m.next = (m.next + 1) % m.cap
	return v, true
}
