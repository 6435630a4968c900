package privacy

import (
	"encoding/json"
	"time"
)

// Candidate is somebody whom a value may belong to.
type Candidate struct {
	Golden      string    `json:"id" doc:"golden person; empty: nobody is known by the value, it only stands somewhere"`
	Name        string    `json:"name" doc:"masked"`
	Members     int       `json:"members" doc:"source records"`
	Connections string    `json:"connections" doc:"where they come from"`
	Since       time.Time `json:"since"`
	Updated     time.Time `json:"updated_at"`
	Held        bool      `json:"held" doc:"under legal hold"`
}

// Subject is a person whose data are looked for.
type Subject struct {
	Golden  string   // the living golden person; empty: only a value is known
	Goldens []string // it and all that were merged into it
	Values  []Value  // that nobody else has, with the person's names and records
	Shared  int      // values that others have too: rows are found by their record, not by these
}

// Row is one place where something about a person stands.
type Row struct {
	Table     string          `json:"table"`
	Column    string          `json:"column,omitempty"`
	Record    string          `json:"record,omitempty" doc:"name of the source record: connection/stream/key"`
	Ref       json.RawMessage `json:"ref,omitempty" doc:"key of the row"`
	At        time.Time       `json:"at"`
	Source    string          `json:"source" doc:"connection, or the part of the hub"`
	Basis     Basis           `json:"basis" enum:"consent,contract,legal_duty,employment,disclosed"`
	Activity  string          `json:"activity" doc:"what it is processed for"`
	Own       bool            `json:"own" doc:"about this person alone; else only what the fragments say is the person's"`
	Data      json.RawMessage `json:"data,omitempty"`
	Fragments []Fragment      `json:"fragments,omitempty"`
}

// BasisOf gives the ground on which entities of a kind are kept.
func BasisOf(kind string) Basis {
	switch kind {
	case "order", "receivable", "payment":
		return ByLaw
	case "deal", "customer", "device", "ticket", "stage_change", "milestone":
		return ByContract
	case "employee", "org_unit":
		return ByEmployer
	}
	return ByConsent
}

// Accounting tells whether entities of a kind must be kept by the law of accounting.
func Accounting(kind string) bool { return BasisOf(kind) == ByLaw }

// AccountingYears is how long vouchers are kept (Measures on Accounting Archives 2015, annex).
const AccountingYears = 30

// Line is one line of the report of an erasure.
type Line struct {
	What  string     `json:"what" doc:"table or thing, by its code"`
	Did   string     `json:"did" enum:"deleted,redacted,kept,expires"`
	Why   string     `json:"why" doc:"by its code"`
	Rows  int64      `json:"rows"`
	Until *time.Time `json:"until,omitempty"`
	Refs  []string   `json:"refs,omitempty" doc:"some of them"`
}

// Report says what an erasure did.
type Report struct {
	Lines  []Line `json:"lines" nullable:"false"`
	Values int    `json:"values" doc:"by which the person is not let in again"`
	Shared int    `json:"shared" doc:"values that others have too and that therefore stay with them"`
}

// MaxRefs bounds the references of a line.
const MaxRefs = 20

// Add counts rows into a line.
func (r *Report) Add(what, did, why string, rows int64, until *time.Time, refs ...string) {
	if rows == 0 {
		return
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.What == what && l.Did == did && l.Why == why {
			l.Rows += rows
			for _, x := range refs {
				if len(l.Refs) < MaxRefs {
					l.Refs = append(l.Refs, x)
				}
			}
			if until != nil && (l.Until == nil || until.After(*l.Until)) {
				l.Until = until
			}
			return
		}
	}
	r.Lines = append(r.Lines, Line{What: what, Did: did, Why: why, Rows: rows, Until: until, Refs: refs[:min(len(refs), MaxRefs)]})
}

// Erasure is one erasure as it stands.
type Erasure struct {
	ID       string     `json:"id"`
	Golden   string     `json:"person" doc:"id of the golden person that was"`
	Approval string     `json:"approval" doc:"who agreed: the approval's id"`
	Reason   string     `json:"reason"`
	By       string     `json:"asked_by"`
	At       time.Time  `json:"asked_at"`
	Status   string     `json:"status" enum:"waiting,running,done,refused"`
	Step     string     `json:"step" enum:"mark,entities,raw,tables,files,check,done"`
	Report   Report     `json:"report"`
	Code     string     `json:"code" doc:"why it waits or was refused"`
	Started  *time.Time `json:"started_at"`
	Ended    *time.Time `json:"ended_at"`
}

// Hold keeps something from being deleted.
type Hold struct {
	ID         string     `json:"id"`
	Golden     string     `json:"person,omitempty" doc:"golden person, or"`
	Class      string     `json:"class,omitempty" doc:"class of data"`
	Reason     string     `json:"reason"`
	PlacedBy   string     `json:"placed_by"`
	PlacedAt   time.Time  `json:"placed_at"`
	ReleasedBy string     `json:"released_by"`
	ReleasedAt *time.Time `json:"released_at"`
}

// NewErasure is an erasure that was agreed to.
type NewErasure struct {
	ID       string // stable: the same one again is the same erasure
	Golden   string // golden person; where only a value is known, the id that stands for it
	Value    *Entry // set where only a value is known
	Approval string
	Reason   string
	By       string // who proposed it
}
