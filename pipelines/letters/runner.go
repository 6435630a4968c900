package letters

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Store is what the runner needs of PostgreSQL.
type Store interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// StepLetters does the next step of the workspace's oldest job, of at most limit
	// letters: what is to be sent again is handed to publish inside of the transaction
	// that notes it, so that a step that was cut off is done again. Two workers never
	// have one job in hand.
	StepLetters(ctx context.Context, ws record.WorkspaceID, limit int, publish func(ctx context.Context, recs []record.Record) error) (worked bool, err error)
}

// Publisher puts messages on the bus; nil means that they are durable.
type Publisher interface {
	Publish(ctx context.Context, msgs ...bus.Message) error
}

const stepOf = 100 // letters of one step, and records of one publication

// pace spaces looks for new jobs, and tries after failures.
var pace = fault.Ladder{First: 250 * time.Millisecond, Cap: 8 * time.Second}

// Runner does what people ask for. A record that is sent again is a new record on
// heliu.raw with an outcome of its own; the stages close its letter, or open it anew.
type Runner struct {
	Store Store
	Bus   Publisher
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
}

// Run works until ctx ends.
func (r *Runner) Run(ctx context.Context) error {
	for failures := 0; ; {
		worked, err := r.Once(ctx)
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // being told to stop is no failure
		case err != nil:
			failures++
			r.Log.Warn("the jobs of dead letters wait", "error", err)
		default:
			failures = 0
		}
		if worked && err == nil {
			continue
		}
		if r.Sleep(ctx, pace.Ceiling(failures)) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once does one step in every workspace that has a job.
func (r *Runner) Once(ctx context.Context) (worked bool, err error) {
	all, err := r.Store.LiveWorkspaces(ctx)
	if err != nil {
		return false, err
	}
	var failed error
	for _, ws := range all {
		w, err := r.Store.StepLetters(ctx, ws, stepOf, r.publish)
		switch {
		case errors.Is(err, pipelines.ErrWorkspaceGone): // its letters went with it
		case err != nil:
			failed = err // the others do not wait for this one
		}
		worked = worked || w
	}
	return worked, failed
}

func (r *Runner) publish(ctx context.Context, recs []record.Record) error {
	msgs := make([]bus.Message, len(recs))
	for i, x := range recs {
		msgs[i] = bus.Message{Topic: bus.TopicRaw, Key: x.BusKey(), Headers: x.Headers(), Payload: x.Raw}
	}
	return r.Bus.Publish(ctx, msgs...)
}
