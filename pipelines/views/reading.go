package views

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Retry is how often in a row asking failed, and when it is tried again.
type Retry struct {
	Failures int        `json:"failures" doc:"tries that failed in a row"`
	Since    time.Time  `json:"since" doc:"the first of them"`
	LastAt   time.Time  `json:"last_at" doc:"the last of them"`
	NextAt   *time.Time `json:"next_at,omitempty" doc:"when it is tried again"`
	Code     string     `json:"code" doc:"of the last fault"`
	Message  Text       `json:"message"`
}

// Outage is a system that does not answer: its streams wait while one try at a time
// finds out whether it is back.
type Outage struct {
	Since   time.Time  `json:"since"`
	Tries   int        `json:"tries" doc:"that failed in a row, of all streams"`
	NextAt  *time.Time `json:"next_at,omitempty" doc:"when one stream tries next"`
	Code    string     `json:"code"`
	Message Text       `json:"message"`
}

// Halt is a stream that is not read until a person decides.
type Halt struct {
	Code    string    `json:"code" enum:"lost_cursor,lost_state"`
	Message Text      `json:"message"`
	At      time.Time `json:"at"`
}

// State is how far a stream was read: a document of the connector's own.
type State struct {
	Stream    string          `json:"stream"`
	Title     Text            `json:"title"`
	State     json.RawMessage `json:"state" doc:"null: from the start"`
	Text      string          `json:"text" doc:"the state byte for byte: its numbers may be longer than a browser reads"`
	Bytes     int             `json:"bytes"`
	Tag       string          `json:"tag" doc:"for If-Match: changes when a person decides about the connection, not as reading goes on"`
	UpdatedAt *time.Time      `json:"updated_at,omitempty"`
	Halted    *Halt           `json:"halted,omitempty"`
}

// Digest is a short name of a state's content, for the trail.
func Digest(state []byte) string {
	sum := sha256.Sum256(state)
	return hex.EncodeToString(sum[:12])
}
