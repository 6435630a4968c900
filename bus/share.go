package bus

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

const (
	hungry   = 100 * time.Millisecond // how long the other classes may have nothing while reading waits for one
	stuck    = time.Second            // after how long reading waits no more for a class that finishes nothing
	lookLoad = 20 * time.Millisecond  // how often reading looks at the others while it waits
)

// shares keeps one class of messages from filling the room of a subscription: a class
// takes more only while it holds no more than what is free. One that is stuck comes to
// half of the room, k of them leave one part in k+1 to the rest (the dynamic threshold
// of Choudhury and Hahne, IEEE/ACM Transactions on Networking 6(2), 1998). A class
// that holds nothing always gets one message.
type shares struct {
	mu    sync.Mutex
	free  load
	held  map[string]*load
	first string
	mixed bool          // more than one class was seen
	freed chan struct{} // closed when something was given back; nil when nobody waits
}

type load struct {
	count, bytes int64
	parked       int       // partitions in which reading went on without it
	moved        time.Time // when it gave something back, or began to hold something
}

func newShares(count int, bytes int64) *shares {
	return &shares{free: load{count: int64(count), bytes: bytes}, held: map[string]*load{}}
}

// of gives the load of a class. The caller holds mu.
func (s *shares) of(class string) *load {
	l := s.held[class]
	if l == nil {
		l = &load{}
		if len(s.held) == 0 && !s.mixed && s.first == "" {
			s.first = class
		}
		s.mixed = s.mixed || class != s.first
		s.held[class] = l
	}
	return l
}

// tidy forgets a class of which nothing is left. The caller holds mu.
func (s *shares) tidy(class string, l *load) {
	if l.count == 0 && l.parked == 0 {
		delete(s.held, class)
	}
}

// try takes room for n bytes of a class, or gives what is closed when it may have changed.
func (s *shares) try(class string, n int64) (bool, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.of(class)
	if l.count > 0 && (l.count >= s.free.count || l.bytes+n > s.free.bytes) {
		if s.freed == nil {
			s.freed = make(chan struct{})
		}
		return false, s.freed
	}
	if l.count == 0 {
		l.moved = clock.System{}.Now()
	}
	l.count, l.bytes = l.count+1, l.bytes+n
	s.free.count, s.free.bytes = s.free.count-1, s.free.bytes-n
	return true, nil
}

// take is try that waits while waiting costs the other classes nothing. False means
// that reading should go on without this class, as it does in another partition or
// because the others have nothing to do, or that ctx ended.
func (s *shares) take(ctx context.Context, class string, n int64) bool {
	ok, freed := s.try(class, n)
	if ok {
		return true
	}
	look := time.NewTicker(lookLoad)
	defer look.Stop()
	fed := clock.System{}.Now()
	for {
		t := clock.System{}.Now()
		left, others := s.left(class, t)
		if others {
			fed = t
		}
		if left || t.Sub(fed) >= hungry {
			return false
		}
		select {
		case <-freed:
			if ok, freed = s.try(class, n); ok {
				return true
			}
		case <-look.C:
		case <-ctx.Done():
			return false
		}
	}
}

// left tells whether reading should go on without a class because it does in some
// partition or the class is stuck, and whether the others have something to do or do not
// exist.
func (s *shares) left(class string, now time.Time) (left, fed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.of(class)
	left, fed = l.parked > 0 || s.mixed && now.Sub(l.moved) >= stuck, !s.mixed
	for name, l := range s.held {
		fed = fed || name != class && l.parked == 0 && l.count > 0
	}
	return left, fed
}

func (s *shares) give(class string, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.of(class)
	l.count, l.bytes = l.count-1, l.bytes-n
	s.free.count, s.free.bytes = s.free.count+1, s.free.bytes+n
	l.moved = clock.System{}.Now()
	if s.freed != nil {
		close(s.freed)
		s.freed = nil
	}
	s.tidy(class, l)
}

// park notes that in one partition more (by 1) or less (by -1) reading goes on without a class.
func (s *shares) park(class string, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.of(class)
	l.parked += by
	s.tidy(class, l)
}

// roomy tells whether it pays to read on for a class that was left behind.
func (s *shares) roomy(class string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.held[class]
	return l == nil || l.count == 0 || 2*l.count <= s.free.count && 2*l.bytes <= s.free.bytes
}
