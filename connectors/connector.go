// Package connectors is the contract between Heliu and the systems around it: a
// connector is a plain value (a Spec and its constructors), one folder a system,
// listed in connectors/all.
package connectors

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Connector is one kind of system. A nil constructor means that it cannot do that. It
// may have no streams: one that only carries messages, or only lets people sign in.
// A Connector is a value: no init function, no registry.
type Connector struct {
	Spec           Spec
	NewSource      func(ctx context.Context, env Env, s Settings) (Source, error)
	NewReceiver    func(ctx context.Context, env Env, s Settings) (Receiver, error)
	NewDestination func(ctx context.Context, env Env, s Settings) (Destination, error)
	NewNotifier    func(ctx context.Context, env Env, s Settings) (Notifier, error)
	NewSignIn      func(ctx context.Context, env Env, s Settings) (SignIn, error)
}

// State is how far a stream was read: opaque JSON of the connector's own, at most
// MaxState bytes, with a version of the connector's own inside. nil means "from the start".
type State = json.RawMessage

// MaxState bounds a State.
const MaxState = 64 << 10

// Emit hands over a batch of records of one stream and, for a Source, the state
// to go on from after them. It returns nil only when the records are durable and
// the state is saved. A crash in between re-reads the page, harmlessly.
//
// The connector fills Stream, Key, Version, Op, OccurredAt and Raw; Emit fills the
// rest. A Receiver passes no state. Emit may be called from several goroutines
// only for different streams.
//
// A stale lease fails Emit with the fault code stale_lease; the Source must then
// end Read with that error. A Receiver may get ErrDuplicate: the very same record
// is durable already, and the sender should be told so with success.
type Emit func(ctx context.Context, recs []record.Record, next State) error

// ErrDuplicate is returned by a Receiver's Emit for a record that is durable already.
var ErrDuplicate = errors.New("connectors: the record is durable already")

// Source reads a system by asking it.
type Source interface {
	// Check tries the settings against the system without changing anything: sign in,
	// read one row. Its error is a fault that tells IT what to mend.
	Check(ctx context.Context) error
	// Discover lists the streams that this connection can read.
	Discover(ctx context.Context) ([]Stream, error)
	// Read reads stream from the given state to the end of what there is now, calls
	// emit a page at a time and returns nil at the end; the scheduler calls again
	// later with the last emitted state. It is called by one goroutine a stream.
	Read(ctx context.Context, stream string, from State, emit Emit) error
}

// Window is a stretch of source time, half open: From ≤ t < To. The time is the one
// that becomes Record.OccurredAt.
type Window struct {
	From, To time.Time
}

// Holds tells whether t lies in the window.
func (w Window) Holds(t time.Time) bool { return !t.Before(w.From) && t.Before(w.To) }

// Windowed is an ability of a Source whose system can be asked for what lies in a
// window: for reading it again beside the live stream, and for holding the system
// against the hub.
type Windowed interface {
	// ReadWindow emits exactly the records whose OccurredAt lies in w as the system has
	// them now, the same records that Read would emit for them, a page at a time, and
	// returns nil at the end. from is nil at the beginning of a window, else a state that
	// an earlier call with the same stream and window emitted; it is none of Read's
	// states. ReadWindow neither uses nor changes how far Read has come, and may run while
	// Read does. A page may hold a record twice.
	ReadWindow(ctx context.Context, stream string, w Window, from State, emit Emit) error
}

// Receiver takes what a system sends to POST /in/{connection}.
type Receiver interface {
	Check(ctx context.Context) error
	// Handler answers one request. It says 2xx only after emit returned nil or
	// ErrDuplicate. The door around it has bounded the body and found the connection.
	Handler(emit Emit) http.Handler
}

// WriteBack is the setting by which somebody lets the hub write to a connection: a bool
// whose default is false. Every connector with a Destination has it; without it being
// true nothing is written.
const WriteBack = "write_back"

// Destination writes back to a system.
type Destination interface {
	Check(ctx context.Context) error
	// Write writes records and gives one Outcome for each, in order. The error is for
	// what concerns none of them in particular (the system is down).
	Write(ctx context.Context, recs []record.Record) ([]Outcome, error)
}

// OutcomeKind says what became of one written record.
type OutcomeKind string

// The outcomes of a write.
const (
	Written  OutcomeKind = "written"
	Skipped  OutcomeKind = "skipped"
	Retry    OutcomeKind = "retry"
	Rejected OutcomeKind = "rejected"
	Conflict OutcomeKind = "conflict"
)

// Outcome is what became of one written record; Err explains retry, rejected and conflict.
type Outcome struct {
	Kind   OutcomeKind
	Err    error
	Remote json.RawMessage // the other side's state, for a conflict
}
