package bus

import (
	"container/heap"
	"slices"
	"time"
)

// class is what a stage holds of one class of messages. Only the loop of the runner
// touches it. A stage without classes has a single one, of which several batches may
// be in hand.
type class struct {
	name   string
	buffer []*item
	since  time.Time // since when buffer waits
	due    []job     // what is to be tried again now
	served time.Time // when a worker took something of it
	busy   bool      // a worker has something of it
	held   int       // items here, with a worker or in a pause
}

// offer is what a worker may take: a job of due, or the first items of buffer.
type offer struct {
	job
	of  *class
	due bool
}

// waits tells since when the class has something that may be handed out; false when it has not.
func (c *class) waits(t time.Time, batch int, linger time.Duration, held bool) (time.Time, bool) {
	switch {
	case c.busy:
		return t, false
	case len(c.due) > 0:
		if at := c.due[0].due; at.After(c.served) {
			return at, true
		}
		return c.served, true
	case len(c.buffer) > 0 && !held && (len(c.buffer) >= batch || t.Sub(c.since) >= linger):
		return c.since, true
	}
	return t, false
}

// offer gives what is to be handed out next, at most a batch.
func (c *class) offer(batch int) offer {
	if len(c.due) > 0 {
		return offer{job: c.due[0], of: c, due: true}
	}
	return c.batch(batch)
}

// batch gives the first of what is collected, at most n.
func (c *class) batch(n int) offer {
	n = min(len(c.buffer), n)
	return offer{job: job{items: slices.Clone(c.buffer[:n])}, of: c}
}

// taken notes that a worker has an offer. What is left waits from now on, so that the
// classes take turns.
func (c *class) taken(o offer, t time.Time) {
	c.served = t
	if o.due {
		c.due = slices.Delete(c.due, 0, 1)
		return
	}
	c.buffer, c.since = slices.Delete(c.buffer, 0, len(o.items)), t
	if len(c.buffer) == 0 {
		c.buffer = nil
	}
}

// classOf gives the class of an item, which a stage without classes has one of.
func (r *runner) classOf(name string) *class {
	c := r.classes[name]
	if c == nil {
		c = &class{name: name}
		r.classes[name] = c
	}
	return c
}

// over notes that n items of a class are finished or given back.
func (r *runner) over(c *class, n int) {
	if c.held -= n; c.held == 0 && !c.busy {
		delete(r.classes, c.name)
	}
}

// abandon gives back what waits and is lost to this member, or all that waits: the
// messages come again, here or elsewhere.
func (r *runner) abandon(all bool) {
	var kept jobHeap
	for _, j := range r.waiting {
		if r.without(&j, all) {
			kept = append(kept, j)
		}
	}
	heap.Init(&kept)
	r.waiting = kept
	for _, c := range r.classes {
		due := c.due[:0]
		for _, j := range c.due {
			if r.without(&j, all) {
				due = append(due, j)
			}
		}
		clear(c.due[len(due):])
		c.due = due
		buffer := job{items: c.buffer}
		r.without(&buffer, all)
		c.buffer = buffer.items
	}
}

// without gives back the items of a job that are lost, or all; false when none is left.
func (r *runner) without(j *job, all bool) bool {
	var items []*item
	var results []Result
	for i, it := range j.items {
		if all || it.lost() {
			it.msg.Nack()
			r.over(it.class, 1)
			continue
		}
		items = append(items, it)
		if j.results != nil {
			results = append(results, j.results[i])
		}
	}
	j.items, j.results = items, results
	return len(items) > 0
}
