// Package notify tells people what the alert centre decides: one loop decides and keeps
// the messages in the same transaction, one sends them through the connections that can
// carry messages, and one looks for what the rules of a workspace say. A message gets
// out at least once, with an id by which both sides leave out what they have seen; a
// channel that is down delays no other, and is itself told through the others.
package notify

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

// Channels tells what kind of channel a connection is, by its connector and settings;
// false for one that carries no messages. ID, Name, On and Default are filled by others.
type Channels func(connector string, settings map[string]any) (centre.Channel, bool)

// DecideStore keeps what is decided.
type DecideStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// DecideAlerts hands what is due to decide, and keeps the plan in the same transaction.
	// decide may be called again when the transaction lost against another one. A zero now
	// is the database's.
	DecideAlerts(ctx context.Context, ws record.WorkspaceID, now time.Time, channels Channels, decide func(centre.Input) centre.Plan) (messages int, err error)
}

// Stored is a message as it is kept.
type Stored struct {
	centre.Notice
	TestBy    string // a test, and of whom
	Tries     int
	CreatedAt time.Time
}

// Waiting is what may go out now.
type Waiting struct {
	Path     string // of the workspace's pages
	Notices  []Stored
	People   []centre.Person
	Channels []centre.Channel
	Spent    map[record.ConnectionID]int // messages that went by a channel within the last 60 seconds
}

// State is what became of a message.
type State string

// The states.
const (
	StillWaiting State = "waiting"
	Sent         State = "sent"
	Failed       State = "failed"
)

// Tried is how a try to send ended.
type Tried struct {
	State State
	At    time.Time
	Next  time.Time // of the next try, while it waits
	Code  string    // of the fault
}

// SendStore keeps the messages.
type SendStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	WaitingNotices(ctx context.Context, ws record.WorkspaceID, now time.Time, channels Channels) (Waiting, error)
	// FoldNotices puts one message in place of several.
	FoldNotices(ctx context.Context, ws record.WorkspaceID, now time.Time, into centre.Notice, of []string) error
	NoticeTried(ctx context.Context, ws record.WorkspaceID, id string, t Tried) error
	// ForgetNotices takes away what got out half a year ago.
	ForgetNotices(ctx context.Context, ws record.WorkspaceID) error
}

// RuleStore gives what rules look at.
type RuleStore interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	Figures(ctx context.Context, ws record.WorkspaceID, now time.Time) (rules.Set, []rules.Point, error)
	OpenAlerts(ctx context.Context, ws record.WorkspaceID) ([]alerts.Stored, error)
	WorkCalendar(ctx context.Context, ws record.WorkspaceID) (workdays.Calendar, error)
}
