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
	back  chan []job // one answer a job, with what is to be tried again

	buffer  []*item
	since   time.Time // when the first of buffer came
	waiting jobHeap
	busy    int
}

func newRunner(b *Bus, st Stage) *runner {
	return &runner{bus: b, stage: st, work: make(chan job), back: make(chan []job)}
}

func now() time.Time { return clock.System{}.Now() }

func (r *runner) run(ctx context.Context, in <-chan *message.Message) {
	handling, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var workers sync.WaitGroup
	for range r.stage.Workers {
		workers.Go(func() {
			for j := range r.work {
				r.back <- r.process(handling, j)
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
		if len(r.buffer) >= r.stage.Batch {
			from = nil
		}
		timer.Reset(r.until(t))
		select {
		case m, open := <-from:
			if !open {
				return
			}
			r.collect(m, in)
		case work <- next:
			r.taken(t)
		case again := <-r.back:
			r.busy--
			r.keep(again)
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
	if len(r.buffer) == 0 {
		r.since = now()
	}
	for ok := true; ok; {
		r.buffer = append(r.buffer, newItem(m))
		if len(r.buffer) >= r.stage.Batch {
			return
		}
		select {
		case m, ok = <-in:
		default:
			return
		}
	}
}

func newItem(m *message.Message) *item {
	f := m.Context().Value(ctxKey{}).(flight) // every message of a Subscriber has one
	return &item{Delivery: fromKafka(f.rec), msg: m, revoked: f.revoked}
}

// next gives the job to hand out: one whose pause is over, else a batch that is full or old.
func (r *runner) next(t time.Time) (job, bool) {
	if len(r.waiting) > 0 && !r.waiting[0].due.After(t) {
		return r.waiting[0], true
	}
	if n := len(r.buffer); n > 0 && (n >= r.stage.Batch || t.Sub(r.since) >= r.linger()) && !r.held() {
		return job{items: r.buffer}, true
	}
	return job{}, false
}

// linger is how long the first message of a batch waits for others now.
func (r *runner) linger() time.Duration {
	if r.stage.Patient != nil && r.stage.Patient() {
		return max(patience, r.stage.Linger)
	}
	return r.stage.Linger
}

func (r *runner) held() bool { return r.stage.Hold != nil && r.stage.Hold() }

// taken notes that what next gave at t is with a worker.
func (r *runner) taken(t time.Time) {
	r.busy++
	if len(r.waiting) > 0 && !r.waiting[0].due.After(t) {
		heap.Pop(&r.waiting)
		return
	}
	r.buffer = nil
}

// until is how long nothing happens by itself.
func (r *runner) until(t time.Time) time.Duration {
	d := time.Hour
	if len(r.buffer) > 0 {
		if left := r.linger() - t.Sub(r.since); left > 0 {
			d = left
		} else if r.held() {
			d = lookAgain
		}
	}
	if len(r.waiting) > 0 {
		if left := r.waiting[0].due.Sub(t); left > 0 {
			d = min(d, left)
		}
	}
	return d
}

func (r *runner) keep(again []job) {
	for _, j := range again {
		heap.Push(&r.waiting, j)
	}
}

// revoked is closed when the partitions of a job that waits are about to go to another consumer.
func (r *runner) revoked() <-chan struct{} {
	if len(r.waiting) == 0 {
		return nil
	}
	return r.waiting[0].items[0].revoked
}

// abandon gives back the waiting jobs whose partitions are going, or all: the
// messages come again, here or elsewhere.
func (r *runner) abandon(all bool) {
	kept := r.waiting[:0]
	for _, j := range r.waiting {
		items, results := j.items[:0], j.results[:0]
		for i, it := range j.items {
			if all || it.lost() {
				it.msg.Nack()
				continue
			}
			items = append(items, it)
			if j.results != nil {
				results = append(results, j.results[i])
			}
		}
		j.results = results
		if j.items = items; len(items) > 0 {
			kept = append(kept, j)
		}
	}
	r.waiting = kept
	heap.Init(&r.waiting)
}

// finish handles what is collected, waits for the workers and gives back the rest.
func (r *runner) finish() {
	last := job{items: r.buffer}
	for r.busy > 0 || len(last.items) > 0 {
		var work chan<- job
		if len(last.items) > 0 {
			work = r.work
		}
		select {
		case work <- last:
			r.busy++
			last = job{}
		case again := <-r.back:
			r.busy--
			r.keep(again)
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
