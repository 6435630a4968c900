package views

import "time"

// DeadLetterFilter narrows dead letters; empty fields narrow nothing.
type DeadLetterFilter struct {
	Connection string     `json:"connection,omitempty" format:"uuid" doc:"id"`
	Stream     string     `json:"stream,omitempty" maxLength:"100"`
	Stage      string     `json:"stage,omitempty" maxLength:"40"`
	Code       string     `json:"code,omitempty" maxLength:"60"`
	Kind       string     `json:"kind,omitempty" enum:"record,value"`
	Status     string     `json:"status,omitempty" enum:"open,replaying,resolved,discarded"`
	From       *time.Time `json:"from,omitempty" doc:"failed last at or after"`
	To         *time.Time `json:"to,omitempty" doc:"failed last before"`
	Text       string     `json:"q,omitempty" maxLength:"200" doc:"part of the record's key"`
}

// DeadLetterQuery asks for a page of dead letters, the last that failed first.
type DeadLetterQuery struct {
	Page
	DeadLetterFilter
}

// DeadLetter is something that could not be taken in.
type DeadLetter struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind" enum:"record,value" doc:"value: one field was left out and the record lived on"`
	Stage    string     `json:"stage" doc:"map, apply"`
	Record   Ref        `json:"record"`
	Version  string     `json:"version" doc:"of the source, of its latest attempt"`
	Edit     int        `json:"edit" doc:"which edited copy of that version; 0: the source's own"`
	Code     string     `json:"code"`
	Message  Text       `json:"message"`
	Field    string     `json:"field" doc:"of the canonical model"`
	Path     string     `json:"path" doc:"where in the payload"`
	Value    string     `json:"value" doc:"masked"`
	Detail   string     `json:"detail"`
	FirstAt  time.Time  `json:"first_at"`
	LastAt   time.Time  `json:"last_at"`
	Count    int        `json:"count" doc:"how often it failed"`
	Status   string     `json:"status" enum:"open,replaying,resolved,discarded"`
	How      string     `json:"how,omitempty" enum:"replayed,edited,newer,again,dropped,changed" doc:"how it was resolved"`
	Reason   string     `json:"reason,omitempty" doc:"of who discarded it"`
	ClosedBy string     `json:"closed_by,omitempty" doc:"empty: it closed by itself"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
	// Gone tells that its connection was deleted: it can only be discarded.
	Gone bool `json:"connection_gone"`
	Rev  int  `json:"rev" doc:"grows with every change"`
}

// DeadLetterCounts counts the letters that match, each list without its own filter.
type DeadLetterCounts struct {
	Statuses    []StatusCount     `json:"statuses" nullable:"false"`
	Reasons     []ReasonCount     `json:"reasons" nullable:"false" doc:"most first"`
	Connections []ConnectionCount `json:"connections" nullable:"false" doc:"most first"`
}

// StatusCount counts the letters of a status.
type StatusCount struct {
	Status string `json:"status" enum:"open,replaying,resolved,discarded"`
	Count  int64  `json:"count"`
}

// ReasonCount counts the letters of a reason.
type ReasonCount struct {
	Code    string `json:"code"`
	Message Text   `json:"message"`
	Count   int64  `json:"count"`
}

// ConnectionCount counts the letters of a connection.
type ConnectionCount struct {
	Connection string `json:"connection" format:"uuid"`
	Name       string `json:"connection_name"`
	Connector  string `json:"connector"`
	Count      int64  `json:"count"`
}

// LetterEvent is one step in the history of a letter.
type LetterEvent struct {
	At      time.Time `json:"at"`
	What    string    `json:"what" enum:"raised,failed,reopened,closed,ask_replay,ask_edit,ask_discard,no_payload"`
	How     string    `json:"how,omitempty"`
	Code    string    `json:"code,omitempty"`
	Message *Text     `json:"message,omitempty"`
	By      string    `json:"by,omitempty" doc:"empty: it happened by itself"`
	Reason  string    `json:"reason,omitempty"`
}

// LetterJob is what a person asked to be done with letters, and how far it has come.
type LetterJob struct {
	ID         string     `json:"id"`
	Verb       string     `json:"verb" enum:"replay,discard,edit"`
	Reason     string     `json:"reason,omitempty"`
	By         string     `json:"by"`
	At         time.Time  `json:"at"`
	FinishedAt *time.Time `json:"finished_at,omitempty" doc:"all letters were taken up; a replay's outcome may still be on its way"`
	State      string     `json:"state" enum:"running,waiting,done" doc:"waiting: all were sent again, some have no outcome yet"`
	Total      int        `json:"total" doc:"letters that it was about"`
	Taken      int        `json:"taken"`
	Missing    int        `json:"missing" doc:"what came is gone: they could not be sent again"`
	Waiting    int        `json:"waiting" doc:"sent again, no outcome yet"`
	Resolved   int        `json:"resolved"`
	Failed     int        `json:"failed" doc:"open again"`
	Discarded  int        `json:"discarded"`
}

// LetterLimit says from when on dead letters raise an alert.
type LetterLimit struct {
	Connection string `json:"connection" doc:"id; empty: of the workspace, for connections that have none"`
	Percent    int    `json:"percent" minimum:"0" maximum:"100" doc:"more than so many of 100 records; 0: not looked at"`
	AtLeast    int    `json:"at_least" minimum:"1" maximum:"1000000" doc:"the percentage counts from so many records on"`
	Letters    int    `json:"letters" minimum:"0" maximum:"1000000" doc:"or more than so many letters; 0: not looked at"`
	Minutes    int    `json:"minutes" minimum:"1" maximum:"1440" doc:"within so many minutes"`
	Version    int    `json:"version" doc:"0: nobody has set it"`
}
