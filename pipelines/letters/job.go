package letters

import (
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Verb is what is done with letters.
type Verb string

// The verbs. An edit publishes a repaired copy; the others take what came as it is.
const (
	Replay  Verb = "replay"
	Discard Verb = "discard"
	Edit    Verb = "edit"
)

// Ask is what a person wants done: with these letters, or with all that match.
type Ask struct {
	Verb   Verb
	IDs    []string // not empty: these alone
	Filter views.DeadLetterFilter
	Reason string
	// Approval is the approval under which it is done, once; Upto and Letters are then the
	// last letter and the number of letters that it was given for.
	Approval string
	Upto     int64
	Letters  int
}

// DiscardAlone is how many letters one person puts away without a second one.
const DiscardAlone = 100

// Counted is what an ask would take.
type Counted struct {
	Letters int
	Upto    int64  // the last of them
	Set     string // tells one set of letters from another
}

// AskRepair is a repaired copy of a letter's record.
type AskRepair struct {
	ID      string
	Rev     int // of the letter that the person saw
	Payload []byte
	Reason  string
}

// Opened is a letter with all that is known of it.
type Opened struct {
	Letter views.DeadLetter
	Events []views.LetterEvent // the latest first
	// Record is what came, at the place of the latest attempt; Kept is false when it is gone.
	Record record.Record
	Kept   bool
}
