// Package people says who works here: which records of which systems are one employee,
// in which organisation unit and under whom they work, how it was on a day, and who
// owns what. It is pure: everything is a function of source records and of what people
// decided, the same in any order of arrival.
package people

import (
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// Status is how an employee stands.
type Status string

// The statuses.
const (
	Active  Status = "active"
	OnLeave Status = "on_leave"
	Left    Status = "left"
)

// Origin names the record that says something.
type Origin struct {
	ID         uuid.UUID // see RecordID
	Connection record.ConnectionID
	Connector  string
	Stream     string
	Key, Part  string
	Name       string    // record name, for people to read
	At         time.Time // when its system last changed it
	Gone       bool      // its system has deleted it; At is when
}

// alias is the text under which references find the record.
func (o Origin) alias(kind string) string {
	if o.Part != "" {
		return ""
	}
	return record.SourceAlias(o.Connection, o.Stream, o.Key, kind)
}

// Source is one record about an employee. Of a deleted one it is what was said last.
type Source struct {
	Origin
	Said record.Employee
}

// UnitSource is one record about an organisation unit.
type UnitSource struct {
	Origin
	Said record.OrgUnit
}

// Version is what a record about an employee said at a moment.
type Version struct {
	Record uuid.UUID
	At     time.Time
	Order  string // the source's own order among versions of one moment
	Said   record.Employee
}

// Employee is one human being who works or worked here.
type Employee struct {
	ID                                                       uuid.UUID
	Number, Name, Mobile, Email, WecomUserID, DingtalkUserID string
	OrgUnit, Manager                                         uuid.UUID // zero: nobody says
	Status                                                   Status
	LeftOn                                                   record.Date
	Account                                                  uuid.UUID // zero: not linked
	Records                                                  []uuid.UUID
}

// Code is under which code an employee is known in a system and account set.
type Code struct {
	System, AccountSet, Code string
	Employee                 uuid.UUID
}

// Unit is an organisation unit. Path leads from the top to the unit itself.
type Unit struct {
	ID, Parent       uuid.UUID
	Code, Name, Kind string
	Path             []uuid.UUID
}

// Period is how an employee stood from a moment to another; a zero To is still so.
type Period struct {
	Employee         uuid.UUID
	From, To         time.Time
	OrgUnit, Manager uuid.UUID
	Status           Status
}

// Reason says why something waits for a person.
type Reason string

// The reasons.
const (
	Contradicting Reason = "contradicting_codes" // records share one identifier and contradict in another
	Ambiguous     Reason = "ambiguous_code"      // a code fits records of several systems
	Circle        Reason = "unit_circle"         // an organisation unit stands above itself
	ManagerCircle Reason = "manager_circle"      // somebody is their own manager, over others
)

// Conflict is what is not joined, resolved or drawn until a person mends the source.
// It names codes and records, never a personal value.
type Conflict struct {
	Reason     Reason
	Identifier string
	Records    []string // record names, sorted
}

var space = uuid.MustParse("5a1c5c52-3f0e-5d64-9a43-0d5f6c2f7b10")

// RecordID is the identity of a record about people, the same whenever it arrives.
func RecordID(ws record.WorkspaceID, c record.ConnectionID, stream, key, part string) uuid.UUID {
	return uuid.NewSHA1(space, []byte(string(ws)+"\x00"+string(c)+"\x00"+stream+"\x00"+key+"\x00"+part))
}

// unitID is the identity of the unit of a code.
func unitID(ws record.WorkspaceID, code string) uuid.UUID {
	return uuid.NewSHA1(space, []byte(string(ws)+"\x00unit\x00"+record.NormalizeNumber(code)))
}
