package access

import (
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/heliuhub/heliu/fault"
)

// Rate is how often somebody may call: PerSecond in the long run, Burst at once. The
// zero value sets no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Bucket is whose tokens a call takes, and how many there are.
type Bucket struct {
	Name string
	Rate Rate
}

// Rates keeps a token bucket a name, in memory. It holds at most maxKeys of them: a
// bucket that has filled up again is forgotten first, since a new one is the same. It is
// safe for concurrent use; make it with NewRates.
type Rates struct {
	mu      sync.Mutex
	buckets map[string]*bucket
}

type bucket struct {
	limiter *rate.Limiter
	last    time.Time
}

// NewRates makes an empty memory.
func NewRates() *Rates { return &Rates{buckets: map[string]*bucket{}} }

// Take takes a token out of every bucket, or none: then it is the fault
// too_many_requests, which says how long until all of them have one.
func (r *Rates) Take(now time.Time, from ...Bucket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var taken []*rate.Reservation
	var wait time.Duration
	for _, b := range from {
		if b.Rate.PerSecond <= 0 {
			continue
		}
		t := r.of(b, now).ReserveN(now, 1)
		taken = append(taken, t)
		wait = max(wait, t.DelayFrom(now))
	}
	if wait == 0 {
		return nil
	}
	for _, t := range taken {
		t.CancelAt(now)
	}
	return fault.New("too_many_requests", nil).After(wait)
}

func (r *Rates) of(b Bucket, now time.Time) *rate.Limiter {
	k := r.buckets[b.Name]
	if k == nil {
		r.makeRoom(now)
		k = &bucket{limiter: rate.NewLimiter(rate.Limit(b.Rate.PerSecond), max(1, b.Rate.Burst))}
		r.buckets[b.Name] = k
	}
	k.last = now
	return k.limiter
}

// makeRoom forgets full buckets and, when that is not enough, the tenth that was not
// asked for longest, so that the sweep is paid for once in many names.
func (r *Rates) makeRoom(now time.Time) {
	if len(r.buckets) < maxKeys {
		return
	}
	maps.DeleteFunc(r.buckets, func(_ string, b *bucket) bool { return b.limiter.TokensAt(now) >= float64(b.limiter.Burst()) })
	if len(r.buckets) <= maxKeys-maxKeys/10 {
		return
	}
	oldest := slices.SortedFunc(maps.Keys(r.buckets), func(a, b string) int { return r.buckets[a].last.Compare(r.buckets[b].last) })
	for _, name := range oldest[:maxKeys/10] {
		delete(r.buckets, name)
	}
}
