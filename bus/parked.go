package bus

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

const (
	rereads    = 2                     // readers of a subscription that fetch what was parked
	rereadTurn = time.Second           // how long one of them reads before another class may
	rereadLook = 50 * time.Millisecond // how often a class that was left behind is looked at
)

// parked knows, for one partition, the messages that reading passed because their class
// has its share of the room: their offsets, not their bytes. The log keeps them; they
// are read again when the class moves. While a class has messages here, its later ones
// come here too, so that it keeps its order.
type parked struct {
	mu      sync.Mutex
	classes map[string][]int64 // never empty
}

// behind parks a message when others of its class are parked.
func (p *parked) behind(class string, offset int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, ok := p.classes[class]
	if ok {
		p.classes[class] = append(q, offset)
	}
	return ok
}

// begin parks the first message of a class.
func (p *parked) begin(class string, offset int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.classes == nil {
		p.classes = map[string][]int64{}
	}
	p.classes[class] = []int64{offset}
}

func (p *parked) first(class string) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.classes[class][0]
}

// pop removes the first message of a class, which is in its lane now or gone, and tells
// whether it was the last: reading then has the class again.
func (p *parked) pop(class string) (last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.classes[class][1:]
	if len(q) == 0 {
		delete(p.classes, class)
		return true
	}
	p.classes[class] = q
	return false
}

// catchUp brings what is parked of a class, in the order of the log, until nothing is.
func (g *generation) catchUp(ctx context.Context, partition int, p *parked, class string) {
	s := g.sub
	s.shares.park(class, 1)
	defer s.shares.park(class, -1)
	for {
		if (clock.System{}).Sleep(ctx, rereadLook) != nil {
			return
		}
		if !s.shares.roomy(class) {
			continue
		}
		if s.rereads.Acquire(ctx, 1) != nil {
			return
		}
		done := g.reread(ctx, partition, p, class)
		s.rereads.Release(1)
		if done {
			return
		}
	}
}

// reread takes one turn at what is parked of a class; true when nothing is any more.
func (g *generation) reread(ctx context.Context, partition int, p *parked, class string) bool {
	s := g.sub
	want := p.first(class)
	r, err := s.reader(partition, want)
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }()
	turn, end := context.WithTimeout(ctx, rereadTurn)
	defer end()
	for {
		m, err := r.FetchMessage(turn)
		if err != nil {
			return false // its turn is over, or the cluster does not answer: again
		}
		if missing := want; want < m.Offset {
			s.bus.log.ErrorContext(ctx, "messages are missing from the log", "topic", s.topic, "group", s.cfg.Group, "partition", partition, "from", missing, "to", m.Offset)
			s.cfg.OnGap(s.topic, partition, missing, m.Offset)
			for want < m.Offset {
				g.trackers[partition].ack(want)
				if p.pop(class) {
					return true
				}
				want = p.first(class)
			}
		}
		if m.Offset < want {
			continue
		}
		n := sizeOf(&m)
		if ok, _ := s.shares.try(class, n); !ok {
			return false
		}
		if s.room.take(turn, n) != nil {
			s.shares.give(class, n)
			return false
		}
		g.lanes.push(&m, class, n)
		if p.pop(class) {
			return true
		}
		want = p.first(class)
	}
}
