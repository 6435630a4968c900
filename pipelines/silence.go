package pipelines

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// Volume is what came of one stream of a connection, and what may keep it from coming.
type Volume struct {
	Connection record.ConnectionID
	Name       string
	Connector  string
	Stream     string
	Enabled    bool
	Since      time.Time // it is enabled, or not, since then
	History    bool      // what is read is the past
	Quiet      calendar.Quiet
	Hours      []alerts.Hour
	Last       time.Time // the last record was received
}

// VolumeStore is what the watch over silence needs of PostgreSQL.
type VolumeStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// Volumes gives the streams of living connections of which anything came within the
	// last four weeks.
	Volumes(ctx context.Context, ws record.WorkspaceID) ([]Volume, error)
	// ForgetVolumes takes away what is too old to matter.
	ForgetVolumes(ctx context.Context, ws record.WorkspaceID) error
	OpenAlerts(ctx context.Context, ws record.WorkspaceID) ([]alerts.Stored, error)
	// WorkCalendar says which days are worked on.
	WorkCalendar(ctx context.Context, ws record.WorkspaceID) (workdays.Calendar, error)
}

// SilenceWatch raises an alarm when a stream that is busy at this hour falls silent, and
// clears it when something comes, one hub at a time.
type SilenceWatch struct {
	Store VolumeStore
	Alarm Alarm
	// Mine tells whether it is this process that watches now.
	Mine func(ctx context.Context) bool
	// Behind tells that the hub itself stands still: then nothing that comes is seen.
	Behind func() bool
	// Title names a stream for people.
	Title func(connector, stream string) string
	// Seen is told all volumes of all workspaces; for metrics.
	Seen  func([]Volume)
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error

	watching  time.Time // since when this process watches: what came before it may have been missed
	forgotten time.Time
}

const (
	silenceEvery = time.Minute
	forgetEvery  = 24 * time.Hour
)

// Run watches until ctx ends.
func (w *SilenceWatch) Run(ctx context.Context) error {
	for {
		if w.Mine(ctx) {
			if w.watching.IsZero() {
				w.watching = w.Now()
			}
			if err := w.Once(ctx); err != nil && ctx.Err() == nil {
				w.Log.Warn("the watch over silent streams failed, trying again", "error", err)
			}
		} else {
			w.watching = time.Time{}
			w.Seen(nil)
		}
		if w.Sleep(ctx, silenceEvery) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once looks at every workspace.
func (w *SilenceWatch) Once(ctx context.Context) error {
	all, err := w.Store.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	now := w.Now()
	forget := now.Sub(w.forgotten) >= forgetEvery
	var seen []Volume
	var errs []error
	for _, ws := range all {
		vs, err := w.Store.Volumes(ctx, ws)
		if errors.Is(err, ErrWorkspaceGone) {
			continue
		}
		if err == nil {
			seen = append(seen, vs...)
			err = w.workspace(ctx, ws, vs, now)
		}
		if forget && err == nil {
			err = w.Store.ForgetVolumes(ctx, ws)
		}
		errs = append(errs, err)
	}
	if forget {
		w.forgotten = now
	}
	w.Seen(seen)
	return errors.Join(errs...)
}

type streamOf struct {
	c      record.ConnectionID
	stream string
}

func (w *SilenceWatch) workspace(ctx context.Context, ws record.WorkspaceID, vs []Volume, now time.Time) error {
	open, err := w.Store.OpenAlerts(ctx, ws)
	if err != nil {
		return err
	}
	days, err := w.Store.WorkCalendar(ctx, ws)
	if err != nil {
		return err
	}
	alarmed := map[streamOf]alerts.Stored{}
	for _, e := range open {
		if e.Kind == alerts.Silence {
			alarmed[streamOf{e.Connection, e.Stream}] = e
		}
	}
	var errs []error
	for _, v := range vs {
		k := streamOf{v.Connection, v.Stream}
		was, alarm := alarmed[k]
		delete(alarmed, k)
		switch {
		case alarm && (!v.Enabled || v.History || v.Last.After(was.FirstAt)):
			errs = append(errs, w.Alarm.Clear(ctx, ws, was.Event))
		case !alarm && w.silent(v, now, days):
			usual, _ := alerts.UsualOf(v.Hours, now, days).At(now)
			errs = append(errs, w.Alarm.Raise(ctx, ws, alerts.SilenceEvent(v.Connection, v.Name, v.Stream, w.Title(v.Connector, v.Stream), v.Last, now, usual)))
		}
	}
	for _, e := range alarmed { // of a connection that is no more
		errs = append(errs, w.Alarm.Clear(ctx, ws, e.Event))
	}
	return errors.Join(errs...)
}

// silent tells whether a stream should have brought something by now.
func (w *SilenceWatch) silent(v Volume, now time.Time, days workdays.Calendar) bool {
	if !v.Enabled || v.History || w.Behind() {
		return false
	}
	return alerts.UsualOf(v.Hours, now, days).Silent(v.Last, now, func(at time.Time) bool {
		_, quiet := v.Quiet.Until(at)
		return quiet || at.Before(v.Since) || at.Before(w.watching)
	})
}
