package jobs

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Runner does the jobs of all workspaces, any number of hubs together. The fields are
// set before Run.
type Runner struct {
	Store   Store
	Raw     RawStore
	Windows WindowStore
	Sources Sources
	Bus     Bus
	Clock   connectors.Clock
	Log     *slog.Logger
	Alarm   pipelines.Alarm
	// Holder names this process among the hubs, by the same name as its scheduler's: a
	// job reads a source only in the hub that holds the connection.
	Holder string
	// Changed is told when a job of a workspace moved; nil for nobody.
	Changed func(ws record.WorkspaceID)
	// Page is how many stored records are looked at together; 0: 1000.
	Page int
}

const (
	leaseFor  = 30 * time.Second
	lookEvery = time.Second
	atOnce    = 2 // jobs of one hub
)

// ladder paces a job through passing faults.
var ladder = fault.Ladder{First: 2 * time.Second, Cap: 2 * time.Minute}

// Run takes up jobs until ctx ends. Of one connection one job runs at a time.
func (r *Runner) Run(ctx context.Context) error {
	var mu sync.Mutex
	busy := map[record.ConnectionID]bool{}
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		open, err := r.Store.OpenJobs(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.Warn("the list of jobs cannot be read, trying again", "error", err)
		}
		for _, j := range open {
			mu.Lock()
			if busy[j.Connection] || len(busy) >= atOnce {
				mu.Unlock()
				continue
			}
			busy[j.Connection] = true
			mu.Unlock()
			wg.Go(func() {
				r.take(ctx, j)
				mu.Lock()
				delete(busy, j.Connection)
				mu.Unlock()
			})
		}
		if r.Clock.Sleep(ctx, lookEvery) != nil {
			return nil
		}
	}
}

// take does a job, if no other hub does, until it ends, the lease is lost or ctx ends.
func (r *Runner) take(ctx context.Context, j Job) {
	if j.Kind == Backfill || j.Kind == Compare {
		if _, ok, err := r.Sources.Hold(ctx, j, r.Holder, leaseFor); err != nil || !ok {
			return // the hub that reads the connection does it
		}
	}
	j, ok, err := r.Store.ClaimJob(ctx, j, r.Holder, leaseFor)
	if err != nil || !ok || j.Status != Waiting && j.Status != Running {
		return
	}
	ctx, lost := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { r.keep(ctx, j, lost) })
	err = r.do(ctx, j)
	lost()
	wg.Wait()
	free, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	status := Done
	switch {
	case errors.Is(err, errStopped):
		status, err = Cancelled, nil
	case err != nil && (fault.As(err).Code == "stale_lease" || errors.Is(err, context.Canceled)):
		status = "" // another hub goes on with it, or this one when it is back
	case err != nil:
		status = Failed
	}
	if status != "" {
		if e := r.Store.EndJob(free, j, status, err); e != nil {
			r.Log.Error("the end of a job cannot be noted; it is done again", "job", j.ID, "error", e)
		}
		r.changed(j)
	}
	if e := r.Store.FreeJob(free, j, r.Holder); e != nil {
		r.Log.Debug("lease not released; it runs out by itself", "job", j.ID, "error", e)
	}
}

// keep renews the lease until ctx ends, and ends the job when it is lost.
func (r *Runner) keep(ctx context.Context, j Job, lost context.CancelFunc) {
	for r.Clock.Sleep(ctx, leaseFor/3) == nil {
		now, ok, err := r.Store.ClaimJob(ctx, j, r.Holder, leaseFor)
		if err == nil && (!ok || now.Token != j.Token) {
			r.Log.Warn("lease lost, the job stops here", "job", j.ID)
			lost()
			return
		}
	}
}

// errStopped ends a job that somebody asked to end.
var errStopped = errors.New("jobs: somebody asked to end it")

// do does a job, through passing faults.
func (r *Runner) do(ctx context.Context, j Job) error {
	for failures := 0; ; failures++ {
		before := j.Done
		var err error
		switch j.Kind {
		case Shadow, Replay:
			err = r.mapAgain(ctx, &j)
		case Backfill:
			err = r.backfill(ctx, &j)
		case Compare:
			err = r.compare(ctx, &j)
		default:
			err = fault.Newf("internal", "there is no job of kind %s", j.Kind)
		}
		if err == nil || ctx.Err() != nil || errors.Is(err, errStopped) || !fault.Retryable(err) || fault.As(err).Code == "stale_lease" {
			return cmpOr(ctx.Err(), err)
		}
		if j.Done > before {
			failures = 0
		}
		if e := r.Store.NoteJob(ctx, j, err); e != nil && fault.As(e).Code == "stale_lease" {
			return e
		}
		if err := r.Clock.Sleep(ctx, ladder.Wait(failures, err, rand.Float64)); err != nil {
			return err
		}
	}
}

func (r *Runner) page() int {
	if r.Page > 0 {
		return r.Page
	}
	return pageOf
}

func cmpOr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// save writes progress down; errStopped when somebody asked to end the job.
func (r *Runner) save(ctx context.Context, j *Job, result any) error {
	stop, err := r.Store.SaveJob(ctx, *j, Save{Cursor: j.Cursor, Done: j.Done, Total: j.Total, Result: result})
	if err == nil && stop {
		err = errStopped
	}
	r.changed(*j)
	return err
}

func (r *Runner) changed(j Job) {
	if r.Changed != nil {
		r.Changed(j.Workspace)
	}
}

// The groups of the stages.
const (
	mapGroup   = "heliu.map"
	applyGroup = "heliu.apply"
)

// room is how many messages may wait for a stage before a job publishes more:
// a live record waits behind them for less than half a second.
const room = 1000

// wait returns when few messages wait in front of a topic's stage.
func (r *Runner) wait(ctx context.Context, group, topic string) error {
	for {
		lag, err := r.Bus.Lag(ctx, group, topic)
		if err != nil {
			return err
		}
		var n int64
		for _, x := range lag {
			n += x
		}
		if n < room {
			return nil
		}
		if err := r.Clock.Sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// passed returns when a topic's stage has finished everything that is on it now.
func (r *Runner) passed(ctx context.Context, group, topic string) error {
	ends, err := r.Bus.EndOffsets(ctx, topic)
	if err != nil {
		return err
	}
	for {
		at, err := r.Bus.GroupOffsets(ctx, group, topic)
		if err != nil {
			return err
		}
		behind := false
		for p, end := range ends {
			behind = behind || end > 0 && at[p] < end
		}
		if !behind {
			return nil
		}
		if err := r.Clock.Sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}
