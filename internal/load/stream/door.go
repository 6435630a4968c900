package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/rig"
)

// liveRate is the seeds' peak: requests a second.
const liveRate = 1200

// doorP99 holds the door's p99 at a steady rate against that of the bus client alone,
// which publishes the very messages that the door would make, while all stages run
// behind both. They take turns; the turn with the median ratio counts.
func doorP99(ctx context.Context, o options, f *figure) (err error) {
	f.unit, f.bound, f.most = "ms", 1.5, true
	r, err := rig.New(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	door, stop, err := doorOf(ctx, r)
	if err != nil {
		return err
	}
	defer stop()
	if _, err := r.Worker(ctx, strings.Fields(o.flags)...); err != nil {
		return err
	}
	live := &live{r: r, door: door, seed: o.seed}
	length := pick(o, 20*time.Second, 6*time.Second)
	turn := func(name string, length time.Duration, send load.Send) (float64, error) {
		rep := load.Run(ctx, load.Plan{Rate: liveRate, For: length, InFlight: callers * 8}, send)
		if bad := rep.Due - rep.By["202"]; bad > 0 {
			return 0, fmt.Errorf("%s: %d of %d were not taken: %v, %d never sent", name, bad, rep.Due, rep.By, rep.Refused)
		}
		l := rep.Latency
		f.note("%s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.0f ms of %d; generator late p99 %.1f ms", name, l.Ms(.5), l.Ms(.99), l.Ms(.999), l.Ms(1), l.Len(), rep.Late.Ms(.99))
		if err := live.caughtUp(ctx, 2*time.Minute); err != nil {
			return 0, err
		}
		return l.Ms(.99), ctx.Err()
	}
	for _, send := range []load.Send{live.publish, live.post} { // warm both
		if _, err := turn("warming", 3*time.Second, send); err != nil {
			return err
		}
	}
	type pair struct{ value, limit float64 }
	var turns []pair
	for i := range 5 {
		limit, err := turn("bare producer", length, live.publish)
		if err != nil {
			return err
		}
		value, err := turn("door", length, live.post)
		if err != nil {
			return err
		}
		turns, f.limits = append(turns, pair{value, limit}), append(f.limits, limit)
		f.note("turn %d: %.2f", i+1, value/limit)
	}
	slices.SortFunc(turns, func(a, b pair) int { return cmp.Compare(a.value*b.limit, b.value*a.limit) })
	mid := turns[len(turns)/2]
	f.value, f.chosen = mid.value, mid.limit
	return nil
}

// live sends leads that are new, each under its own id and of its own person.
type live struct {
	r    *rig.Rig
	door *load.Poster
	seed uint64
	n    atomic.Int64
}

func (l *live) lead() (load.Lead, error) {
	return load.MakeLead(l.seed, int(l.n.Add(1)), clock.System{}.Now())
}

// post sends one through the door.
func (l *live) post(ctx context.Context, _ int) string {
	lead, err := l.lead()
	if err != nil {
		return "not made"
	}
	return post(ctx, l.door, lead.Body)
}

// publish sends the message that the door would make.
func (l *live) publish(ctx context.Context, _ int) string {
	lead, err := l.lead()
	if err != nil {
		return "not made"
	}
	m, err := l.r.RawMessage(lead, clock.System{}.Now())
	if err != nil {
		return "not made"
	}
	if err := l.r.Bus.Publish(ctx, m); err != nil {
		return "not published"
	}
	return fmt.Sprint(http.StatusAccepted)
}

// caughtUp waits until the stages have taken everything.
func (l *live) caughtUp(ctx context.Context, within time.Duration) error {
	var c clock.System
	for began := c.Now(); ; {
		lag, err := l.r.Lag(ctx)
		if err != nil {
			return err
		}
		if lag == 0 {
			return nil
		}
		if c.Now().Sub(began) > within {
			return fmt.Errorf("the stages are %d records behind after %s", lag, within)
		}
		if err := c.Sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}
