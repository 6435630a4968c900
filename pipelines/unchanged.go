package pipelines

import (
	"sync"

	"github.com/heliuhub/heliu/record"
)

// unchanged remembers the content of the records last read, so that overlap windows
// do not send the same thing over the bus again. It is bounded and forgetful: what it
// does not know goes on and counts as a duplicate later. Safe for concurrent use.
type unchanged struct {
	mu       sync.Mutex
	new, old map[string][16]byte
}

const unchangedMost = 200_000 // two generations of this

func (u *unchanged) same(r record.Record) bool {
	h := r.ContentHash()
	u.mu.Lock()
	defer u.mu.Unlock()
	k := r.BusKey()
	was, ok := u.new[k]
	if !ok {
		was, ok = u.old[k]
	}
	return ok && was == [16]byte(h[:16])
}

func (u *unchanged) put(r record.Record) {
	h := r.ContentHash()
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.new == nil || len(u.new) >= unchangedMost {
		u.old, u.new = u.new, map[string][16]byte{}
	}
	u.new[r.BusKey()] = [16]byte(h[:16])
}
