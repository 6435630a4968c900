package notify

import (
	"context"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/record"
)

// Every is how often the loops look: a person is told within a minute of an event.
const Every = 3 * time.Second

// Decider decides who is told what, one hub at a time.
type Decider struct {
	Store    DecideStore
	Channels Channels
	// Mine tells whether it is this process that decides now.
	Mine func(ctx context.Context) bool
	// Now is the time that decisions go by; nil: the database's.
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
	// Changed hears of workspaces of which alerts were decided upon; may be nil.
	Changed func(ws record.WorkspaceID)
}

// Run decides until ctx ends.
func (d *Decider) Run(ctx context.Context) error {
	for {
		if d.Mine(ctx) {
			d.Once(ctx)
		}
		if d.Sleep(ctx, Every) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// Once looks at every workspace. One that fails holds up no other.
func (d *Decider) Once(ctx context.Context) {
	all, err := d.Store.LiveWorkspaces(ctx)
	if err != nil {
		d.warn(ctx, "", err)
		return
	}
	now := time.Time{}
	if d.Now != nil {
		now = d.Now()
	}
	for _, ws := range all {
		n, err := d.Store.DecideAlerts(ctx, ws, now, d.Channels, centre.Decide)
		switch {
		case err != nil:
			d.warn(ctx, ws, err)
		case n > 0 && d.Changed != nil:
			d.Changed(ws)
		}
	}
}

func (d *Decider) warn(ctx context.Context, ws record.WorkspaceID, err error) {
	if ctx.Err() == nil {
		d.Log.WarnContext(ctx, "who is told of alerts could not be decided, trying again", "workspace", ws, "error", err)
	}
}
