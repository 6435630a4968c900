package subjects

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// KeepStore deletes what has been kept long enough.
type KeepStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	RetainedAt(ctx context.Context, ws record.WorkspaceID) (time.Time, error)
	Retain(ctx context.Context, ws record.WorkspaceID, now time.Time) (privacy.RetentionRun, error)
}

// Keeper has every workspace's periods kept once a day.
type Keeper struct {
	Store KeepStore
	Now   func() time.Time
	Log   *slog.Logger
	Sleep func(ctx context.Context, d time.Duration) error
	Mine  func(ctx context.Context) bool // nil: it is this hub's turn
}

const (
	keepEvery = 24 * time.Hour
	keepLook  = 10 * time.Minute
)

// Run keeps periods until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	for k.Sleep(ctx, keepLook) == nil {
		if k.Mine == nil || k.Mine(ctx) {
			if err := k.Once(ctx); err != nil && ctx.Err() == nil {
				k.Log.WarnContext(ctx, "what has been kept long enough stays for now", "error", err)
			}
		}
	}
	return nil
}

// Once deletes what is due in the workspaces whose turn it is.
func (k *Keeper) Once(ctx context.Context) error {
	all, err := k.Store.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, ws := range all {
		last, err := k.Store.RetainedAt(ctx, ws)
		if err == nil && k.Now().Sub(last) >= keepEvery {
			_, err = k.Store.Retain(access.With(ctx, access.SystemActor("retention", ws)), ws, k.Now())
		}
		if err != nil && !errors.Is(err, pipelines.ErrWorkspaceGone) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
