package views

import "time"

// RightsReport says who may do what as of a moment.
type RightsReport struct {
	AsOf      time.Time        `json:"as_of"`
	Persons   []RightsPerson   `json:"persons" nullable:"false"`
	Keys      []RightsKey      `json:"keys" nullable:"false"`
	Conflicts []RightsConflict `json:"conflicts" nullable:"false" doc:"the table that conflicts are reckoned by"`
}

// RightsPerson is somebody with a place in the workspace.
type RightsPerson struct {
	Account   string    `json:"account"`
	Name      string    `json:"name" doc:"as called now"`
	SignIn    string    `json:"sign_in"`
	Roles     []string  `json:"roles" nullable:"false"`
	Since     time.Time `json:"since" doc:"when these roles were given"`
	By        string    `json:"by" doc:"who gave them: user:…, key:… or system:…"`
	ByName    string    `json:"by_name"`
	Disabled  bool      `json:"disabled"`
	Conflicts []string  `json:"conflicts" nullable:"false" doc:"ids of the table"`
}

// RightsKey is an API key that was in force.
type RightsKey struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Last4     string     `json:"last4"`
	Roles     []string   `json:"roles" nullable:"false"`
	Scopes    []string   `json:"scopes" nullable:"false" doc:"empty: all that its roles may"`
	Since     time.Time  `json:"since"`
	By        string     `json:"by"`
	ByName    string     `json:"by_name"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	Conflicts []string   `json:"conflicts" nullable:"false"`
}

// RightsConflict is two permissions that one person should not hold together.
type RightsConflict struct {
	ID      string `json:"id"`
	One     string `json:"one"`
	Other   string `json:"other"`
	Guarded bool   `json:"guarded" doc:"the hub keeps the two apart in each single case: who proposed never decides"`
	Name    Text   `json:"name"`
	Why     Text   `json:"why"`
}
