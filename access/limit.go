package access

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Limiter slows down who guesses passwords.
type Limiter interface {
	// Wait tells how long key must still wait; zero lets it try.
	Wait(key string, now time.Time) time.Duration
	Failed(key string, now time.Time)
	Succeeded(key string)
}

// Attempts is a Limiter in memory. After Free failures each further one doubles the
// wait, from a second to MaxWait; Forget without a failure clears the count. It is
// safe for concurrent use and holds at most maxKeys keys.
type Attempts struct {
	Free    int
	MaxWait time.Duration
	Forget  time.Duration

	mu   sync.Mutex
	keys map[string]*attempt
}

type attempt struct {
	failures int
	last     time.Time
}

const maxKeys = 10000

// NewAttempts makes a limiter: five failures free, then up to 15 minutes.
func NewAttempts() *Attempts {
	return &Attempts{Free: 5, MaxWait: 15 * time.Minute, Forget: 30 * time.Minute}
}

// Wait tells how long key must still wait.
func (l *Attempts) Wait(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.keys[key]
	if a == nil || now.Sub(a.last) > l.Forget || a.failures < l.Free {
		return 0
	}
	wait := fault.Ladder{First: time.Second, Cap: l.MaxWait}.Ceiling(a.failures - l.Free)
	return max(0, min(wait, l.MaxWait)-now.Sub(a.last))
}

// Failed counts a failure.
func (l *Attempts) Failed(key string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keys == nil {
		l.keys = map[string]*attempt{}
	}
	a := l.keys[key]
	if a == nil {
		l.makeRoom(now)
		a = &attempt{}
		l.keys[key] = a
	}
	if now.Sub(a.last) > l.Forget {
		a.failures = 0
	}
	a.failures++
	a.last = now
}

// Succeeded clears the count of key.
func (l *Attempts) Succeeded(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.keys, key)
}

// makeRoom drops what is forgotten and, when that is not enough, the oldest tenth, so
// that the sweep is paid for once in many keys.
func (l *Attempts) makeRoom(now time.Time) {
	if len(l.keys) < maxKeys {
		return
	}
	maps.DeleteFunc(l.keys, func(_ string, a *attempt) bool { return now.Sub(a.last) > l.Forget })
	if len(l.keys) < maxKeys {
		return
	}
	oldest := slices.SortedFunc(maps.Keys(l.keys), func(a, b string) int { return l.keys[a].last.Compare(l.keys[b].last) })
	for _, k := range oldest[:maxKeys/10] {
		delete(l.keys, k)
	}
}
