package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// RuleWatch raises what the rules of a workspace find and clears what they find no more,
// one hub at a time.
type RuleWatch struct {
	Store RuleStore
	Alarm pipelines.Alarm
	Mine  func(ctx context.Context) bool
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
}

// rulesEvery is how often rules are looked at.
const rulesEvery = time.Minute

// Run watches until ctx ends.
func (w *RuleWatch) Run(ctx context.Context) error {
	for {
		if w.Mine(ctx) {
			if err := w.Once(ctx); err != nil && ctx.Err() == nil {
				w.Log.WarnContext(ctx, "the alert rules could not be looked at, trying again", "error", err)
			}
		}
		if w.Sleep(ctx, rulesEvery) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once looks at every workspace.
func (w *RuleWatch) Once(ctx context.Context) error {
	all, err := w.Store.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	now := w.Now()
	var errs []error
	for _, ws := range all {
		if err := w.workspace(ctx, ws, now); !errors.Is(err, pipelines.ErrWorkspaceGone) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (w *RuleWatch) workspace(ctx context.Context, ws record.WorkspaceID, now time.Time) error {
	set, points, err := w.Store.Figures(ctx, ws, now)
	if err != nil {
		return err
	}
	days, err := w.Store.WorkCalendar(ctx, ws)
	if err != nil {
		return err
	}
	stored, err := w.Store.OpenAlerts(ctx, ws)
	if err != nil {
		return err
	}
	type key struct {
		c               record.ConnectionID
		stream, subject string
	}
	open := map[key]alerts.Stored{}
	for _, e := range stored {
		if e.Kind == alerts.RuleMet {
			open[key{e.Connection, e.Stream, e.Subject}] = e
		}
	}
	var errs []error
	for _, e := range rules.Judge(set, points, days, now) {
		k := key{e.Connection, e.Stream, e.Subject}
		if _, told := open[k]; !told {
			errs = append(errs, w.Alarm.Raise(ctx, ws, e))
		}
		delete(open, k)
	}
	for _, e := range open {
		errs = append(errs, w.Alarm.Clear(ctx, ws, e.Event))
	}
	return errors.Join(errs...)
}
