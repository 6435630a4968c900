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
type lanes struct {
	sub     *subscription
	acked   func(*kafka.Message)
	seed    maphash.Seed
	all     []lane
	revoked chan struct{} // closed: deliver nothing more, let what is out finish
	dead    chan struct{} // closed: give up what is out
	running sync.WaitGroup
}

type lane struct {
	mu      sync.Mutex
	queue   []queued
	running bool
}

type queued struct {
	rec  *kafka.Message
	size int64
}

func newLanes(s *subscription, acked func(*kafka.Message)) *lanes {
	return &lanes{
		sub: s, acked: acked, seed: maphash.MakeSeed(), all: make([]lane, s.cfg.Lanes),
		revoked: make(chan struct{}), dead: make(chan struct{}),
	}
}

// of gives the lane of a message. Messages without a key have no order and spread.
func (l *lanes) of(m *kafka.Message) *lane {
	if len(l.all) == 1 {
		return &l.all[0]
	}
	h := uint64(m.Offset)
	if len(m.Key) > 0 {
		h = maphash.Bytes(l.seed, m.Key)
	}
	return &l.all[h%uint64(len(l.all))]
}

// push appends a message to its lane. Its room is returned when it is finished or given up.
func (l *lanes) push(m *kafka.Message, size int64) {
	q := l.of(m)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, queued{m, size})
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
		if l.deliver(next.rec) {
			l.acked(next.rec)
		}
		l.sub.room.give(next.size)
	}
}

// deliver brings one message until it is acknowledged; false when it was given up.
func (l *lanes) deliver(rec *kafka.Message) bool {
	for {
		select {
		case <-l.revoked:
			return false
		default:
		}
		m, ctx, cancel := l.message(rec)
		m.SetContext(&flightCtx{Context: ctx, f: flight{rec: rec, revoked: l.revoked}})
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
