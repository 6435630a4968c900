// Package check judges a torture run from outside: it holds what the clients wrote
// down against what lies on the bus and in PostgreSQL, through clients and code of its
// own. It shares nothing with the hub but the names of columns and headers.
package check

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// Message is one record on the bus.
type Message struct {
	Part    int
	Off     int64
	Headers map[string]string
	Value   []byte
}

// At is a place in heliu.raw.
type At struct {
	Part int
	Off  int64
}

// Outcome is one row of the table of outcomes.
type Outcome struct {
	At
	Conn, Stream, Key string
	Kind, Reason      string
}

// RawRow is one row of the raw records.
type RawRow struct {
	At
	ID, Hash string // hex
}

// Source is the current version of a source record.
type Source struct {
	Key     Key
	Version string
	Hash    string
}

// Entity is what a source record became.
type Entity struct {
	Key        Key
	Kind       string
	Name, Tax  string
	Amount     string // credit limit of a customer, amount of a deal
	AmountCode string // its currency
}

// Golden is one golden record.
type Golden struct {
	ID, Kind, Status, Anchor string
	Members                  int
	Version                  int64
}

// Key names a source record.
type Key struct{ Conn, Stream, Key string }

// String writes a key for people.
func (k Key) String() string { return k.Conn + "/" + k.Stream + "/" + k.Key }

// Down is a time in which something is known to have been dead.
type Down struct {
	Hub      int // which hub, or Bus
	From, To time.Time
}

// Bus stands for the broker in Down.
const Bus = -1

// Facts is everything that is known when a run has come to rest.
type Facts struct {
	Conns  map[string]string // connection name by id
	Ledger []ledger.Line
	Down   []Down

	Raw, GoldenEvents []Message

	Outcomes []Outcome
	RawRows  []RawRow
	Sources  []Source
	Entities []Entity
	Goldens  []Golden
	Won      map[string][]int64 // gross in fen of won deals, by the record's key
	Letters  map[Key]int        // dead letters of whole records, with connection ids
	Waiting  int                // events of the outbox that were never published
	Announce map[string]int64   // greatest version in the outbox, by golden id
}

// The kinds of findings.
const (
	Lost     = "lost"
	Double   = "double"
	Disorder = "disorder"
)

// Finding is one thing that is not as it must be.
type Finding struct{ Kind, What string }

// String writes it.
func (f Finding) String() string { return f.Kind + ": " + f.What }

// Report is the judgement.
type Report struct {
	Findings []Finding
	Accepted int // sends that were answered with success
	Keys     int
}

// Count gives how many findings are of a kind.
func (r Report) Count(kind string) int {
	n := 0
	for _, f := range r.Findings {
		if f.Kind == kind {
			n++
		}
	}
	return n
}

func (r *Report) add(kind, format string, args ...any) {
	r.Findings = append(r.Findings, Finding{kind, fmt.Sprintf(format, args...)})
}
