// Package alerts says what a person has to know: the rules that turn what the hub
// sees into alert events, and the sentences of those events in both languages. It is
// pure: what is seen and the present time come as arguments, the events are kept by
// others (see Event.Validate for what they may hold).
package alerts

import (
	"errors"
	"slices"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Kind is what an event is about. It is stable: routing and pages go by it.
type Kind string

// The kinds.
const (
	DeadLetters  Kind = "dead_letters" // more than usual cannot be taken in
	Silence      Kind = "silence"      // a busy hour has fallen silent
	SwitchedOff  Kind = "switched_off" // a person has paused a connection
	Unauthorized Kind = "unauthorized" // a system refuses the credentials
	Unreachable  Kind = "unreachable"  // a system does not answer
	LostCursor   Kind = "lost_cursor"  // nobody knows how far a stream was read
	Lag          Kind = "lag"          // records wait and nothing moves
	Difference   Kind = "difference"   // source and hub do not hold the same

	BulkExport      Kind = "bulk_export"      // one actor takes out the data of many persons
	TrailDamaged    Kind = "audit_damage"     // the audit trail was changed behind the hub's back
	ApprovalWaiting Kind = "approval_waiting" // somebody waits for a decision
)

// Kinds lists the kinds in the order of pages.
func Kinds() []Kind {
	return []Kind{Unauthorized, LostCursor, Unreachable, Silence, SwitchedOff, Lag, DeadLetters, Difference, ApprovalWaiting, BulkExport, TrailDamaged}
}

// Severity says how soon somebody should look.
type Severity string

// The severities.
const (
	Info     Severity = "info"     // worth knowing
	Warning  Severity = "warning"  // today
	Critical Severity = "critical" // now: records wait or go astray
)

// Text is one sentence in both languages: what happened and what to do.
type Text struct{ Zh, En string }

// Event is something that a person may have to act upon. An event is open from the
// moment it is raised until it is over; raising an open one again only counts it.
type Event struct {
	Kind       Kind
	Severity   Severity
	Connection record.ConnectionID // empty: the hub itself
	Stream     string
	// Subject tells apart two open events of one kind, connection and stream: a window, a
	// code, a stage. Most kinds have none. It holds no personal value.
	Subject string
	Text    Text
	// Detail is what the sentence was made of, for rules and links: numbers, codes, times.
	// It holds no personal value and no secret.
	Detail map[string]any
}

// Validate tells what an event lacks.
func (e Event) Validate() error {
	switch {
	case !slices.Contains(Kinds(), e.Kind):
		return errors.New("alerts: unknown kind " + string(e.Kind))
	case e.Severity != Info && e.Severity != Warning && e.Severity != Critical:
		return errors.New("alerts: unknown severity " + string(e.Severity))
	case e.Text.Zh == "" || e.Text.En == "":
		return errors.New("alerts: an event needs its sentence in both languages")
	case e.Stream != "" && e.Connection == "":
		return errors.New("alerts: a stream without its connection")
	}
	return nil
}

// Stored is an event as it is kept.
type Stored struct {
	Event
	ID       int64
	FirstAt  time.Time
	LastAt   time.Time // it was raised the last time
	Count    int64     // how often it was raised
	ClosedAt time.Time // zero: open
	ClosedBy string    // who closed it; empty: it was over
	AckedAt  time.Time // zero: nobody has said that they look
	AckedBy  string
	Note     string // what who acknowledged or closed it had to say
}
