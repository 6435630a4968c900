// Package alerts says what a person has to know: the rules that turn what the hub
// sees into alert events, and the sentences of those events in both languages. It is
// pure: what is seen and the present time come as arguments, the events are kept by
// others (see Event.Validate for what they may hold).
package alerts

import (
	"errors"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

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
	// Owner is the employee (id) whom the entity that the event is about belongs to; empty:
	// the owner of the connection, or who the kind is for.
	Owner string
	// Roles are told in place of the kind's role, where nobody owns it.
	Roles []access.Role
	// Entity names the record or object that the event is about, as kind/id, for the link.
	Entity string
	// Detail is what the sentence was made of, for rules and links: numbers, codes, times.
	// It holds no personal value and no secret.
	Detail map[string]any
}

// Validate tells what an event lacks.
func (e Event) Validate() error {
	switch {
	case !slices.Contains(Kinds(), e.Kind):
		return errors.New("alerts: unknown kind " + string(e.Kind))
	case e.Severity.Rank() == 0:
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
