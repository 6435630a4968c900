package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/pgload"
)

// drainWithin bounds one drain.
const drainWithin = 25 * time.Minute

// drain times how long a worker takes to apply a backlog while leads keep coming at the
// door, and holds it against the same drain in peace, before and after. Every drain has
// an installation of its own. The backlog comes first on the bus, so it is through when
// all its records are settled, whatever came behind.
func drain(ctx context.Context, o options, f *figure) error {
	f.unit, f.bound = "records/s", 0.80
	size := cmp.Or(o.drain, pick(o, 1_000_000, 50_000))
	for turn := range 3 {
		d := drainage{o: o, f: f, size: size, live: turn == 1}
		v, err := d.run(ctx)
		if err != nil {
			return err
		}
		if d.live {
			f.value = v
		} else {
			f.limits = append(f.limits, v)
		}
	}
	return nil
}

// drainage is one drain.
type drainage struct {
	o    options
	f    *figure
	size int
	live bool

	lags []int64 // one a second; the watcher.s until it has ended
}

func (d *drainage) run(ctx context.Context) (rate float64, err error) {
	r, err := rig.New(ctx, d.o.bin)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	db, err := pgload.Open(ctx, r.PG)
	if err != nil {
		return 0, err
	}
	defer db.Close(ctx)
	counts, err := pgload.Open(ctx, r.PG)
	if err != nil {
		return 0, err
	}
	defer counts.Close(ctx)
	if err := backlog(ctx, r, d.o.seed, 0, d.size); err != nil {
		return 0, err
	}
	door, stop, err := doorOf(ctx, r)
	if err != nil {
		return 0, err
	}
	defer stop()
	w, err := r.Worker(ctx, strings.Fields(d.o.flags)...)
	if err != nil {
		return 0, err
	}
	beside, end := context.WithCancel(ctx)
	var others sync.WaitGroup
	var came load.Report
	if d.live {
		l := &live{r: r, door: door, seed: d.o.seed}
		l.n.Store(int64(d.size))
		others.Go(func() {
			came = load.Run(beside, load.Plan{Rate: liveRate, For: drainWithin, InFlight: callers * 8}, l.post)
		})
	}
	others.Go(func() { d.watch(beside, r, counts) })
	took, from, err := reach(ctx, 0, int64(d.size), drainWithin, func() (int64, error) {
		if w.Ended() {
			return 0, fmt.Errorf("the worker ended\n%s", w.Said())
		}
		// The group's offset is nearly free to ask for; the table has the last word.
		n, err := r.Done(ctx, "heliu.apply", bus.TopicMapped)
		if err != nil || n < int64(d.size) {
			return n, err
		}
		return db.SettledBefore(ctx, int64(d.size))
	})
	end()
	others.Wait()
	if err != nil {
		return 0, err
	}
	rate = float64(int64(d.size)-from) / took.Seconds()
	cpu, err := d.cpu(r, w)
	if err != nil {
		return 0, err
	}
	if !d.live {
		d.f.note("%d records in peace: %.0f records/s, %.1f s; %s", d.size, rate, took.Seconds(), cpu)
		return rate, nil
	}
	d.f.note("%d records with %d requests/s at the door: %.0f records/s, %.1f s; answers %v, p99 %.1f ms; lag over the time: %v; %s",
		d.size, liveRate, rate, took.Seconds(), came.By, came.Latency.Ms(.99), parts(d.lags), cpu)
	d.f.fail(grows(d.lags), "the lag grew")
	// Requests that were out when the load was ended have no answer.
	d.f.fail(came.By[fmt.Sprint(http.StatusAccepted)] < came.Due-came.Refused-came.By["no answer"] || came.By["no answer"] > callers*8,
		"of %d requests at the door %v were taken, %d never sent", came.Due, came.By, came.Refused)
	return rate, nil
}

// cpu says what the drain cost.
func (d *drainage) cpu(r *rig.Rig, w *rig.Process) (string, error) {
	worker, err := rig.CPUOf(w.PID())
	if err != nil {
		return "", err
	}
	pg, err := r.CPUOfPG()
	return fmt.Sprintf("processor time: worker %.1f s, PostgreSQL %.1f s", worker.Seconds(), pg.Seconds()), err
}

// watch samples the lag from the first record that was applied until ctx ends. Lag is
// what the door has accepted and nothing has become of yet: the offsets of the stages
// would count what waits between them, or is not committed yet, twice.
func (d *drainage) watch(ctx context.Context, r *rig.Rig, db *pgload.Database) {
	for (clock.System{}).Sleep(ctx, time.Second) == nil {
		settled, err := db.Settled(ctx)
		if err != nil || settled == 0 {
			continue
		}
		ends, err := r.Bus.EndOffsets(ctx, bus.TopicRaw)
		if err != nil {
			continue
		}
		var accepted int64
		for _, n := range ends {
			accepted += n
		}
		d.lags = append(d.lags, accepted-settled)
	}
}

// leastPart is the least number of samples, of a second each, between two that are
// compared: what is applied comes in batches of a thousand, so that a shorter part shows
// the batches and not the trend.
const leastPart = 5

// parts gives the lag at the ends of equal parts of the time, at most ten, and at the start.
func parts(lags []int64) []int64 {
	if len(lags) == 0 {
		return nil
	}
	n := min(10, max(1, (len(lags)-1)/leastPart))
	var out []int64
	for i := range n + 1 {
		out = append(out, lags[i*(len(lags)-1)/n])
	}
	return out
}

// grows tells whether the lag is higher at the end of a part of the time than at its start.
func grows(lags []int64) bool {
	t := parts(lags)
	for i := 1; i < len(t); i++ {
		if t[i] > t[i-1] {
			return true
		}
	}
	return false
}
