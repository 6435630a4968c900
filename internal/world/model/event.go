package model

import "time"

// Kind is what an event does to its target.
type Kind string

// The kinds of events.
const (
	Post    Kind = "post"    // a form is posted
	Upload  Kind = "upload"  // a list is uploaded
	Report  Kind = "report"  // a row of the spend report appears or is restated
	Change  Kind = "change"  // a CRM object is made or changed
	Booking Kind = "booking" // a Kingdee document is made or changed
)

// Event is one thing that happens at one system.
type Event struct {
	Seq    int
	At     time.Time
	Kind   Kind
	Target string // connection
	Stream string
	Key    string
	Resend bool // the very same form once more
	// Rec is a pointer to a record of this package, or to a File for an upload.
	Rec any
}

// File is an uploaded list. Leads, Costs or Staff are its rows, by Kind.
type File struct {
	Kind   string // stream: trade_fair, offline_cost, employees
	List   string
	Format string // csv, csv-gb18030, xlsx
	Fair   string // title of the fair
	Leads  []*Lead
	Repeat []*Lead // the same badges scanned again later: the earliest scan counts
	Costs  []*Spend
	Staff  []*Employee
}

// Name is the record that the event makes or changes.
func (e *Event) Name() Name { return NameOf(e.Target, e.Stream, e.Key) }
