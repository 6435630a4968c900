package privacy

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/record"
)

// ConsentEntry is one line of the ledger of consent.
type ConsentEntry struct {
	Statement
	Source   string    // record name, or who wrote it down
	Evidence string    // a reference
	Noted    time.Time // when the hub learnt of it
}

// Destination says for what a connection that is written to reaches people.
type Destination struct {
	Connection string    `json:"connection" doc:"id"`
	Name       string    `json:"name"`
	Purpose    string    `json:"purpose"`
	Channel    string    `json:"channel" doc:"empty: every channel"`
	Contacts   bool      `json:"contacts" doc:"what is written reaches the person: it counts"`
	Updated    time.Time `json:"updated_at"`
}

// HeldContact is a contact that did not take place.
type HeldContact struct {
	Golden     string    `json:"person" doc:"golden person"`
	Connection string    `json:"connection"`
	Purpose    string    `json:"purpose"`
	Channel    string    `json:"channel"`
	Why        string    `json:"why" enum:"no_consent,consent_withdrawn,contact_limit"`
	At         time.Time `json:"at"`
}

// Permitter answers whoever is about to reach people. Safe for concurrent use.
type Permitter interface {
	// Permit answers each ask, all of one connection, and counts those that are allowed.
	// Golden records that are no persons are always allowed.
	Permit(ctx context.Context, ws record.WorkspaceID, asks []Ask, now time.Time) ([]Verdict, error)
	// Release takes back what was counted and did not take place.
	Release(ctx context.Context, ws record.WorkspaceID, asks []Ask) error
}
