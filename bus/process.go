package bus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
)

// process takes one step with a job and gives what is to be tried again. Whatever
// it does not give back is finished.
func (r *runner) process(ctx context.Context, j job) []job {
	switch {
	case j.dead != nil:
		return r.bury(ctx, j)
	case j.results != nil:
		return r.publish(ctx, j)
	default:
		return r.handle(ctx, j)
	}
}

// handle calls the handler; what fails is halved until the bad record stands alone.
func (r *runner) handle(ctx context.Context, j job) []job {
	results, err := r.call(ctx, j.items)
	if err == nil {
		return r.settle(ctx, j, results)
	}
	if ctx.Err() != nil {
		return []job{j} // the stage is ending; the messages go back
	}
	if len(j.items) == 1 {
		return r.alone(ctx, j, err)
	}
	half := len(j.items) / 2
	left := job{items: j.items[:half:half], failures: j.failures}
	right := job{items: j.items[half:], failures: j.failures}
	if fault.Passing(err) {
		// The trouble is probably not in a record: wait before each halving.
		return append(r.later(left, err), r.later(right, err)...)
	}
	return append(r.handle(ctx, left), r.handle(ctx, right)...)
}

// alone decides about a record that failed by itself.
func (r *runner) alone(ctx context.Context, j job, err error) []job {
	it := j.items[0]
	if !fault.Passing(err) {
		it.tries++
	}
	if fault.Decide(err, it.tries, r.stage.Tries) != fault.Again {
		return r.bury(ctx, job{items: j.items, dead: err})
	}
	return r.later(j, err)
}

// later puts a job back with a pause.
func (r *runner) later(j job, err error) []job {
	wait := ladder.Wait(j.failures, err, rand.Float64)
	j.failures++
	j.due = now().Add(wait)
	if len(j.items) == 1 && r.stage.Observe.Waiting != nil {
		r.stage.Observe.Waiting(j.items[0].Delivery, err, wait)
	}
	return []job{j}
}

// settle sorts the results of a batch that was handled.
func (r *runner) settle(ctx context.Context, j job, results []Result) []job {
	var again []job
	done := job{items: make([]*item, 0, len(results)), results: make([]Result, 0, len(results))}
	for i, res := range results {
		it := j.items[i]
		switch res.Verdict {
		case Done, Drop:
			if err := fits(res.Publish); err != nil {
				again = append(again, r.bury(ctx, job{items: []*item{it}, dead: err})...)
				continue
			}
			done.items = append(done.items, it)
			done.results = append(done.results, res)
			done.publish = append(done.publish, res.Publish...)
		case Retry:
			one := job{items: []*item{it}}
			if len(j.items) == 1 {
				one.failures = j.failures
			}
			again = append(again, r.later(one, res.Err)...)
		default:
			why := res.Err
			if why == nil {
				why = fault.Newf("internal", "a handler gave the verdict %d without an error", res.Verdict)
			}
			again = append(again, r.bury(ctx, job{items: []*item{it}, dead: why})...)
		}
	}
	return append(again, r.publish(ctx, done)...)
}

func fits(msgs []Message) error {
	for _, m := range msgs {
		if n := m.size(); n > writeBatchBytes {
			return fault.Newf("bus_message_too_large", "%d bytes to %s", n, m.Topic)
		}
	}
	return nil
}

// publish sends the messages of results and finishes their deliveries.
func (r *runner) publish(ctx context.Context, j job) []job {
	if len(j.publish) > 0 {
		start := now()
		err := r.bus.Publish(ctx, j.publish...)
		if r.stage.Observe.Publish != nil {
			r.stage.Observe.Publish(len(j.publish), now().Sub(start), err)
		}
		if err != nil {
			return r.later(j, err)
		}
		crash.At(crash.StageAfterPublish)
	}
	for i, it := range j.items {
		r.finished(it, j.results[i].Verdict, j.results[i].Reason)
	}
	return nil
}

// bury tells OnDead and finishes the delivery.
func (r *runner) bury(ctx context.Context, j job) []job {
	it := j.items[0]
	if err := r.onDead(ctx, it.Delivery, j.dead); err != nil {
		return r.later(j, err)
	}
	r.finished(it, Dead, fault.As(j.dead).Code)
	return nil
}

func (r *runner) finished(it *item, v Verdict, reason string) {
	it.msg.Ack()
	if r.stage.Observe.Settled != nil {
		r.stage.Observe.Settled(it.Delivery, v, reason)
	}
}

// call runs the handler; a panic and a wrong number of results are internal faults.
func (r *runner) call(ctx context.Context, items []*item) (results []Result, err error) {
	batch := make([]Delivery, len(items))
	for i, it := range items {
		batch[i] = it.Delivery
	}
	start := now()
	defer func() {
		if p := recover(); p != nil {
			results, err = nil, r.panicked(ctx, "Handle", p)
		}
		if err == nil && len(results) != len(items) {
			err = fault.Newf("internal", "a handler gave %d results for %d deliveries", len(results), len(items))
		}
		if r.stage.Observe.Batch != nil {
			r.stage.Observe.Batch(len(items), now().Sub(start), err)
		}
	}()
	return r.stage.Handle(ctx, batch)
}

func (r *runner) onDead(ctx context.Context, d Delivery, why error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = r.panicked(ctx, "OnDead", p)
		}
	}()
	return r.stage.OnDead(ctx, d, why)
}

// panicked logs the stack; the value of a panic may hold a record, so it is not logged.
func (r *runner) panicked(ctx context.Context, where string, p any) error {
	r.bus.log.ErrorContext(ctx, "a stage panicked", "stage", r.stage.Group, "in", where, "stack", string(debug.Stack()))
	return fault.New("internal", fmt.Errorf("panic in %s of %s: %T", where, r.stage.Group, p))
}
