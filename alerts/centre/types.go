// Package centre decides who is told what by which channel, and when: a pure function of
// the open alerts, the people, the channels, the routes, the mutes, the working calendar
// and the present time. What it decides is kept and sent by others.
package centre

import (
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

// Via is the kind of address that a channel sends to.
type Via string

// The addresses of a person. Group channels need none.
const (
	WeCom    Via = "wecom"
	DingTalk Via = "dingtalk"
	Mobile   Via = "mobile"
	Email    Via = "email"
)

// Person is somebody who may be told.
type Person struct {
	ID       string // user:<account>, or employee:<id> of one without an account
	Name     string
	Employee string // id; empty: none is known
	Manager  string // employee id
	Roles    []access.Role
	Gone     bool // has left, or is not let in any more
	// Quiet tells whether a moment lies in the person's quiet hours, and when they end;
	// nil: never.
	Quiet    func(t time.Time) (end time.Time, quiet bool)
	Channels []record.ConnectionID // those the person wants; none: all default ones
	English  bool
	Address  map[Via]string
}

// Channel is a connection that messages go out by.
type Channel struct {
	ID      record.ConnectionID
	Name    string
	Group   bool // a robot or webhook: one message, no recipient
	Via     Via
	Default bool
	On      bool
	// PerMinute is how many messages may go out within 60 seconds.
	PerMinute int
}

// Route says who else is told what. An empty field narrows nothing; of Role and Person
// one is set, or neither for a group channel.
type Route struct {
	Role       access.Role         `json:"role,omitempty" yaml:"role,omitempty" doc:"who has this role is told"`
	Person     string              `json:"person,omitempty" yaml:"person,omitempty" maxLength:"60" doc:"or this person: user:<account> or employee:<id>"`
	Severity   alerts.Severity     `json:"severity,omitempty" yaml:"severity,omitempty" enum:"info,warning,critical" doc:"from this severity on; empty: of any"`
	Kinds      []alerts.Kind       `json:"kinds,omitempty" yaml:"kinds,omitempty" doc:"of these kinds; none: of any"`
	Connection record.ConnectionID `json:"connection,omitempty" yaml:"connection,omitempty" maxLength:"36" doc:"of this connection; empty: of any"`
	Channel    record.ConnectionID `json:"channel,omitempty" yaml:"channel,omitempty" maxLength:"36" doc:"by this channel; empty: by the default ones"`
}

// Mute keeps alerts from being told until it ends; they stay in the list.
type Mute struct {
	Kind       alerts.Kind
	Connection record.ConnectionID
	// Stream and Subject narrow it to one alert; a Whole mute takes in every stream and
	// subject of the kind and connection.
	Stream, Subject string
	Whole           bool
	Until           time.Time
}

// Covers tells whether a mute takes in an event at a moment.
func (m Mute) Covers(e alerts.Event, now time.Time) bool {
	return now.Before(m.Until) && m.Kind == e.Kind && m.Connection == e.Connection && (m.Whole || m.Stream == e.Stream && m.Subject == e.Subject)
}

// Alert is an open alert as the centre sees it.
type Alert struct {
	alerts.Stored
	Told      []string  // what was told (see Notice.Marks)
	ToldAt    time.Time // first told; zero: nobody yet
	Escalated time.Time // zero: not yet
}

// Escalation is after how many working minutes without acknowledgement the manager is
// told, by severity; 0 or less: never.
type Escalation map[alerts.Severity]int

// DefaultEscalation is that of a workspace that has said nothing.
func DefaultEscalation() Escalation {
	return Escalation{alerts.Critical: 30, alerts.Warning: 240, alerts.Info: -1}
}

// Silenced names kinds that are listed and not told.
type Silenced map[alerts.Kind]bool

// Input is everything that a decision is made of.
type Input struct {
	Now       time.Time
	Workspace record.WorkspaceID
	Path      string // of the pages of the workspace, such as /w/demo
	Alerts    []Alert
	Names     map[record.ConnectionID]string // of connections, for people
	Owners    map[record.ConnectionID]string // person ids
	People    []Person
	Channels  []Channel
	Routes    []Route
	Mutes     []Mute
	Escalate  Escalation
	Silenced  Silenced
	Calendar  workdays.Calendar
	LastTold  map[string][]time.Time // by Target.Key: when messages were made within Recent, in order
}

// Recent is how far back LastTold goes.
const Recent = 10 * time.Minute

// Target is one recipient by one channel.
type Target struct {
	Channel record.ConnectionID
	Person  string // empty: the group of the channel
}

// Key names a target in one text.
func (t Target) Key() string { return string(t.Channel) + "/" + t.Person }

// Notice is one message to be sent.
type Notice struct {
	ID       string // deterministic: the same decision made twice is one message
	Target   Target
	Level    int // 0: who looks after it; 1: escalated
	Severity alerts.Severity
	Title    string
	Body     string
	Path     string
	Alerts   []int64
}

// Why is the reason for which nobody has been told of an open alert.
type Why string

// The reasons; the first four pass by themselves.
const (
	Reached    Why = ""
	Muted      Why = "muted"       // until the mute ends
	Quiet      Why = "quiet"       // until the quiet hours of those who would be told end
	Gathering  Why = "gathering"   // until the next gathered message
	Off        Why = "kind_off"    // the kind is set to be listed only
	NoAudience Why = "no_audience" // nobody has the role, and no group channel is there
	NoChannel  Why = "no_channel"  // no channel is set up and switched on
	NoAddress  Why = "no_address"  // no channel knows an address of those who would be told
	NoManager  Why = "no_manager"  // told, but nobody is there to escalate to
)

// Change is what a decision changes of an alert.
type Change struct {
	Alert     int64
	Told      []string // added
	Escalated bool     // now
	Why       Why
	Next      time.Time // when to decide again; zero: not by itself
}

// Plan is what Decide decides.
type Plan struct {
	Notices []Notice
	Changes []Change // one for each alert of the input
}
