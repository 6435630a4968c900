package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/bare"
	"github.com/heliuhub/heliu/internal/load/rig"
)

// callers is how many connections post at once.
const callers = 256

// ingest holds the door of `heliu serve` (signature, strict JSON, durable answer)
// against a handler that only produces the body to the same bus: the same generator,
// the same bodies, the same broker, one after the other in short turns. No stage runs.
func ingest(ctx context.Context, o options, f *figure) (err error) {
	f.unit, f.bound = "requests/s", 0.70
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
	_, addr, err := r.Self(ctx, bare.Ready, "-bare", r.Kafka)
	if err != nil {
		return err
	}
	least := load.NewPoster(addr, "/in/"+rig.Door, rig.Secret, callers)
	defer least.Close()
	bodies, err := newBodies(o.seed)
	if err != nil {
		return err
	}
	length := pick(o, 3*time.Second, 1500*time.Millisecond)
	turn := func(p *load.Poster) (float64, error) {
		c := load.Saturate(ctx, callers, length, func(ctx context.Context, _ int) string { return post(ctx, p, bodies.next()) })
		if bad := c.Sent - c.By["202"]; bad > 0 {
			return 0, fmt.Errorf("%d of %d requests were not answered 202: %v", bad, c.Sent, c.By)
		}
		f.note("%.0f requests/s at %s, p50 %.1f ms, p99 %.1f ms", c.Rate("202"), map[bool]string{true: "the door", false: "the bare handler"}[p == door], c.Latency.Ms(.5), c.Latency.Ms(.99))
		return c.Rate("202"), ctx.Err()
	}
	for _, p := range []*load.Poster{door, least} { // warm both
		load.Saturate(ctx, callers, time.Second, func(ctx context.Context, _ int) string { return post(ctx, p, bodies.next()) })
	}
	var values []float64
	for i := range 15 {
		if i%2 == 0 {
			v, err := turn(least)
			if err != nil {
				return err
			}
			f.limits = append(f.limits, v)
			continue
		}
		v, err := turn(door)
		if err != nil {
			return err
		}
		values = append(values, v)
	}
	f.pair(values)
	return nil
}

// doorOf starts the hub's door and gives a poster to it.
func doorOf(ctx context.Context, r *rig.Rig) (*load.Poster, func(), error) {
	_, addr, err := r.Serve(ctx)
	if err != nil {
		return nil, nil, err
	}
	p := load.NewPoster(addr, "/in/"+rig.Door, rig.Secret, callers)
	return p, p.Close, nil
}

func post(ctx context.Context, p *load.Poster, body []byte) string {
	status, err := p.Post(ctx, body)
	if err != nil {
		return "no answer"
	}
	return fmt.Sprint(status)
}

// bodies are leads of which no two have the same id. They are made before and only
// numbered on the way, so that making them costs the measurement nothing.
type bodies struct {
	mu   sync.Mutex
	made [][]byte
	at   []int // of the number in each
	n    int
}

// bodyNumber stands where the number goes.
const bodyNumber = "#000000000"

func newBodies(seed uint64) (*bodies, error) {
	b := &bodies{}
	for i := range 1000 {
		l, err := load.MakeLead(seed, i, clock.System{}.Now())
		if err != nil {
			return nil, err
		}
		body := bytes.Replace(l.Body, []byte(l.ID), []byte(l.ID+bodyNumber), 1)
		b.made = append(b.made, body)
		b.at = append(b.at, bytes.Index(body, []byte(bodyNumber)))
	}
	return b, nil
}

func (b *bodies) next() []byte {
	b.mu.Lock()
	n := b.n
	b.n++
	b.mu.Unlock()
	i := n % len(b.made)
	out := bytes.Clone(b.made[i])
	copy(out[b.at[i]:], fmt.Appendf(nil, "_%09d", n))
	return out
}
