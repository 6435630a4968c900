package bus

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
)

// lanes deliver the messages of one generation. Every key is a lane: it has one message
// out at a time, and no other key waits for it. Of the messages that may go out the one
// that came first goes first, so that nothing stays far behind what came after it. Each
// class has lanes of its own, so that none waits behind a message of another.
type lanes struct {
	sub     *subscription
	acked   func(*kafka.Message)
	mu      sync.Mutex
	sets    map[string]*laneSet // of the classes that have messages here
	came    uint64              // how many messages were pushed
	revoked chan struct{}       // closed: deliver nothing more, let what is out finish
	dead    chan struct{}       // closed: give up what is out
	running sync.WaitGroup
}

// laneSet is the lanes of a class, guarded by lanes.mu.
type laneSet struct {
	ready    queue                // the first message of each lane that has none out
	behind   map[string][]*queued // of each lane that has one ready or out: those behind it
	held     int                  // messages ready, behind or out
	couriers int                  // goroutines that deliver, each one message at a time
}

type queued struct {
	rec   *kafka.Message
	class string
	size  int64
	came  uint64 // its place among all that were pushed
	lane  string // empty: it follows no other
}

func newLanes(s *subscription, acked func(*kafka.Message)) *lanes {
	return &lanes{sub: s, acked: acked, sets: map[string]*laneSet{}, revoked: make(chan struct{}), dead: make(chan struct{})}
}

// laneOf names the lane of a message; empty when it has no order to keep.
func (l *lanes) laneOf(m *kafka.Message) string {
	if l.sub.cfg.Lanes == 1 {
		return "all"
	}
	return string(m.Key)
}

// push appends a message to its lane. Its room is returned when it is finished or given up.
func (l *lanes) push(m *kafka.Message, class string, size int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	set := l.sets[class]
	if set == nil {
		set = &laneSet{behind: map[string][]*queued{}}
		l.sets[class] = set
	}
	set.held++
	l.came++
	q := &queued{m, class, size, l.came, l.laneOf(m)}
	if q.lane != "" {
		if others, busy := set.behind[q.lane]; busy {
			set.behind[q.lane] = append(others, q)
			return
		}
		set.behind[q.lane] = nil
	}
	heap.Push(&set.ready, q)
	if set.couriers < l.sub.cfg.Lanes {
		set.couriers++
		l.running.Go(func() { l.serve(set) })
	}
}

// serve delivers what is ready and returns when nothing is.
func (l *lanes) serve(set *laneSet) {
	for q := l.next(set); q != nil; q = l.next(set) {
		if l.deliver(q) {
			l.acked(q.rec)
		}
		l.over(set, q)
	}
}

// next takes what came first of what is ready; nil ends the courier.
func (l *lanes) next(set *laneSet) *queued {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(set.ready) == 0 {
		set.couriers--
		return nil
	}
	return heap.Pop(&set.ready).(*queued)
}

// over returns the room of a message and makes the next of its lane ready.
func (l *lanes) over(set *laneSet, q *queued) {
	l.sub.room.give(q.size)
	if l.sub.cfg.class != nil {
		l.sub.shares.give(q.class, q.size)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if q.lane != "" {
		if others := set.behind[q.lane]; len(others) > 0 {
			heap.Push(&set.ready, others[0])
			others[0] = nil
			set.behind[q.lane] = others[1:]
		} else {
			delete(set.behind, q.lane)
		}
	}
	if set.held--; set.held == 0 {
		delete(l.sets, q.class)
	}
}

// deliver brings one message until it is acknowledged; false when it was given up.
func (l *lanes) deliver(q *queued) bool {
	for {
		select {
		case <-l.revoked:
			return false
		default:
		}
		m, ctx, cancel := l.message(q.rec)
		m.SetContext(&flightCtx{Context: ctx, f: flight{rec: q.rec, class: q.class, revoked: l.revoked}})
		select {
		case l.sub.out <- m:
		case <-l.revoked:
			cancel()
			return false
		}
		select {
		case <-m.Acked():
			cancel()
			return true
		case <-m.Nacked():
			cancel()
		case <-l.dead:
			cancel()
			select {
			case <-m.Acked(): // both were ready
				return true
			default:
				return false
			}
		}
		pause := time.NewTimer(l.sub.cfg.NackDelay)
		select {
		case <-pause.C:
		case <-l.revoked:
		}
		pause.Stop()
	}
}

func (l *lanes) message(rec *kafka.Message) (*message.Message, context.Context, context.CancelFunc) {
	if l.sub.cfg.bare {
		return message.NewMessage("", rec.Value), l.sub.ctx, func() {}
	}
	ctx, cancel := context.WithCancel(l.sub.ctx)
	return unmarshal(rec), ctx, cancel
}

// revoke stops deliveries. It is called once.
func (l *lanes) revoke() { close(l.revoked) }

// drain waits until nothing is out, at most for the time given and not beyond the
// end of ctx; then it gives up the rest. Nothing is pushed any more.
func (l *lanes) drain(ctx context.Context, most time.Duration) {
	idle := make(chan struct{})
	go func() {
		l.running.Wait()
		close(idle)
	}()
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-idle:
	case <-timer.C:
	case <-ctx.Done():
	}
	close(l.dead)
	<-idle
}

// queue is a heap of messages, the one that came first on top.
type queue []*queued

func (q queue) Len() int           { return len(q) }
func (q queue) Less(a, b int) bool { return q[a].came < q[b].came }
func (q queue) Swap(a, b int)      { q[a], q[b] = q[b], q[a] }

// Push is for container/heap.
func (q *queue) Push(x any) { *q = append(*q, x.(*queued)) }

// Pop is for container/heap.
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return x
}
