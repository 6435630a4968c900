package pipelines

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// LeaverStore closes the access of who has left.
type LeaverStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// CloseLeavers closes the access of everybody in a workspace who has left, and gives
	// how many that were. Several at once close each once.
	CloseLeavers(ctx context.Context, ws record.WorkspaceID, now time.Time) (int, error)
	// CatchUpPeople makes the employees of records that an earlier program applied.
	CatchUpPeople(ctx context.Context, ws record.WorkspaceID) error
}

// lookForLeavers is how often it is looked: somebody is shut out within a minute of
// the record that says that they have left.
const lookForLeavers = 10 * time.Second

// Leavers shuts out who has left. It is safe to run in several processes at once.
type Leavers struct {
	Store LeaverStore
	Now   func() time.Time
	Log   *slog.Logger

	caught map[record.WorkspaceID]bool // workspaces that were caught up
}

// Run looks until ctx ends; what fails is logged and tried again at the next look.
func (l *Leavers) Run(ctx context.Context) error {
	tick := time.NewTicker(lookForLeavers)
	defer tick.Stop()
	for {
		if err := l.once(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("who has left could not be shut out, trying again", "code", fault.As(err).Code, "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (l *Leavers) once(ctx context.Context) error {
	all, err := l.Store.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, ws := range all {
		if !l.caught[ws] {
			if err := l.Store.CatchUpPeople(ctx, ws); err != nil {
				failed = errors.Join(failed, err)
				continue
			}
			if l.caught == nil {
				l.caught = map[record.WorkspaceID]bool{}
			}
			l.caught[ws] = true
		}
		n, err := l.Store.CloseLeavers(ctx, ws, l.Now())
		if n > 0 {
			l.Log.Info("shut out who has left", "workspace", ws, "employees", n)
		}
		if err != nil && fault.As(err).Code != "workspace_gone" {
			failed = errors.Join(failed, err) // one workspace holds up no other
		}
	}
	return failed
}
