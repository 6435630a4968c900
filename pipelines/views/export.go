package views

import "time"

// Export is an export that two people agreed on and that waits to be fetched.
type Export struct {
	ID            string     `json:"id" doc:"that of the approval"`
	Format        string     `json:"format" enum:"csv,xlsx"`
	Personal      bool       `json:"personal" doc:"personal values stand in it in full"`
	Persons       int64      `json:"persons"`
	Organisations int64      `json:"organisations"`
	SHA256        string     `json:"sha256" doc:"of the file, hexadecimal"`
	Size          int64      `json:"size" doc:"bytes"`
	MadeAt        time.Time  `json:"made_at"`
	ExpiresAt     time.Time  `json:"expires_at"`
	FetchedAt     *time.Time `json:"fetched_at,omitempty"`
}
