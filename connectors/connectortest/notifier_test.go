package connectortest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors/connectortest"
)

func TestToyChannelPassesTheSuite(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{Connector: toyChannel(""), Start: startToyPost})
}

// Each flaw of the toy trips the check that was made for it.
func TestMutantNotifiersAreCaught(t *testing.T) {
	for flaw, want := range map[string]string{
		"open secret":              "spec_complete",
		"takes any settings":       "settings",
		"check sends":              "check_silent",
		"check is blind":           "check_credentials",
		"401 is a person's":        "notify_credentials",
		"loses the address":        "delivered",
		"one outcome for all":      "delivered",
		"an id of its own":         "same_message_again",
		"an id of the words":       "other_message",
		"sees no unknown":          "unknown_recipient",
		"all or nothing":           "unknown_recipient",
		"names the unknown":        "unknown_recipient",
		"sends to nobody":          "no_recipient",
		"builds JSON by hand":      "hostile_text",
		"one at a time":            "at_once",
		"forgets the wait":         "rate_limited",
		"waits inside":             "rate_limited",
		"an error and outcomes":    "rate_limited",
		"gives up when down":       "unreachable",
		"gives up on a bad answer": "fate_unknown",
		"takes any answer":         "fate_unknown",
		"written when lost":        "fault_passes",
		"keeps a dead token":       "session_lost",
		"deaf to the context":      "cancelled",
		"secret in the log":        "nothing_shown",
		"person in the log":        "nothing_shown",
		"leaks":                    "no_leaks",
	} {
		t.Run(strings.ReplaceAll(flaw, " ", "_"), func(t *testing.T) {
			found := connectortest.NotifierFindings(t, connectortest.NotifierCase{Connector: toyChannel(flaw), Start: startToyPost})
			if !slices.ContainsFunc(found, func(f connectortest.Finding) bool { return f.Check == want }) {
				t.Errorf("want a finding of %s, got %v", want, found)
			}
		})
	}
}

func TestMissingChannelHooksAndWaivers(t *testing.T) {
	bare := func(t testing.TB, env *connectortest.Env) *connectortest.Channel {
		ch := startToyPost(t, env)
		ch.Limit, ch.LoseSession, ch.BadCredentials, ch.Unknown.ID = nil, nil, nil, ""
		return ch
	}
	found := connectortest.NotifierFindings(t, connectortest.NotifierCase{Connector: toyChannel(""), Start: bare})
	var names []string
	waive := map[string]string{}
	for _, f := range found {
		names = append(names, f.Check)
		waive[f.Check] = "the toy has none"
	}
	if want := []string{"check_credentials", "notify_credentials", "unknown_recipient", "rate_limited", "session_lost"}; !slices.Equal(names, want) {
		t.Errorf("missing hooks: got findings of %v, want %v", names, want)
	}
	if found := connectortest.NotifierFindings(t, connectortest.NotifierCase{Connector: toyChannel(""), Start: bare, Waive: waive}); len(found) > 0 {
		t.Errorf("waived checks were made: %v", found)
	}
	for _, bad := range []map[string]string{{"same_messages": "x"}, {"at_once": ""}} {
		found := connectortest.NotifierFindings(t, connectortest.NotifierCase{Connector: toyChannel(""), Start: startToyPost, Waive: bad})
		if len(found) != 1 || found[0].Check != "waivers" {
			t.Errorf("waiver %v: got %v", bad, found)
		}
	}
}
