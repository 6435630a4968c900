package views

import "time"

// MappingOf names what mapping rules are for: a stream of a connector in the whole
// workspace, or of one connection, whose rules then win.
type MappingOf struct {
	Connector      string `json:"connector"`
	Connection     string `json:"connection,omitempty" doc:"id; without it: every connection of the connector"`
	ConnectionName string `json:"connection_name,omitempty"`
	Stream         string `json:"stream"`
}

// ID names it in one text, as the trail does.
func (of MappingOf) ID() string {
	c := of.Connection
	if c == "" {
		c = "00000000-0000-0000-0000-000000000000"
	}
	return of.Connector + "/" + c + "/" + of.Stream
}

// MappingRow is a mapping in a list, by its version in force.
type MappingRow struct {
	MappingOf
	Version int       `json:"version"`
	Note    string    `json:"note"`
	At      time.Time `json:"at" doc:"published"`
	By      string    `json:"by"`
}

// MappingVersion is one version of a mapping.
type MappingVersion struct {
	Version int       `json:"version"`
	Note    string    `json:"note"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
}

// MappingRules is a mapping with its rules.
type MappingRules struct {
	MappingOf
	Version  int              `json:"version"`
	InForce  int              `json:"in_force" doc:"the version in force"`
	YAML     string           `json:"yaml"`
	Versions []MappingVersion `json:"versions" nullable:"false" doc:"the newest first"`
}

// MappingIssue is one mistake in mapping rules.
type MappingIssue struct {
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	Code       string `json:"code"`
	Message    Text   `json:"message"`
	Suggestion string `json:"suggestion,omitempty" doc:"what was probably meant"`
}

// MappingCheck is what the hub says of rules before they are proposed.
type MappingCheck struct {
	MappingOf
	InForce int            `json:"in_force" doc:"the version in force; 0: none"`
	Now     string         `json:"now" doc:"the rules in force"`
	Issues  []MappingIssue `json:"issues" nullable:"false"`
	Same    bool           `json:"same" doc:"these are the rules in force"`
}
