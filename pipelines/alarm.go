package pipelines

import (
	"context"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/record"
)

// Alarm keeps alert events. Its errors are for the log: no record waits for an alarm.
type Alarm interface {
	// Raise opens an event, or counts it when it is open already.
	Raise(ctx context.Context, ws record.WorkspaceID, e alerts.Event) error
	// Clear closes the open event of the same kind, connection, stream and subject,
	// whose other fields do not matter; without one it does nothing.
	Clear(ctx context.Context, ws record.WorkspaceID, e alerts.Event) error
}
