package bus

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
)

// lanes deliver the messages of one generation. A key belongs to one lane, a lane
// has one message out at a time. A lane costs a goroutine only while it has messages.
// Each class has lanes of its own, so that none waits behind a message of another.
type lanes struct {
	sub     *subscription
	acked   func(*kafka.Message)
	seed    maphash.Seed
	mu      sync.Mutex
	sets    map[string]*laneSet
	revoked chan struct{} // closed: deliver nothing more, let what is out finish
	dead    chan struct{} // closed: give up what is out
	running sync.WaitGroup
}

// idleSets is how many lane sets are kept that may hold nothing.
const idleSets = 32

// laneSet is the lanes of a class.
type laneSet struct {
	all  []lane
	held int // messages in them; guarded by lanes.mu
}

type lane struct {
	mu      sync.Mutex
	queue   []queued
	running bool
}

type queued struct {
	rec   *kafka.Message
	class string
	size  int64
}

func newLanes(s *subscription, acked func(*kafka.Message)) *lanes {
	return &lanes{
		sub: s, acked: acked, seed: maphash.MakeSeed(), sets: map[string]*laneSet{},
		revoked: make(chan struct{}), dead: make(chan struct{}),
	}
}

// of gives the lane of a message. Messages without a key have no order and spread.
func (l *lanes) of(m *kafka.Message, class string) *lane {
	l.mu.Lock()
	set := l.sets[class]
	if set == nil {
		set = &laneSet{all: make([]lane, l.sub.cfg.Lanes)}
		l.sets[class] = set
	}
	set.held++
	l.mu.Unlock()
	if len(set.all) == 1 {
		return &set.all[0]
	}
	h := uint64(m.Offset)
	if len(m.Key) > 0 {
		h = maphash.Bytes(l.seed, m.Key)
	}
	return &set.all[h%uint64(len(set.all))]
}

// push appends a message to its lane. Its room is returned when it is finished or given up.
func (l *lanes) push(m *kafka.Message, class string, size int64) {
	q := l.of(m, class)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, queued{m, class, size})
	if !q.running {
		q.running = true
		l.running.Go(func() { l.serve(q) })
	}
}

// serve delivers what a lane holds and returns when it is empty.
func (l *lanes) serve(q *lane) {
	for {
		q.mu.Lock()
		if len(q.queue) == 0 {
			q.queue, q.running = nil, false
			q.mu.Unlock()
			return
		}
		next := q.queue[0]
		q.queue[0] = queued{}
		q.queue = q.queue[1:]
		q.mu.Unlock()
		if l.deliver(next) {
			l.acked(next.rec)
		}
		l.over(next)
	}
}

// over returns the room of a message.
func (l *lanes) over(m queued) {
	l.sub.room.give(m.size)
	if l.sub.cfg.class != nil {
		l.sub.shares.give(m.class, m.size)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	set := l.sets[m.class]
	if set.held--; set.held == 0 && len(l.sets) > idleSets {
		delete(l.sets, m.class)
	}
}

// deliver brings one message until it is acknowledged; false when it was given up.
func (l *lanes) deliver(q queued) bool {
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
