package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/pgload"
)

// landing runs the map stage of `heliu worker` over a full heliu.raw until every raw
// row is committed and every mapped message acknowledged, and holds it against
// PostgreSQL alone: the same rows, ready made, into the same table by statements of 500
// on two connections.
func landing(ctx context.Context, o options, f *figure) (err error) {
	f.unit, f.bound = "records/s", 0.60
	r, err := rig.New(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	db, err := pgload.Open(ctx, r.PG)
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	size := pick(o, 80_000, 40_000)
	var rows *pgload.Raw
	var values []float64
	limit := func() error {
		v, err := rows.Upsert(ctx, r.PG, 2, 500)
		f.limits = append(f.limits, v)
		return err
	}
	// The first turn warms everything and gives the rows.
	for turn := range 4 {
		if turn > 0 {
			if err := limit(); err != nil {
				return err
			}
		}
		if err := backlog(ctx, r, o.seed, turn*size, size); err != nil {
			return err
		}
		if err := db.EmptyRaw(ctx); err != nil {
			return err
		}
		v, cpu, err := mapped(ctx, o, r, size)
		if err != nil {
			return err
		}
		if turn == 0 {
			if rows, err = pgload.ReadRaw(ctx, r.PG, string(r.Workspace)); err != nil {
				return err
			}
			f.fail(rows.Len() != size, "%d raw rows of %d records", rows.Len(), size)
			continue
		}
		values = append(values, v)
		f.note("turn %d: %.0f records/s, %.1f µs of the worker's processor time a record; the limit before it %.0f rows/s", turn, v, cpu, f.limits[len(f.limits)-1])
	}
	if err := limit(); err != nil {
		return err
	}
	f.pair(values)
	bare, err := passing(ctx, r, db, rows)
	if err != nil {
		return err
	}
	f.note("a stage that takes, writes these rows ready made and publishes, with nothing in the middle: %.0f records/s, %.2f of the limit; the map stage is %.2f of it", bare, bare/f.limit(), f.value/bare)
	return nil
}

// mapped runs the map stage until it has taken n records, and gives how many a second
// that were, from the first that was committed on, and the processor time of one in µs.
func mapped(ctx context.Context, o options, r *rig.Rig, n int) (rate, cpu float64, err error) {
	before, err := r.Done(ctx, "heliu.map", bus.TopicRaw)
	if err != nil {
		return 0, 0, err
	}
	w, err := r.Worker(ctx, append([]string{"--only", "map"}, strings.Fields(o.flags)...)...)
	if err != nil {
		return 0, 0, err
	}
	took, from, err := reach(ctx, before, before+int64(n), 5*time.Minute, func() (int64, error) {
		if w.Ended() {
			return 0, fmt.Errorf("the worker ended\n%s", w.Said())
		}
		return r.Done(ctx, "heliu.map", bus.TopicRaw)
	})
	if err != nil {
		return 0, 0, errors.Join(err, w.Stop())
	}
	used, err := rig.CPUOf(w.PID())
	if err != nil {
		return 0, 0, err
	}
	return float64(before+int64(n)-from) / took.Seconds(), float64(used.Microseconds()) / float64(n), w.Stop()
}

// reach polls a count until it is at to. It gives the time from when it first had moved
// beyond start, and where it was then: starting a process is no part of its speed.
func reach(ctx context.Context, start, to int64, within time.Duration, count func() (int64, error)) (took time.Duration, from int64, err error) {
	var c clock.System
	var began time.Time
	for deadline := c.Now().Add(within); ; {
		at, err := count()
		if err != nil {
			return 0, 0, err
		}
		now := c.Now()
		if began.IsZero() && at > start {
			began, from = now, at
		}
		switch {
		case at >= to:
			return now.Sub(began), from, nil
		case now.After(deadline):
			return 0, 0, fmt.Errorf("%d of %d after %s", at-start, to-start, within)
		}
		if err := c.Sleep(ctx, 20*time.Millisecond); err != nil {
			return 0, 0, err
		}
	}
}

// backlog publishes leads first to first+n as the door would.
func backlog(ctx context.Context, r *rig.Rig, seed uint64, first, n int) error {
	const at = 500
	now := clock.System{}.Now()
	for i := 0; i < n; i += at {
		batch := make([]bus.Message, 0, at)
		for j := i; j < min(i+at, n); j++ {
			l, err := load.MakeLead(seed, first+j, now)
			if err != nil {
				return err
			}
			m, err := r.RawMessage(l, now)
			if err != nil {
				return err
			}
			batch = append(batch, m)
		}
		if err := r.Bus.Publish(ctx, batch...); err != nil {
			return err
		}
	}
	return nil
}
