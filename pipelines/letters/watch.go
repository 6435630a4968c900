package letters

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Seen is what could not be taken in from one connection within its window.
type Seen struct {
	Connection record.ConnectionID
	Name       string
	Limit      alerts.LetterLimit
	Letters    int64
	Records    int64  // all that were settled; cut where more would not matter
	Code       string // the reason of most
}

// OpenCount counts live letters, for the metric.
type OpenCount struct {
	Connector, Stream, Kind, Code string
	Letters                       int64
}

// WatchStore is what the watch needs of PostgreSQL.
type WatchStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// Quarantined gives the living connections of which records were quarantined
	// within the window of their limit. What was loaded as the past does not count, nor
	// what a person sent again.
	Quarantined(ctx context.Context, ws record.WorkspaceID) ([]Seen, error)
	OpenLetters(ctx context.Context, ws record.WorkspaceID) ([]OpenCount, error)
	// ClosePassed closes live letters past which something later is applied.
	ClosePassed(ctx context.Context, ws record.WorkspaceID) (int64, error)
	OpenAlerts(ctx context.Context, ws record.WorkspaceID) ([]alerts.Stored, error)
}

// Watch looks after too many letters, one hub at a time.
type Watch struct {
	Store WatchStore
	Alarm pipelines.Alarm
	// Mine tells whether it is this process that watches now.
	Mine func(ctx context.Context) bool
	// Counted is told the live letters of all workspaces.
	Counted func([]OpenCount)
	Log     *slog.Logger
	Sleep   func(ctx context.Context, d time.Duration) error
	Every   time.Duration
}

// Run watches until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	for {
		if w.Mine(ctx) {
			if err := w.Once(ctx); err != nil && ctx.Err() == nil {
				w.Log.Warn("the watch over dead letters failed, trying again", "error", err)
			}
		} else {
			w.Counted(nil)
		}
		if w.Sleep(ctx, w.Every) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once looks at every workspace.
func (w *Watch) Once(ctx context.Context) error {
	all, err := w.Store.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	counts := map[OpenCount]int64{}
	var failed error
	for _, ws := range all {
		err := w.workspace(ctx, ws, counts)
		if err != nil && !errors.Is(err, pipelines.ErrWorkspaceGone) {
			failed = err
		}
	}
	out := make([]OpenCount, 0, len(counts))
	for c, n := range counts {
		c.Letters = n
		out = append(out, c)
	}
	w.Counted(out)
	return failed
}

func (w *Watch) workspace(ctx context.Context, ws record.WorkspaceID, counts map[OpenCount]int64) error {
	if _, err := w.Store.ClosePassed(ctx, ws); err != nil {
		return err
	}
	live, err := w.Store.OpenLetters(ctx, ws)
	if err != nil {
		return err
	}
	for _, c := range live {
		n := c.Letters
		c.Letters = 0
		counts[c] += n
	}
	seen, err := w.Store.Quarantined(ctx, ws)
	if err != nil {
		return err
	}
	raised, err := w.Store.OpenAlerts(ctx, ws)
	if err != nil {
		return err
	}
	over := map[record.ConnectionID]alerts.Event{}
	for _, a := range raised {
		if a.Kind == alerts.DeadLetters {
			over[a.Connection] = a.Event
		}
	}
	for _, x := range seen {
		if !x.Limit.TooMany(x.Letters, x.Records) {
			continue
		}
		e := alerts.LettersEvent(x.Connection, x.Name, x.Limit, x.Letters, x.Records, x.Code)
		was, told := over[x.Connection]
		delete(over, x.Connection)
		if told && was.Text == e.Text {
			continue // nothing new to say
		}
		if err := w.Alarm.Raise(ctx, ws, e); err != nil {
			return err
		}
	}
	for _, e := range over {
		if err := w.Alarm.Clear(ctx, ws, e); err != nil {
			return err
		}
	}
	return nil
}
