package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Plan is to whom somebody's work goes.
type Plan string

// The plans.
const (
	ToSuccessor Plan = "successor" // one named employee
	ToManager   Plan = "manager"   // the nearest manager who still works here
)

// Column is one registered owner column with how much somebody owns by it.
type Column struct {
	Key     string // table.column#part
	Zh, En  string
	How     string // row, decision, source: see heliu_owner_column
	Open    int64  // still to be done by somebody
	History int64  // stays as it is
}

// Given tells whether a handover gives what is open in the column to somebody else.
func (c Column) Given() bool { return c.How != "source" }

// Item is one thing that somebody owns.
type Item struct {
	Column  string // Column.Key
	Row     json.RawMessage
	Label   string
	Open    bool
	Was     uuid.UUID
	Became  uuid.UUID // of a handover
	Undone  *bool     // of a handover that was undone
	Refused string    // why undoing left it: changed, gone
}

// Ask is a handover as somebody wants it.
type Ask struct {
	Of        uuid.UUID
	Plan      Plan
	Successor uuid.UUID // of ToSuccessor
	Only      []string  // keys of columns; none: all
	Reason    string
	Hash      string // of the preview that was seen
	KeepOpen  bool   // leave their access as it is
}

// Check refuses an ask that means nothing.
func (a Ask) Check() error {
	switch {
	case a.Plan == ToSuccessor && a.Successor == uuid.Nil:
		return fault.New("no_successor", nil).At("successor", "")
	case a.Plan != ToSuccessor && a.Plan != ToManager:
		return fault.Newf("bad_request", "plan %q", a.Plan).At("plan", string(a.Plan))
	}
	return nil
}

// Preview is what a handover would do.
type Preview struct {
	Of      Listed
	Gets    Listed
	Columns []Column
	Items   []Item // the first of what is open, by column
	Access  Access
	Hash    string // over all of it
}

// Access is what an employee can still do.
type Access struct {
	Account  uuid.UUID // zero: none is linked
	Open     bool
	Sessions int
	Keys     int
	ClosedAt time.Time // zero: it was not closed here
	Last     bool      // the last administrator: closing it would lock everybody out
}

// HashOf is the hash of what a handover gives to whom: each item in the order of the
// store, whom it is given to, and from whom.
func HashOf(of, gets uuid.UUID, items []Item) string {
	h := sha256.New()
	fmt.Fprintln(h, of, gets)
	for _, i := range items {
		fmt.Fprintln(h, i.Column, string(i.Row), i.Was)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Handover is one that was carried out.
type Handover struct {
	ID         uuid.UUID
	Of, Gets   uuid.UUID // today's employees; zero: not known any more
	OfName     string
	GetsName   string
	Plan       Plan
	Reason     string
	At         time.Time
	By         string
	Items      int
	UndoneAt   time.Time // zero: it stands
	UndoneBy   string
	UndoReason string
	Restored   int
	Left       []Item // undoing left these as they are
}

// Handovers keeps who gave what to whom. Changes name the actor of the context.
type Handovers interface {
	// Owned gives what somebody owns by column, and the first of the items.
	Owned(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, column string, history bool, most int) ([]Column, []Item, error)
	Preview(ctx context.Context, ws record.WorkspaceID, a Ask, now time.Time) (Preview, error)
	// HandOver does what the preview of the same hash showed; another one is the fault handover_changed.
	HandOver(ctx context.Context, ws record.WorkspaceID, a Ask, now time.Time) (Handover, error)
	// Undo restores what has not changed since, and says what has.
	Undo(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (Handover, error)
	HandoversOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]Handover, error)
	// CloseAccess ends everything that lets an employee in; ReopenAccess lets them in
	// again, without the sessions and keys that ended.
	CloseAccess(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (Access, error)
	ReopenAccess(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (Access, error)
	AccessOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, now time.Time) (Access, error)
	// LinkAccount says whose an account is; the zero account takes it away.
	LinkAccount(ctx context.Context, ws record.WorkspaceID, id, account uuid.UUID, now time.Time) error
}
