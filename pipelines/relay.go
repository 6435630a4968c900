package pipelines

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/record"
)

// RelayStore hands out the outbox.
type RelayStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// Relay gives up to limit waiting events of a workspace to publish and marks them as
	// published when it returns nil; it gives how many there were.
	Relay(ctx context.Context, ws record.WorkspaceID, limit int, publish func(ctx context.Context, events []OutboxEvent) error) (int, error)
}

// OutboxEvent is one event of the outbox.
type OutboxEvent struct {
	Topic, Key string
	Payload    []byte
}

// Relay carries the outbox to the bus. An event may be published twice after a
// crash; its id tells.
type Relay struct {
	Store RelayStore
	Bus   interface {
		Publish(ctx context.Context, msgs ...bus.Message) error
	}
	Log *slog.Logger
}

const relayIdle = 200 * time.Millisecond // an empty outbox is looked at again after it

// relayAgain spaces the tries of a relay that failed.
var relayAgain = fault.Ladder{First: 2 * relayIdle, Cap: 13 * time.Second}

// Run relays until ctx ends.
func (r *Relay) Run(ctx context.Context) error {
	for failures := 0; ; {
		worked, err := r.once(ctx)
		wait := relayIdle
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // being told to stop is no failure
		case err != nil:
			wait = relayAgain.Wait(failures, err, rand.Float64)
			failures++
			r.Log.Warn("the outbox waits", "error", err)
		default:
			failures = 0
		}
		if worked && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (r *Relay) once(ctx context.Context) (worked bool, err error) {
	all, err := r.Store.LiveWorkspaces(ctx)
	if err != nil {
		return false, err
	}
	for _, ws := range all {
		n, err := r.Store.Relay(ctx, ws, 500, func(ctx context.Context, events []OutboxEvent) error {
			msgs := make([]bus.Message, len(events))
			for i, e := range events {
				msgs[i] = bus.Message{Topic: e.Topic, Key: e.Key, Headers: map[string]string{record.HeaderWorkspace: string(ws)}, Payload: e.Payload}
			}
			crash.At(crash.RelayBeforePublish)
			if err := r.Bus.Publish(ctx, msgs...); err != nil {
				return err
			}
			crash.At(crash.RelayAfterPublish)
			return nil
		})
		if err != nil {
			return worked, err
		}
		if n > 0 {
			crash.At(crash.RelayAfterMark)
		}
		worked = worked || n == 500
	}
	return worked, nil
}
