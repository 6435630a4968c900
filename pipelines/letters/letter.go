// Package letters keeps dead letters in order: what an arrival that could not be taken
// in makes of the letters of its source record, which of them a record closes that got
// through, what the mapping in force makes of a letter now, and the two loops behind
// them: the jobs of people (replay, edit, discard) and the watch over too many.
//
// A source record has at most one live letter for the whole record, and one for each
// of its values that were left out. A letter is live while it is open or its replay is
// on its way.
package letters

import (
	"time"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Status is where a letter stands.
type Status string

// The statuses.
const (
	Open      Status = "open"      // somebody has to look
	Replaying Status = "replaying" // sent again, its outcome is not there yet
	Resolved  Status = "resolved"  // got through: see How
	Discarded Status = "discarded" // a person does not want it
)

// How says how a letter was closed.
type How string

// The ways. Only a discarded letter has none.
const (
	Replayed How = "replayed" // sent again by a person, it got through
	Edited   How = "edited"   // a person's edited copy got through
	Newer    How = "newer"    // a later version from the source got through
	Again    How = "again"    // the source gave the same once more and it got through
	Dropped  How = "dropped"  // the mapping leaves such records out now
	Changed  How = "changed"  // the record fails for another reason now, which has its own letter
)

// Letter is what decides about a dead letter. A new one has no ID yet.
type Letter struct {
	ID int64
	pipelines.DeadLetter
	Day     string // of its raw record
	Detail  string // what the fault adds to its sentence
	Status  Status
	How     How
	Reason  string // of who discarded it
	By      string // access.Actor.Ref of who closed it; empty: by itself
	Count   int
	FirstAt time.Time
	LastAt  time.Time
	Closed  time.Time
	Touched bool // it differs from what is stored
	// Event is what happened to it last; empty where nothing did that its history tells.
	Event Event
}

// Event is one step in the history of a letter.
type Event string

// The events; what people ask for is an event too.
const (
	Raised     Event = "raised"
	Failed     Event = "failed" // once more, after a person's attempt or for another reason
	Reopened   Event = "reopened"
	Closed     Event = "closed"
	AskReplay  Event = "ask_replay"
	AskEdit    Event = "ask_edit"
	AskDiscard Event = "ask_discard"
	NoPayload  Event = "no_payload" // it could not be sent again: what came is gone
)

// take makes an attempt the letter's latest.
func (l *Letter) take(d pipelines.DeadLetter) {
	l.DeadLetter, l.Day, l.Detail = d, d.Record.ReceivedAt.UTC().Format(time.DateOnly), ""
	if cause := d.Fault.Unwrap(); cause != nil {
		l.Detail = cause.Error()
	}
}

// Live tells whether somebody still waits for the letter.
func (l Letter) Live() bool { return l.Status == Open || l.Status == Replaying }

// Place is where a record lies on heliu.raw.
type Place struct {
	Partition int
	Offset    int64
}

// notAfter tells whether the change (version, content) a is b or stands before it.
func notAfter(aVersion string, aHash [32]byte, bVersion string, bHash [32]byte) bool {
	return !record.Newer(aVersion, aHash, bVersion, bHash)
}

// Current is the version of a source record that is applied; the zero value: none is.
type Current struct {
	Known   bool
	Version string
	Hash    [32]byte
}

// past tells whether something later than the given change is applied.
func (c Current) past(version string, hash [32]byte) bool {
	return c.Known && record.Newer(c.Version, c.Hash, version, hash)
}
