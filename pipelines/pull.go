package pipelines

import (
	"context"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// Pull is a connection whose system the hub asks. Two that are equal are read alike.
type Pull struct {
	Workspace record.WorkspaceID
	ID        record.ConnectionID
	Name      string
	Connector string
	Version   int64         // changes when its settings do
	Every     time.Duration // pause between two reads of a stream
	Cron      string        // schedule in place of Every
	Quiet     string        // calendar.Quiet as JSON
	History   bool          // what is read is the past: see record.History
	Nudges    int64         // changes when a person's order must be seen at once
}

// plan is when the connection is asked.
func (p Pull) plan() calendar.Plan {
	plan := calendar.Plan{Every: max(p.Every, minEvery), Cron: p.Cron}
	_ = json.Unmarshal([]byte(p.Quiet), &plan.Quiet) // what is stored was checked; what cannot be read keeps nobody from reading
	return plan
}

// Lease is the right to read a connection. Its token grows with every holder, and
// the store refuses what an older one writes.
type Lease struct {
	Token int64
}

// LeaseStore hands out the right to read a connection.
type LeaseStore interface {
	// AcquireLease takes or renews the lease on a connection for this holder; ok is
	// false while somebody else has it.
	AcquireLease(ctx context.Context, p Pull, holder string, ttl time.Duration) (l Lease, ok bool, err error)
	// CheckLease fails with stale_lease unless the token is current and has not run out.
	CheckLease(ctx context.Context, p Pull, token int64) error
	ReleaseLease(ctx context.Context, p Pull, holder string, l Lease) error
}

// StateStore keeps how far streams were read.
type StateStore interface {
	LoadState(ctx context.Context, p Pull, stream string) (connectors.State, error)
	// SaveState keeps how far a stream was read, and counts what the page moved and what
	// was unchanged; stale_lease when the token is old.
	SaveState(ctx context.Context, p Pull, stream string, s connectors.State, token int64, moved, unchanged int) error
}

// Reading is how asking for a stream stands.
type Reading struct {
	Failures   int       // reads that failed in a row
	NextAt     time.Time // when to ask next; zero: not said
	TriedAt    time.Time // the last read ended; zero: never
	AskedAt    time.Time // a person wanted it read at once; zero: never
	LastReadAt time.Time // a read came to its end; zero: never
	Halted     string    // code of why it is not read until a person decides
	Lost       bool      // a cursor was saved, and it is gone
}

// Read is how a read of a stream ended.
type Read struct {
	Fault    *fault.Error // nil: it came to its end
	Failures int          // in a row, this one too
	NextAt   time.Time    // when it is asked next
}

// ReadingStore keeps how asking goes, so that it can be shown and outlives the process.
// Everything but StartReading and LoadBreaker is written under the lease's token.
type ReadingStore interface {
	// StartReading gives how asking for a stream stands, and notes that it begins. pushed
	// tells that records of the stream also come through the door.
	StartReading(ctx context.Context, p Pull, stream string, pushed bool, token int64) (Reading, error)
	// ReportRead notes the end of a read. The stream "" is the making of the source.
	ReportRead(ctx context.Context, p Pull, stream string, r Read, token int64) error
	// HaltStream stops a stream until a person decides, with the code of why.
	HaltStream(ctx context.Context, p Pull, stream, code string, token int64) error
	LoadBreaker(ctx context.Context, p Pull) (fault.Breaker, error)
	SaveBreaker(ctx context.Context, p Pull, b fault.Breaker, token int64) error
}

// ScheduleStore is what the scheduler needs of PostgreSQL.
type ScheduleStore interface {
	// Pulls lists the enabled connections of all workspaces.
	Pulls(ctx context.Context) ([]Pull, error)
	// PauseUnauthorized stops a connection whose credentials were refused.
	PauseUnauthorized(ctx context.Context, p Pull, cause error) error
	LeaseStore
	StateStore
	ReadingStore
	Alarm
}

// SourceMaker builds the source of a connection with its settings, secrets and Env.
type SourceMaker interface {
	Source(ctx context.Context, p Pull, lease func() int64) (connectors.Source, connectors.Spec, error)
}
