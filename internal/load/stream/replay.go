package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/pgload"
)

// replay maps everything again that a first load brought, through `heliu replay`, and
// counts which rows of what is stored that changed: none may. It is held against the
// first load, from heliu.raw to applied, before and, into a fresh installation, after.
func replay(ctx context.Context, o options, f *figure) error {
	f.unit, f.bound = "records/s", 2
	size := pick(o, 200_000, 50_000)
	if err := replayAfterLoad(ctx, o, f, size, true); err != nil {
		return err
	}
	return replayAfterLoad(ctx, o, f, size, false)
}

// replayAfterLoad makes one installation, loads it and, when again says so, replays it.
func replayAfterLoad(ctx context.Context, o options, f *figure, size int, again bool) (err error) {
	r, err := rig.New(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := backlog(ctx, r, o.seed, 0, size); err != nil {
		return err
	}
	_, addr, err := r.Serve(ctx)
	if err != nil {
		return err
	}
	w, err := r.Worker(ctx, strings.Fields(o.flags)...)
	if err != nil {
		return err
	}
	took, from, err := reach(ctx, 0, int64(size), drainWithin, func() (int64, error) {
		if w.Ended() {
			return 0, fmt.Errorf("the worker ended\n%s", w.Said())
		}
		return r.Done(ctx, "heliu.apply", bus.TopicMapped)
	})
	if err != nil {
		return err
	}
	f.limits = append(f.limits, float64(int64(size)-from)/took.Seconds())
	if !again {
		return nil
	}
	db, err := pgload.Open(ctx, r.PG)
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	if err := atRest(ctx, db); err != nil {
		return err
	}
	was, err := db.Snapshot(ctx)
	if err != nil {
		return err
	}
	if err := mapAgain(ctx, r, addr, f, size); err != nil {
		return err
	}
	if err := (&live{r: r}).caughtUp(ctx, 2*time.Minute); err != nil {
		return err
	}
	if err := atRest(ctx, db); err != nil {
		return err
	}
	changed, err := db.Changed(ctx, was)
	if err != nil {
		return err
	}
	var tables []string
	for _, t := range slices.Sorted(maps.Keys(changed)) {
		tables = append(tables, fmt.Sprintf("%s: %d", t, changed[t]))
	}
	f.note("rows changed by the replay: %d %s", len(tables), strings.Join(tables, ", "))
	f.fail(len(tables) > 0, "rows changed: %s", strings.Join(tables, ", "))
	return nil
}

// mapAgain has the program look at what a replay would change, then do it.
func mapAgain(ctx context.Context, r *rig.Rig, addr string, f *figure, size int) error {
	var c clock.System
	key, err := r.Key(ctx, c.Now())
	if err != nil {
		return err
	}
	type job struct {
		ID    string `json:"id"`
		Again struct {
			Looked    int64 `json:"looked"`
			Unchanged int64 `json:"unchanged"`
			Sent      int64 `json:"sent"`
		} `json:"again"`
	}
	var shadow, done job
	began := c.Now()
	if err := r.Ask(ctx, addr, key, &shadow, "replay", "--connection", rig.Door); err != nil {
		return err
	}
	preview := c.Now().Sub(began)
	began = c.Now()
	if err := r.Ask(ctx, addr, key, &done, "replay", "--shadow", shadow.ID, "--apply", "--reason", "measured"); err != nil {
		return err
	}
	took := c.Now().Sub(began)
	f.value = float64(size) / took.Seconds()
	f.note("preview of %d records in %.1f s; replay in %.1f s, of which 3 s wait for rules in force: %d looked at, %d unchanged, %d put on the bus",
		size, preview.Seconds(), took.Seconds(), done.Again.Looked, done.Again.Unchanged, done.Again.Sent)
	f.fail(done.Again.Looked != int64(size), "%d of %d records were looked at", done.Again.Looked, size)
	return nil
}

// atRest waits until nothing follows from what was applied any more.
func atRest(ctx context.Context, db *pgload.Database) error {
	var c clock.System
	for began := c.Now(); ; {
		n, err := db.Waiting(ctx)
		if err != nil || n == 0 {
			return err
		}
		if c.Now().Sub(began) > 5*time.Minute {
			return fmt.Errorf("%d things wait to be derived or told after five minutes", n)
		}
		if err := c.Sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}
