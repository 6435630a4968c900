package pipelines

import (
	"context"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/record"
)

// StallAlarm raises and clears the alarms of what stands still. One goroutine uses it.
type StallAlarm struct {
	Alarm Alarm
	Log   *slog.Logger
	told  map[stallKey]stallTold
}

type stallKey struct {
	ws    record.WorkspaceID
	share string
}

type stallTold struct {
	stalled bool
	at      time.Time
}

// stallAgain is how often an alarm is raised again while it lasts, with new figures.
const stallAgain = 5 * time.Minute

// Tell compares how everything stands with what was told before. What serves all
// workspaces is told in each of live: it is their records that wait. An alarm that an
// earlier process left is cleared once something has moved here, or nothing waits.
func (a *StallAlarm) Tell(ctx context.Context, live []record.WorkspaceID, standings []Standing, now time.Time) {
	if a.told == nil {
		a.told = map[stallKey]stallTold{}
	}
	seen := map[stallKey]bool{}
	for _, s := range standings {
		in := live
		if s.Workspace != "" {
			in = []record.WorkspaceID{s.Workspace}
		}
		for _, ws := range in {
			k := stallKey{ws, s.Share}
			seen[k] = true
			a.one(ctx, k, s, now)
		}
	}
	for k, t := range a.told {
		if seen[k] {
			continue
		}
		// It is somebody else's now, who tells whether it stands still there.
		if t.stalled && a.keep(ctx, k, a.Alarm.Clear(ctx, k.ws, alerts.LagEvent("", k.share, 0, 0))) != nil {
			continue
		}
		delete(a.told, k)
	}
}

func (a *StallAlarm) one(ctx context.Context, k stallKey, s Standing, now time.Time) {
	was, known := a.told[k]
	var err error
	switch e := alerts.LagEvent(s.Station, s.Share, s.Waiting, s.Idle); {
	case s.Stalled && (!was.stalled || now.Sub(was.at) >= stallAgain):
		err = a.keep(ctx, k, a.Alarm.Raise(ctx, k.ws, e))
	case !s.Stalled && (was.stalled || !known && (s.Waiting == 0 || !s.Moved.IsZero())):
		err = a.keep(ctx, k, a.Alarm.Clear(ctx, k.ws, e))
	default:
		return
	}
	if err == nil {
		a.told[k] = stallTold{s.Stalled, now}
	}
}

func (a *StallAlarm) keep(ctx context.Context, k stallKey, err error) error {
	if err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "an alarm is not kept, trying again", "share", k.share, "error", err)
	}
	return err
}
