// Package jobs does what a person orders and what goes on behind the live stream:
// mapping stored records again (shadow.go shows what that would change, replay.go does
// it), reading windows of a source again (backfill.go) and holding a source against the
// hub (compare.go). runner.go takes up jobs, one hub a job.
//
// A job is a row: it survives the death of every process and goes on where it stood.
// Everything it does may be done twice: it publishes records that the stages settle as
// they settle all others. Live records go first: a job publishes only while the apply
// stage has little waiting.
package jobs

import (
	"context"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/record"
)

// Kind is what a job does.
type Kind string

// The kinds.
const (
	Shadow   Kind = "shadow"   // shows what mapping again would change
	Replay   Kind = "replay"   // maps again
	Backfill Kind = "backfill" // reads windows of a source again
	Compare  Kind = "compare"  // holds a source against the hub
)

// Status is how a job stands.
type Status string

// The statuses.
const (
	Waiting   Status = "waiting"
	Running   Status = "running"
	Done      Status = "done"
	Failed    Status = "failed"
	Cancelled Status = "cancelled"
)

// Job is one order.
type Job struct {
	Workspace  record.WorkspaceID
	ID         string
	Kind       Kind
	Connection record.ConnectionID
	Connector  string
	Stream     string    // empty: every stream of the connection
	From, To   time.Time // half open; zero: without that end
	Ask        Ask
	Status     Status
	Stop       bool // somebody asked to end it
	Cursor     Cursor
	Done       int64
	Total      int64 // as far as it is known
	Result     json.RawMessage
	Token      int64 // of the lease under which it is done
}

// Ask is what was ordered beside the range.
type Ask struct {
	// Shadow is the job that a replay carries out.
	Shadow string `json:"shadow,omitempty"`
	// Window is the length of a backfill's windows, in seconds.
	Window int64 `json:"window,omitempty"`
	// History loads a backfill as the past: see record.Origin.
	History bool `json:"history,omitempty"`
	// Scheduled says that nobody asked: the daily comparison.
	Scheduled bool `json:"scheduled,omitempty"`
}

// Cursor is how far a job has come.
type Cursor struct {
	Stream string `json:"stream,omitempty"` // the stream in hand
	Pass   int    `json:"pass,omitempty"`   // of mapping again: see replay.go
	After  string `json:"after,omitempty"`  // key; what lies before it is done
	// Rules are those that the streams were looked at with.
	Rules map[string]int64 `json:"rules,omitempty"`
}

// Save is what a running job writes down of itself.
type Save struct {
	Cursor      Cursor
	Done, Total int64
	Result      any
}

// Store keeps jobs. Writes are fenced by the token of the job's lease: an old one gets
// the fault stale_lease.
type Store interface {
	// OpenJobs lists the jobs of all workspaces that wait or run, the oldest first.
	OpenJobs(ctx context.Context) ([]Job, error)
	// ClaimJob takes or renews the lease on a job; ok is false while another holder has
	// it. The job comes back as it stands now.
	ClaimJob(ctx context.Context, j Job, holder string, ttl time.Duration) (now Job, ok bool, err error)
	// SaveJob writes progress down and tells whether somebody asked to stop.
	SaveJob(ctx context.Context, j Job, s Save) (stop bool, err error)
	// EndJob closes a job; cause is the fault of a failed one.
	EndJob(ctx context.Context, j Job, status Status, cause error) error
	// NoteJob writes down the fault for which a job waits; nil when it moves again.
	NoteJob(ctx context.Context, j Job, cause error) error
	// ScheduleJob orders a job for the hub itself; one with this id that is there stays.
	ScheduleJob(ctx context.Context, j Job) error
	// FreeJob gives the lease back.
	FreeJob(ctx context.Context, j Job, holder string) error
}

// Bus is what jobs need of the bus.
type Bus interface {
	Publish(ctx context.Context, msgs ...bus.Message) error
	// Lag gives how many messages of each partition the group has not finished.
	Lag(ctx context.Context, group, topic string) (map[int]int64, error)
	EndOffsets(ctx context.Context, topic string) (map[int]int64, error)
	GroupOffsets(ctx context.Context, group, topic string) (map[int]int64, error)
}
