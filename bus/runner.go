package bus

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/heliuhub/heliu/internal/clock"
)

// item is one message in the hands of a stage.
type item struct {
	Delivery
	msg     *message.Message
	class   *class
	revoked <-chan struct{}
	tries   int // internal faults while it stood alone
}

func (it *item) lost() bool {
	select {
	case <-it.revoked:
		return true
	default:
		return false
	}
}

// job is one step that a worker takes: handle the items, or publish their results,
// or tell OnDead about the only one.
type job struct {
	items    []*item
	failures int // of this group of items, for the pause
	due      time.Time
	publish  []Message
	results  []Result // of the items, when they are handled and only publishing is left
	dead     error
}

// runner collects messages into batches, hands them to workers and keeps the jobs
// that wait. Only its loop touches the fields below work and back.
type runner struct {
	bus   *Bus
	stage Stage
	work  chan job
	back  chan answer // one a job

	classes    map[string]*class
	generation <-chan struct{} // of what was collected last; closed when its partitions go
	waiting    jobHeap
	busy       int
}

// answer is what became of a job.
type answer struct {
	of    *class
	items int
	again []job // what is to be tried again
}

func newRunner(b *Bus, st Stage) *runner {
	return &runner{bus: b, stage: st, work: make(chan job), back: make(chan answer), classes: map[string]*class{}}
}

func now() time.Time { return clock.System{}.Now() }

func (r *runner) run(ctx context.Context, in <-chan *message.Message) {
	handling, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var workers sync.WaitGroup
	for range r.stage.Workers {
		workers.Go(func() {
			for j := range r.work {
				a := answer{of: j.items[0].class, items: len(j.items)}
				a.again = r.process(handling, j)
				r.back <- a
			}
		})
	}
	r.loop(ctx, in)
	grace := time.AfterFunc(stopGrace, stop)
	defer grace.Stop()
	r.finish()
	close(r.work)
	workers.Wait()
}

// loop runs until ctx ends or the channel is closed.
func (r *runner) loop(ctx context.Context, in <-chan *message.Message) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		t := now()
		next, ok := r.next(t)
		var work chan<- job
		if ok {
			work = r.work
		}
		from := in
		if r.full() {
			from = nil
		}
		timer.Reset(r.until(t))
		select {
		case m, open := <-from:
			if !open {
				return
			}
			r.collect(m, in)
		case work <- next.job:
			r.taken(next, t)
		case a := <-r.back:
			r.returned(a)
		case <-r.revoked():
			r.abandon(false)
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

// collect takes a message and those that are ready behind it.
func (r *runner) collect(m *message.Message, in <-chan *message.Message) {
	t := now()
	for ok := true; ok && m != nil; {
		r.add(m, t)
		if r.full() {
			return
		}
		select {
		case m, ok = <-in:
		default:
			return
		}
	}
}

// full tells that nothing more is to be collected. A class that is collected in excess
// must not keep the others out; what it may collect is bounded by its share of the room.
func (r *runner) full() bool {
	return r.stage.Class == nil && len(r.classOf("").buffer) >= r.stage.Batch
}

// add puts a message to its class. Nothing of a generation before stays beside it.
func (r *runner) add(m *message.Message, t time.Time) {
	f := m.Context().Value(ctxKey{}).(flight) // every message of a Subscriber has one
	if r.generation != f.revoked {
		r.abandon(false)
		r.generation = f.revoked
	}
	c := r.classOf(f.class)
	if len(c.buffer) == 0 {
		c.since = t
	}
	c.buffer = append(c.buffer, &item{Delivery: fromKafka(f.rec), msg: m, class: c, revoked: f.revoked})
	c.held++
}

// next gives what to hand out: of the class that waits longest what is due, else a
// batch that is full or old.
func (r *runner) next(t time.Time) (offer, bool) {
	for len(r.waiting) > 0 && !r.waiting[0].due.After(t) {
		j := heap.Pop(&r.waiting).(job)
		c := j.items[0].class
		c.due = append(c.due, j)
	}
	var first *class
	var since time.Time
	linger, held := r.linger(), r.held()
	for _, c := range r.classes {
		if at, ok := c.waits(t, r.stage.Batch, linger, held); ok && (first == nil || at.Before(since)) {
			first, since = c, at
		}
	}
	if first == nil {
		return offer{}, false
	}
	return first.offer(r.stage.Batch), true
}

// linger is how long the first message of a batch waits for others now.
func (r *runner) linger() time.Duration {
	if r.stage.Patient != nil && r.stage.Patient() {
		return max(patience, r.stage.Linger)
	}
	return r.stage.Linger
}

func (r *runner) held() bool { return r.stage.Hold != nil && r.stage.Hold() }

// taken notes that a worker has an offer.
func (r *runner) taken(o offer, t time.Time) {
	r.busy++
	o.of.taken(o, t)
	o.of.busy = r.stage.Class != nil
}

// until is how long nothing happens by itself.
func (r *runner) until(t time.Time) time.Duration {
	d := time.Hour
	linger := r.linger()
	for _, c := range r.classes {
		if len(c.buffer) == 0 || c.busy {
			continue
		}
		if left := linger - t.Sub(c.since); left > 0 {
			d = min(d, left)
		} else if r.held() {
			d = min(d, lookAgain)
		}
	}
	if len(r.waiting) > 0 {
		if left := r.waiting[0].due.Sub(t); left > 0 {
			d = min(d, left)
		}
	}
	return d
}

// returned takes the answer of a worker.
func (r *runner) returned(a answer) {
	r.busy--
	a.of.busy = false
	n := a.items
	for _, j := range a.again {
		n -= len(j.items)
		heap.Push(&r.waiting, j)
	}
	r.over(a.of, n)
	if len(a.again) > 0 && a.again[0].items[0].lost() {
		r.abandon(false)
	}
}

// revoked is closed when the partitions of what waits are about to go to another consumer.
func (r *runner) revoked() <-chan struct{} {
	if len(r.waiting) > 0 {
		return r.generation
	}
	for _, c := range r.classes {
		if len(c.due) > 0 || len(c.buffer) > 0 {
			return r.generation
		}
	}
	return nil
}

// finish handles one batch of each class that is idle, waits for the workers and gives
// back the rest.
func (r *runner) finish() {
	var last []*class
	for _, c := range r.classes {
		if !c.busy && len(c.buffer) > 0 {
			last = append(last, c)
		}
	}
	for r.busy > 0 || len(last) > 0 {
		var work chan<- job
		var o offer
		if len(last) > 0 {
			work, o = r.work, last[0].batch(r.stage.Batch)
		}
		select {
		case work <- o.job:
			r.taken(o, now())
			last = last[1:]
		case a := <-r.back:
			r.returned(a)
		}
	}
	r.abandon(true)
}

// jobHeap orders the waiting jobs by the end of their pause.
type jobHeap []job

func (h jobHeap) Len() int           { return len(h) }
func (h jobHeap) Less(a, b int) bool { return h[a].due.Before(h[b].due) }
func (h jobHeap) Swap(a, b int)      { h[a], h[b] = h[b], h[a] }

// Push is for container/heap.
func (h *jobHeap) Push(x any) { *h = append(*h, x.(job)) }

// Pop is for container/heap.
func (h *jobHeap) Pop() any {
	old := *h
	j := old[len(old)-1]
	old[len(old)-1] = job{}
	*h = old[:len(old)-1]
	return j
}
