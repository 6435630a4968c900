package door

import (
	"hash/maphash"
	"sync"
)

// mark is what the index remembers of a durable record.
type mark struct {
	key     string
	version string
	hash    [32]byte
}

// index remembers the last records that became durable, in two generations of
// bounded size, so that a repeated id can be answered at once. It is best effort: the
// sure answer is the store's. Safe for concurrent use.
type index struct {
	mu       sync.Mutex
	seed     maphash.Seed
	most     int
	new, old map[uint64][32]byte
}

func newIndex(most int) *index {
	return &index{seed: maphash.MakeSeed(), most: most / 2, new: map[uint64][32]byte{}}
}

func (x *index) id(m mark) uint64 { return maphash.String(x.seed, m.key+"\x00"+m.version) }

// has tells whether a record of this id is known, and whether with the same content.
func (x *index) has(m mark) (known, same bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	id := x.id(m)
	h, ok := x.new[id]
	if !ok {
		h, ok = x.old[id]
	}
	return ok, ok && h == m.hash
}

func (x *index) put(m mark) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.new) >= x.most {
		x.old, x.new = x.new, make(map[uint64][32]byte, x.most)
	}
	x.new[x.id(m)] = m.hash
}
