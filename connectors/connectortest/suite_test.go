package connectortest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors/connectortest"
)

func TestToyPassesTheSuite(t *testing.T) {
	connectortest.RunSource(t, connectortest.SourceCase{Connector: toy(""), Start: startToy})
}

// Each flaw of the toy trips the check that was made for it.
func TestMutantsAreCaught(t *testing.T) {
	for flaw, want := range map[string]string{
		"open secret":         "spec_complete",
		"check is blind":      "check_credentials",
		"greater than":        "one_moment",
		"drops the last row":  "full_read",
		"state ahead":         "resume",
		"stuck":               "resume",
		"no state":            "full_read",
		"state grows":         "state",
		"no overlap":          "late_rows",
		"rounds the cursor":   "smallest_step",
		"ignores emit":        "bus_down",
		"ignores stale lease": "stale_lease",
		"swallows 401":        "fault_lasts",
		"internal on 5xx":     "fault_passes",
		"takes a cut body":    "fault_passes",
		"impatient":           "retry_after",
		"deaf to the context": "cancel_in_request",
		"phone in the key":    "no_personal_values",
		"secret in the log":   "no_secrets",
		"leaks":               "no_leaks",
		"deletes unseen":      "deletes",
		"unpadded version":    "versions_monotone",
		"changing content":    "read_again",
		"empty payload":       "full_read",

		"hides its windows":            "window_declared",
		"window with its end":          "window_exact",
		"window without its beginning": "window_exact",
		"window begins anew":           "window_resume",
		"window moves the stream":      "window_apart",
	} {
		t.Run(strings.ReplaceAll(flaw, " ", "_"), func(t *testing.T) {
			found := connectortest.SourceFindings(t, connectortest.SourceCase{Connector: toy(flaw), Start: startToy})
			if !slices.ContainsFunc(found, func(f connectortest.Finding) bool { return f.Check == want }) {
				t.Errorf("want a finding of %s, got %v", want, found)
			}
		})
	}
}

func TestMissingHooksAndWaivers(t *testing.T) {
	bare := func(t testing.TB, env *connectortest.Env) *connectortest.System {
		s := startToy(t, env)
		s.InsertAt, s.Late = nil, 0
		return s
	}
	found := connectortest.SourceFindings(t, connectortest.SourceCase{Connector: toy(""), Start: bare})
	var names []string
	for _, f := range found {
		names = append(names, f.Check)
	}
	if want := []string{"one_moment", "smallest_step", "late_rows"}; !slices.Equal(names, want) {
		t.Errorf("missing hooks: got findings of %v, want %v", names, want)
	}
	waive := map[string]string{"one_moment": "no", "smallest_step/things": "no", "late_rows": "no"}
	if found := connectortest.SourceFindings(t, connectortest.SourceCase{Connector: toy(""), Start: bare, Waive: waive}); len(found) > 0 {
		t.Errorf("waived checks were made: %v", found)
	}
	for _, bad := range []map[string]string{{"one_momentum": "x"}, {"one_moment": ""}} {
		if found := connectortest.SourceFindings(t, connectortest.SourceCase{Connector: toy(""), Start: startToy, Waive: bad}); len(found) != 1 || found[0].Check != "waivers" {
			t.Errorf("waiver %v: got %v", bad, found)
		}
	}
}
