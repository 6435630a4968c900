package views

import (
	"time"

	"github.com/heliuhub/heliu/pipelines/calendar"
)

// Connection is a configured connection with how it stands.
type Connection struct {
	ID           string         `json:"id" format:"uuid"`
	Name         string         `json:"name" doc:"slug; never changes"`
	Title        string         `json:"title"`
	Connector    string         `json:"connector"`
	Status       string         `json:"status" enum:"enabled,paused,unauthorized,stopped"`
	StatusCode   string         `json:"status_code" doc:"code of the fault that brought the status"`
	StatusReason *Text          `json:"status_reason,omitempty"`
	StatusSince  time.Time      `json:"status_since"`
	Health       string         `json:"health" enum:"ok,waiting,failing,paused,stopped,silent" doc:"waiting: nothing came yet; silent: a busy hour has fallen silent"`
	NextStep     *Text          `json:"next_step,omitempty" doc:"what a person should do now"`
	Settings     map[string]any `json:"settings" doc:"without secrets"`
	SecretsSet   []string       `json:"secrets_set" nullable:"false" doc:"names of the secrets that are set; their values are never shown"`
	PollSeconds  int            `json:"poll_seconds" doc:"0: the connector's own"`
	Schedule     string         `json:"schedule" doc:"cron in Asia/Shanghai, in place of poll_seconds; empty: none"`
	Quiet        calendar.Quiet `json:"quiet" nullable:"false" doc:"hours in which the system is not asked"`
	QuietUntil   *time.Time     `json:"quiet_until,omitempty" doc:"it is quiet now, until then"`
	HistorySince *time.Time     `json:"history_since,omitempty" doc:"history mode: what is read is the past, nothing of it is written back and no alert comes of it"`
	Outage       *Outage        `json:"outage,omitempty" doc:"the system does not answer"`
	Retry        *Retry         `json:"retry,omitempty" doc:"its settings cannot be used"`
	Door         string         `json:"door,omitempty" doc:"path to post to"`
	Streams      []Stream       `json:"streams" nullable:"false"`
	Settled      Outcomes       `json:"settled"`
	InFlight     int64          `json:"in_flight" doc:"landed and not settled yet"`
	DeadLetters  int64          `json:"dead_letters" doc:"open ones, single values included"`
	PerMinute    int64          `json:"per_minute" doc:"records settled in the last 60 seconds"`
	Volume       *Volume        `json:"volume,omitempty" doc:"what comes; none where nothing came for four weeks"`
	SilentSince  *time.Time     `json:"silent_since,omitempty" doc:"a stream of it should have brought something and does not"`
	LastReadAt   *time.Time     `json:"last_read_at,omitempty"`
	LastMovedAt  *time.Time     `json:"last_moved_at,omitempty" doc:"something new came"`
	LastError    *ReadError     `json:"last_error,omitempty"`
	CreatedAt    time.Time      `json:"created_at"`
	UpdatedAt    time.Time      `json:"updated_at"`
	Version      int            `json:"version" doc:"the ETag, for updates"`
}

// Stream is how one stream of a connection stands.
type Stream struct {
	Name        string     `json:"name"`
	Title       Text       `json:"title"`
	Push        bool       `json:"push" doc:"comes through the door"`
	Windows     bool       `json:"windows" doc:"its source can be asked for a span of time: it can be backfilled and compared"`
	Settled     Outcomes   `json:"settled"`
	InFlight    int64      `json:"in_flight"`
	Unchanged   int64      `json:"unchanged" doc:"read again without change, since the hub keeps count"`
	Volume      *Volume    `json:"volume,omitempty"`
	SilentSince *time.Time `json:"silent_since,omitempty"`
	LastReadAt  *time.Time `json:"last_read_at,omitempty"`
	LastMovedAt *time.Time `json:"last_moved_at,omitempty"`
	LastError   *ReadError `json:"last_error,omitempty"`
	NextAt      *time.Time `json:"next_at,omitempty" doc:"when it is read next"`
	Retry       *Retry     `json:"retry,omitempty" doc:"reading it fails"`
	Halted      *Halt      `json:"halted,omitempty" doc:"it is not read until a person decides"`
}

// Volume is how much comes, and how much usually does: the median of the same hours of
// weekdays or weekends (Asia/Shanghai) over the last four weeks. What is loaded as the
// past or sent again does not count, nor what changed nothing.
type Volume struct {
	LastAt     time.Time `json:"last_at" doc:"the last record was received"`
	ThisHour   int64     `json:"this_hour"`
	UsualHour  *int64    `json:"usual_hour,omitempty" doc:"within this hour of the day; none until five such days were seen"`
	Today      int64     `json:"today"`
	UsualToday *int64    `json:"usual_today,omitempty" doc:"up to now"`
	Hours      []int64   `json:"hours" nullable:"false" doc:"records an hour, the last 24, the running one last"`
}

// ReadError is the fault with which the last read ended.
type ReadError struct {
	Code    string    `json:"code"`
	Message Text      `json:"message"`
	At      time.Time `json:"at"`
}

// File is an uploaded file.
type File struct {
	Seq        int64             `json:"seq" doc:"order of upload"`
	SHA256     string            `json:"sha256"`
	Name       string            `json:"name"`
	Size       int64             `json:"size" doc:"bytes"`
	Kind       string            `json:"kind" doc:"stream"`
	Params     map[string]string `json:"params"`
	UploadedAt time.Time         `json:"uploaded_at"`
}

// NewConnection says what a connection shall be.
type NewConnection struct {
	Name        string
	Title       string
	Connector   string
	Settings    map[string]any    // without secrets
	Secrets     map[string]string // by name
	PollSeconds int
	Door        string            // empty: none
	Mappings    map[string]string // YAML by stream: version 1
}

// ConnectionChange is a change; nil leaves as is. A secret set to "" is deleted.
type ConnectionChange struct {
	Title       *string
	Settings    map[string]any
	Secrets     map[string]string
	PollSeconds *int
	Schedule    *string
	Quiet       *calendar.Quiet
	History     *bool
}
