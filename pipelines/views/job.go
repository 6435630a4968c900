package views

import "time"

// JobQuery narrows a list of jobs; empty fields narrow nothing.
type JobQuery struct {
	Page
	Connection string // id
	Kind       string
}

// NewJob orders a job.
type NewJob struct {
	Kind       string
	Connection string // id
	Stream     string // empty: every stream
	From, To   *time.Time
	Shadow     string        // of a replay: the shadow that it carries out
	Window     time.Duration // of a backfill
	History    bool          // of a backfill: the past, quietly
	Reason     string
}

// Job is work behind the live stream and how it stands.
type Job struct {
	ID             string        `json:"id" format:"uuid"`
	Kind           string        `json:"kind" enum:"shadow,replay,backfill,compare"`
	Connection     string        `json:"connection" format:"uuid"`
	ConnectionName string        `json:"connection_name"`
	Stream         string        `json:"stream" doc:"empty: every stream of the connection"`
	From           *time.Time    `json:"from,omitempty"`
	To             *time.Time    `json:"to,omitempty" doc:"the first moment behind the range"`
	WindowSeconds  int64         `json:"window_seconds,omitempty"`
	History        bool          `json:"history,omitempty" doc:"loaded as the past: no write-back, no alert"`
	Shadow         string        `json:"shadow,omitempty" doc:"the shadow that a replay carries out"`
	Scheduled      bool          `json:"scheduled,omitempty"`
	Status         string        `json:"status" enum:"waiting,running,done,failed,cancelled"`
	Stopping       bool          `json:"stopping" doc:"somebody asked to end it"`
	Done           int64         `json:"done" doc:"records, or windows of a backfill"`
	Total          int64         `json:"total" doc:"as far as it is known; 0: not yet"`
	At             string        `json:"at" doc:"the stream in hand"`
	Again          *MapAgain     `json:"again,omitempty" doc:"of a shadow and a replay"`
	Windows        *WindowsRead  `json:"windows,omitempty" doc:"of a backfill"`
	Compared       *ComparedRuns `json:"compared,omitempty" doc:"of a comparison"`
	Code           string        `json:"code" doc:"of the last fault"`
	Message        *Text         `json:"message,omitempty"`
	Detail         string        `json:"detail"`
	Reason         string        `json:"reason"`
	CreatedBy      string        `json:"created_by"`
	CreatedAt      time.Time     `json:"created_at"`
	StartedAt      *time.Time    `json:"started_at,omitempty"`
	MovedAt        *time.Time    `json:"moved_at,omitempty"`
	EndedAt        *time.Time    `json:"ended_at,omitempty"`
}

// MapAgain counts what mapping stored records again does.
type MapAgain struct {
	Looked    int64            `json:"looked"`
	Unchanged int64            `json:"unchanged"`
	Changed   int64            `json:"changed"`
	New       int64            `json:"new" doc:"were not taken in before and are now"`
	Dropped   int64            `json:"dropped" doc:"were taken in before and are left out now"`
	Failed    int64            `json:"failed" doc:"cannot be mapped now; the last good state stays"`
	StillOut  int64            `json:"still_out" doc:"were not taken in before and are not now"`
	NoRaw     int64            `json:"no_raw" doc:"whose raw record is not kept any more"`
	Sent      int64            `json:"sent" doc:"put on the bus, by a replay"`
	Fields    map[string]int64 `json:"fields" nullable:"false" doc:"changed, by kind and field; '+' and '-' for whole entities"`
	Codes     map[string]int64 `json:"codes" nullable:"false" doc:"of what fails"`
	Reasons   map[string]int64 `json:"reasons" nullable:"false" doc:"of what is left out"`
	Examples  []AgainExample   `json:"examples" nullable:"false"`
}

// AgainExample is one record that would look different.
type AgainExample struct {
	What    string        `json:"what" enum:"changed,new,dropped,failed"`
	Stream  string        `json:"stream"`
	Key     string        `json:"key"`
	Code    string        `json:"code" doc:"of what fails; reason of what is left out"`
	Changes []FieldChange `json:"changes" nullable:"false"`
}

// FieldChange is one field before and after, personal values masked.
type FieldChange struct {
	Kind   string `json:"kind"`
	Part   string `json:"part"`
	Field  string `json:"field" doc:"empty: the whole entity"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// WindowsRead is how far a backfill has come.
type WindowsRead struct {
	Windows int64        `json:"windows"`
	Records int64        `json:"records" doc:"put on the bus"`
	List    []WindowRead `json:"list" nullable:"false" doc:"the latest ones"`
}

// WindowRead is one window of a backfill.
type WindowRead struct {
	Stream  string     `json:"stream"`
	From    time.Time  `json:"from"`
	To      time.Time  `json:"to"`
	Records int64      `json:"records"`
	DoneAt  *time.Time `json:"done_at,omitempty"`
}

// ComparedRuns names the comparisons that a job has made.
type ComparedRuns struct {
	Equal       int64    `json:"equal" doc:"windows without a difference"`
	Differing   int64    `json:"differing"`
	Comparisons []string `json:"comparisons" nullable:"false" doc:"ids"`
	Unable      []string `json:"unable" nullable:"false" doc:"streams whose source cannot answer"`
}

// ComparisonQuery narrows a list of comparisons; empty fields narrow nothing.
type ComparisonQuery struct {
	Page
	Connection string // id
	Stream     string
	Differing  bool // only those with a difference
	Latest     bool // of each connection, stream and length the latest alone
}

// Comparison holds what a source had in a window against what the hub had.
type Comparison struct {
	ID             string       `json:"id"`
	Job            string       `json:"job" format:"uuid"`
	Connection     string       `json:"connection" format:"uuid"`
	ConnectionName string       `json:"connection_name"`
	Stream         string       `json:"stream"`
	From           time.Time    `json:"from"`
	To             time.Time    `json:"to"`
	At             time.Time    `json:"at"`
	SourceCount    int64        `json:"source_count"`
	HubCount       int64        `json:"hub_count"`
	SourceHash     string       `json:"source_hash" doc:"over keys and contents, in any order"`
	HubHash        string       `json:"hub_hash"`
	MissingHub     int64        `json:"missing_hub" doc:"the source has it, the hub has not"`
	MissingSource  int64        `json:"missing_source" doc:"the hub has it, the source has not: deleted there, or moved to another time"`
	Different      int64        `json:"different" doc:"both have it, with different content"`
	Dead           int64        `json:"dead" doc:"known dead letters"`
	LeftOut        int64        `json:"left_out" doc:"left out by the mapping"`
	CheckedAgain   int64        `json:"checked_again" doc:"differences of the first look that were on their way"`
	Equal          bool         `json:"equal" doc:"nothing is missing or different; known dead letters and what a mapping leaves out are neither"`
	Differences    []Difference `json:"differences,omitempty" doc:"at most 200; only for one comparison"`
}

// Difference is one record that source and hub do not have alike.
type Difference struct {
	What          string `json:"what" enum:"missing_hub,missing_source,different,dead,left_out"`
	Key           string `json:"key"`
	SourceVersion string `json:"source_version"`
	HubVersion    string `json:"hub_version"`
	Code          string `json:"code" doc:"of a dead letter; reason of what is left out"`
}
