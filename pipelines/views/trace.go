package views

import "time"

// Trace says where a document is on its way, whatever its fate is: applied, under way,
// held back, left out, refused, or never seen, and then where to look next.
type Trace struct {
	Number    string          `json:"number"`
	Found     bool            `json:"found" doc:"something is known of the number: a document, or a refusal"`
	Summary   Text            `json:"summary"`
	Documents []TraceDocument `json:"documents" nullable:"false"`
	Refusals  []TraceRefusal  `json:"refusals" nullable:"false" doc:"requests that named the number and were refused"`
	Similar   []SimilarNumber `json:"similar" nullable:"false" doc:"documents whose number contains it; where nothing has it"`
	Places    []TracePlace    `json:"places" nullable:"false" doc:"where it could come from and how these stand; where nothing has it"`
	Looked    Looked          `json:"looked" doc:"how far the contents of records were looked through"`
}

// TraceDocument is one source record that carries the number.
type TraceDocument struct {
	Record Ref    `json:"record"`
	Kind   string `json:"kind" doc:"canonical kind; empty: nothing was made of it"`
	Number string `json:"number"`
	Steps  []Step `json:"steps" nullable:"false"`
}

// Step is one station of a document.
type Step struct {
	Stage      string     `json:"stage" enum:"received,mapped,settled,entity,golden,credited,matched,dead_letter,waiting,superseded"`
	State      string     `json:"state" enum:"done,waiting,failed,info"`
	At         *time.Time `json:"at,omitempty"`
	Text       Text       `json:"text"`
	Golden     *GoldenRef `json:"golden,omitempty"`
	DealID     string     `json:"deal_id,omitempty"`
	PaymentID  string     `json:"payment_id,omitempty"`
	DeadLetter string     `json:"dead_letter,omitempty" doc:"id of the dead letter"`
	Code       string     `json:"code,omitempty" doc:"of the fault"`
}

// TraceRefusal is what a door refused.
type TraceRefusal struct {
	Connection string    `json:"connection" format:"uuid"`
	Name       string    `json:"name"`
	Title      string    `json:"title"`
	Code       string    `json:"code"`
	Message    Text      `json:"message"`
	Number     string    `json:"number"`
	FirstAt    time.Time `json:"first_at"`
	LastAt     time.Time `json:"last_at"`
	Count      int64     `json:"count"`
}

// SimilarNumber is a document whose number contains what was looked for.
type SimilarNumber struct {
	Kind   string `json:"kind"`
	Number string `json:"number"`
	Record Ref    `json:"record"`
}

// TracePlace is a connection from which a document could come.
type TracePlace struct {
	Connection  string     `json:"connection" format:"uuid"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Connector   string     `json:"connector"`
	Streams     []Text     `json:"streams" nullable:"false" doc:"titles of the streams that could carry it"`
	Health      string     `json:"health" enum:"ok,waiting,failing,paused,stopped,silent"`
	LastMovedAt *time.Time `json:"last_moved_at,omitempty"`
	LastReadAt  *time.Time `json:"last_read_at,omitempty"`
	InFlight    int64      `json:"in_flight"`
	Suspect     bool       `json:"suspect" doc:"it stands, fails or never brought anything: look here first"`
	Hint        Text       `json:"hint" doc:"how it stands and what to do"`
}

// Looked says how far contents were looked through for a number that nothing is known by.
type Looked struct {
	Records  int        `json:"records" doc:"contents looked at"`
	Since    *time.Time `json:"since,omitempty" doc:"received since then; older ones were not looked at"`
	Waiting  int        `json:"waiting" doc:"records that wait to be read, looked at"`
	Complete bool       `json:"complete" doc:"all that wait or are held back were looked at"`
}
