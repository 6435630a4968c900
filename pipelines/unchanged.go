package pipelines

import (
	"strconv"
	"sync"

	"github.com/heliuhub/heliu/record"
)

// unchanged remembers the content of the records last read, so that overlap windows
// do not send the same thing over the bus again. It remembers under the lease's token:
// while another hub had the lease, the record may have changed and changed back. It is
// bounded and forgetful: what it does not know goes on and counts as a duplicate
// later. Safe for concurrent use.
type unchanged struct {
	mu       sync.Mutex
	new, old map[string][16]byte
}

const unchangedMost = 200_000 // two generations of this

func memoryKey(r record.Record, token int64) string {
	return r.BusKey() + "\x00" + strconv.FormatInt(token, 10)
}

// same tells whether the record last seen under this token has the same content.
func (u *unchanged) same(r record.Record, token int64) bool {
	h, k := r.ContentHash(), memoryKey(r, token)
	u.mu.Lock()
	defer u.mu.Unlock()
	was, ok := u.new[k]
	if !ok {
		was, ok = u.old[k]
	}
	return ok && was == [16]byte(h[:16])
}

func (u *unchanged) put(r record.Record, token int64) {
	h, k := r.ContentHash(), memoryKey(r, token)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.new == nil || len(u.new) >= unchangedMost {
		u.old, u.new = u.new, map[string][16]byte{}
	}
	u.new[k] = [16]byte(h[:16])
}

func (u *unchanged) drop(r record.Record, token int64) {
	k := memoryKey(r, token)
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.new, k)
	delete(u.old, k)
}
