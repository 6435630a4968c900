package pipelines

import (
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// OutcomeKind is the one place in which a raw record ends.
type OutcomeKind string

// The outcomes. Drop reasons are echo, erased, workspace_gone, and what a mapping's
// drop clause names; duplicate's are unchanged and superseded.
const (
	Applied     OutcomeKind = "applied"
	Duplicate   OutcomeKind = "duplicate"
	Dropped     OutcomeKind = "dropped"
	Quarantined OutcomeKind = "quarantined"
)

// Outcome settles one record of heliu.raw.
type Outcome struct {
	Partition int
	Offset    int64
	Record    record.Record // its header
	Hash      [32]byte      // of its content
	Kind      OutcomeKind
	Reason    string
}

// RawRow is one record as it lands in PostgreSQL: the source for drill-down and replay.
type RawRow struct {
	Record         record.Record
	Partition      int
	Offset         int64
	MappingVersion int
	Erased         int64 // generation of the set of erased persons that it was held against
}

// DeadLetter is something that could not be taken in: a whole record, or one value
// of a record that lived on.
type DeadLetter struct {
	Record    record.Record // its header
	Hash      [32]byte      // of its content
	Partition int
	Offset    int64
	Stage     string
	Value     bool // of kind value
	Field     string
	Path      string
	Masked    string
	Fault     *fault.Error
	At        time.Time
}
