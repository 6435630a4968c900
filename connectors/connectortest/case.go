package connectortest

import (
	"net/http"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// SourceCase describes a connector's Source to the suite.
type SourceCase struct {
	Connector connectors.Connector
	// Streams are the streams to read; all pulled streams of the Spec when empty.
	Streams []string
	// Start makes a fresh system, filled with a few pages of rows of every stream: at
	// least 7 rows and 3 batches each. It is called for every check and stream. The system
	// must take its time from env.Now; files belong into env.Uploads. What it
	// opens it closes by t.Cleanup.
	Start func(t testing.TB, env *Env) *System
	// Waive names checks that this system cannot stand, each with the reason. A name
	// alone waives the check for every stream, "name/stream" for one.
	Waive map[string]string
}

// System is one fresh system under test: the fake, the settings to reach it and
// hooks that move it on. All hooks take effect at once; a hook that is not needed
// because its check is waived may be nil.
type System struct {
	// Handler is the fake. The suite serves it behind its proxy. nil when the
	// connector speaks no HTTP: the checks of the network are left out then.
	Handler http.Handler
	// Settings gives complete raw settings for the fake at base (http://127.0.0.1:…,
	// no slash at the end). They make pages small, 3 to 10 rows, where the connector
	// has a setting for it.
	Settings func(base string) map[string]any
	// BadCredentials change good settings so that the system refuses them, each by name.
	// Waive check_credentials where there are none.
	BadCredentials map[string]func(settings map[string]any)
	// BadSettings change good settings so that they cannot work together, each by the
	// name of the setting that the fault must name: what required alone cannot say.
	BadSettings map[string]func(settings map[string]any)
	// Rows tells what the system holds of a stream now, with tombstones where it shows
	// them.
	Rows func(stream string) []Row

	// Insert adds a row with the time of now and gives its key.
	Insert func(stream string) (key string)
	// Change changes a row that is there and gives its key. Repeated calls change
	// different rows.
	Change func(stream string) (key string)
	// Delete deletes a row and gives its key. Needed where Stream.Deletes says so.
	Delete func(stream string) (key string)
	// InsertAt adds a row whose change time is at, and gives its key: many rows of one
	// moment, rows the smallest step apart, a transaction that began earlier.
	InsertAt func(stream string, at time.Time) (key string)
	// Step is the smallest step of the system's change times: a microsecond, a second, a day.
	Step time.Duration
	// Late is how late a row may become visible behind its change time and must
	// still be found: the overlap window of Settings.
	Late time.Duration

	// DataRequest tells the requests that fetch rows from those that sign in; all are
	// when nil. Faults are counted on and put into data requests.
	DataRequest func(r *http.Request) bool
	// SessionLost is the system's answer to a token or session that it does not know
	// any more; a plain 401 when nil.
	SessionLost http.HandlerFunc
	// LoseSession makes the fake forget every token and session, where it has any.
	LoseSession func()
	// Renews tells that the connector signs in again by itself and goes on; else
	// a lost session ends Read as Unauthorized.
	Renews bool

	// Personal are personal values (phones, e-mails, names) that stand in the rows and
	// must not stand in keys, versions, states, logs or errors.
	Personal []string
}

// Row is one row of a system.
type Row struct {
	Key     string // as the connector makes it
	Deleted bool
	// JSON, when given, is what the record's Raw must be equal to as JSON, numbers by
	// their digits.
	JSON []byte
}

// Finding is a check that a connector does not pass.
type Finding struct {
	Check  string
	Stream string // empty for checks of the whole connector
	Err    error
}

// String gives check, stream and what is wrong.
func (f Finding) String() string {
	if f.Stream == "" {
		return f.Check + ": " + f.Err.Error()
	}
	return f.Check + "/" + f.Stream + ": " + f.Err.Error()
}
