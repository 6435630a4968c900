package console

import (
	"context"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// The ports. Every one takes the workspace that the request is in and shows nothing
// of another; what is not there is the fault not_found. Changes name the actor of the
// context (access.With). Implementations are safe for concurrent use.

// Workspaces finds and removes workspaces.
type Workspaces interface {
	WorkspaceOf(ctx context.Context, id record.WorkspaceID) (views.Workspace, error)
	WorkspaceNamed(ctx context.Context, slug string) (views.Workspace, error)
	// Remove deletes everything in a workspace but its trail and gives how many rows went.
	Remove(ctx context.Context, ws record.WorkspaceID, reason string) (rows int64, err error)
}

// Users says who has a place in a workspace; the gate changes it.
type Users interface {
	// Members lists them by sign-in name.
	Members(ctx context.Context, ws record.WorkspaceID) ([]access.Member, error)
	AccountByID(ctx context.Context, id string) (access.Account, error)
	// Sight gives whom an account's narrow permissions reach. What the ports below show of
	// a workspace is narrowed to it, by the actor and the sight of the context.
	Sight(ctx context.Context, ws record.WorkspaceID, account string) (access.Sight, error)
}

// SignIns reaches who vouches for people.
type SignIns interface {
	// Outbound carries requests to an identity provider, within what the workspace may reach.
	Outbound(ctx context.Context, ws record.WorkspaceID) (http.RoundTripper, error)
	// Scan makes the scan sign-in of a connection; system is how employees know it, such as
	// wecom. A connector without is the fault bad_provider.
	Scan(ctx context.Context, ws record.WorkspaceID, connection record.ConnectionID) (s connectors.SignIn, system string, err error)
}

// Connections keeps connections. Titles of streams are the console's to fill in.
type Connections interface {
	List(ctx context.Context, ws record.WorkspaceID, now time.Time) ([]views.Connection, error)
	Get(ctx context.Context, ws record.WorkspaceID, id string, now time.Time) (views.Connection, error)
	Create(ctx context.Context, ws record.WorkspaceID, n views.NewConnection) (id string, err error)
	// Update changes a connection of the given version; another one is the fault conflict.
	Update(ctx context.Context, ws record.WorkspaceID, id string, version int, ch views.ConnectionChange) error
	SetPaused(ctx context.Context, ws record.WorkspaceID, id string, paused bool) error
	PutFile(ctx context.Context, ws record.WorkspaceID, id string, name, kind string, params map[string]string, content []byte) (views.File, error)
	Files(ctx context.Context, ws record.WorkspaceID, id string, afterSeq int64) ([]views.File, error)
}

// Readings says how connections are read on.
type Readings interface {
	// AskNow has a stream (all of them for "") read at once.
	AskNow(ctx context.Context, ws record.WorkspaceID, connection, stream string) error
	// States lists how far the streams of a connection were read, with the tag of the
	// connection under the empty name first; titles are the console's.
	States(ctx context.Context, ws record.WorkspaceID, connection string) ([]views.State, error)
	// Decide has a stream read on from a state (nil: from the start) and gives what it was.
	// match is the tag that the caller saw; another one is the fault precondition_failed.
	Decide(ctx context.Context, ws record.WorkspaceID, connection, stream string, state []byte, match, reason string) (was []byte, err error)
}

// Live makes the working parts of a connection, with its secrets.
type Live interface {
	// Check tries the connection against its system; the error tells IT what to mend.
	Check(ctx context.Context, ws record.WorkspaceID, connection string) error
	// Source gives the connection's source; nil where its connector reads nothing.
	Source(ctx context.Context, ws record.WorkspaceID, connection string) (connectors.Source, error)
}

// Customers reads golden records.
type Customers interface {
	ListCustomers(ctx context.Context, ws record.WorkspaceID, q views.CustomerQuery) (rows []views.CustomerRow, next []string, err error)
	Customer(ctx context.Context, ws record.WorkspaceID, id string) (views.Customer, error)
	Sections(ctx context.Context, ws record.WorkspaceID, id string) (views.Sections, error)
}

// People knows the employees and keeps who gave what to whom.
type People interface {
	people.Directory
	people.Handovers
}

// Money reads what attribution and reconciliation say.
type Money interface {
	// Facts gives what a matrix is added up from: of one model, within months.
	Facts(ctx context.Context, ws record.WorkspaceID, model, from, to string) (roi.Facts, error)
	CreditedDeals(ctx context.Context, ws record.WorkspaceID, q views.DealQuery) (rows []views.CreditedDeal, sum views.DealSum, next []string, err error)
	Deal(ctx context.Context, ws record.WorkspaceID, id string) (views.Deal, error)
	ListPayments(ctx context.Context, ws record.WorkspaceID, q views.PaymentQuery) (rows []views.PaymentRow, sums []views.PaymentSum, next []string, err error)
	Payment(ctx context.Context, ws record.WorkspaceID, id string) (views.Payment, error)
}

// Flow reads how records went through the hub.
type Flow interface {
	Record(ctx context.Context, ws record.WorkspaceID, connection, stream, key string) (views.SourceRecord, error)
	Trace(ctx context.Context, ws record.WorkspaceID, number string) (views.Trace, error)
	Settlement(ctx context.Context, ws record.WorkspaceID) (views.Settlement, error)
	// MiscountsOf counts every row and gives where the kept counts are not right.
	MiscountsOf(ctx context.Context, ws record.WorkspaceID) ([]views.Miscount, error)
}

// Letters reads dead letters and notes what people want done with them; workers do it.
type Letters interface {
	ListDeadLetters(ctx context.Context, ws record.WorkspaceID, q views.DeadLetterQuery) (rows []views.DeadLetter, next []string, err error)
	CountDeadLetters(ctx context.Context, ws record.WorkspaceID, f views.DeadLetterFilter) (views.DeadLetterCounts, error)
	DeadLetter(ctx context.Context, ws record.WorkspaceID, id string) (letters.Opened, error)
	// CountLetters tells what an ask would take.
	CountLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (letters.Counted, error)
	AskLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (job string, err error)
	// RepairLetter takes an edited copy; a letter that is not of the given revision is the fault conflict.
	RepairLetter(ctx context.Context, ws record.WorkspaceID, a letters.AskRepair) (job string, err error)
	LetterJobs(ctx context.Context, ws record.WorkspaceID) ([]views.LetterJob, error)
	LetterJob(ctx context.Context, ws record.WorkspaceID, id string) (views.LetterJob, error)
	LetterLimits(ctx context.Context, ws record.WorkspaceID) ([]views.LetterLimit, error)
	SetLetterLimit(ctx context.Context, ws record.WorkspaceID, l views.LetterLimit) error
	ForgetLetterLimit(ctx context.Context, ws record.WorkspaceID, connection string) error
}

// Mappings keeps the mapping rules of streams.
type Mappings interface {
	approvals.Mappings
	// StreamMapping gives the rules in force of a connection's stream, as the map stage has them.
	StreamMapping(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (pipelines.StreamMapping, error)
	ListMappings(ctx context.Context, ws record.WorkspaceID) ([]views.MappingRow, error)
	// MappingRules gives a version with the list of all; 0 is the one in force.
	MappingRules(ctx context.Context, ws record.WorkspaceID, of views.MappingOf, version int) (views.MappingRules, error)
	// MappingTarget completes what rules are for by the connection named.
	MappingTarget(ctx context.Context, ws record.WorkspaceID, of views.MappingOf) (views.MappingOf, error)
}

// Alerts keeps what a person has to know, and who is told of it.
type Alerts interface {
	ListAlerts(ctx context.Context, ws record.WorkspaceID, q views.AlertQuery) (rows []views.Alert, next []string, err error)
	// CountAlerts counts open ones, and those of them that nobody has acknowledged.
	CountAlerts(ctx context.Context, ws record.WorkspaceID) (open, unseen int, err error)
	// Alert gives one with the messages about it, the newest first.
	Alert(ctx context.Context, ws record.WorkspaceID, id string) (views.Alert, []views.AlertMessage, error)
	WasTold(ctx context.Context, ws record.WorkspaceID, id, account string) (bool, error)
	// AckAlert and CloseAlert name the actor of the context; a closed one is alert_closed.
	AckAlert(ctx context.Context, ws record.WorkspaceID, id, note string) error
	CloseAlert(ctx context.Context, ws record.WorkspaceID, id, reason string) error
	MuteAlert(ctx context.Context, ws record.WorkspaceID, id string, whole bool, until time.Time, reason string) error
	UnmuteAlert(ctx context.Context, ws record.WorkspaceID, id string) error
}

// AlertCentre keeps how alerts reach people.
type AlertCentre interface {
	// AlertDocument reads the version in force of a document (rules, routes, calendar/2026)
	// into v, which stays as it is where there is none.
	AlertDocument(ctx context.Context, ws record.WorkspaceID, name string, v any) (views.Made, error)
	AlertDocumentVersions(ctx context.Context, ws record.WorkspaceID, name string) ([]views.Made, error)
	// PutAlertDocument saves one over a version; another one in force is the fault conflict.
	PutAlertDocument(ctx context.Context, ws record.WorkspaceID, name string, version int, before, v any, reason string) error
	Audience(ctx context.Context, ws record.WorkspaceID, channels notify.Channels) ([]views.AlertChannel, []views.AlertPerson, error)
	// Owners says who is told of each connection first.
	Owners(ctx context.Context, ws record.WorkspaceID) ([]views.ConnectionOwner, error)
	Messages(ctx context.Context, ws record.WorkspaceID, limit int) ([]views.AlertMessage, error)
	SendTest(ctx context.Context, ws record.WorkspaceID, t centre.Target, title, body string, now time.Time) (id string, err error)
	MySettings(ctx context.Context, ws record.WorkspaceID, account string) (views.MyAlertSettings, error)
	SetMySettings(ctx context.Context, ws record.WorkspaceID, account string, m views.MyAlertSettings) error
	// SetOwner says which member is told of a connection first; an empty account: nobody.
	SetOwner(ctx context.Context, ws record.WorkspaceID, connection, account string) error
}

// Jobs orders work behind the live stream and shows it.
type Jobs interface {
	// NewJob orders a job; connection is an id.
	NewJob(ctx context.Context, ws record.WorkspaceID, n views.NewJob) (id string, err error)
	// StopJob asks a job to end; one that has ended is the fault job_ended.
	StopJob(ctx context.Context, ws record.WorkspaceID, id, reason string) error
	Job(ctx context.Context, ws record.WorkspaceID, id string) (views.Job, error)
	ListJobs(ctx context.Context, ws record.WorkspaceID, q views.JobQuery) (rows []views.Job, next []string, err error)
	Comparison(ctx context.Context, ws record.WorkspaceID, id string) (views.Comparison, error)
	ListComparisons(ctx context.Context, ws record.WorkspaceID, q views.ComparisonQuery) (rows []views.Comparison, next []string, err error)
}

// Idempotency keeps answers to posts by their Idempotency-Key.
type Idempotency interface {
	// Begin claims a key. done says that the request was answered before, with status and body.
	Begin(ctx context.Context, ws record.WorkspaceID, actor, key string, request [32]byte, now time.Time) (status int, body []byte, done bool, err error)
	Finish(ctx context.Context, ws record.WorkspaceID, actor, key string, status int, body []byte) error
	Forget(ctx context.Context, ws record.WorkspaceID, actor, key string) error
}

// Bus tells how much heliu.raw holds.
type Bus interface {
	// EndOffsets gives the next offset of each partition of a topic.
	EndOffsets(ctx context.Context, topic string) (map[int]int64, error)
}
