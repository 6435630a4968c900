package console_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What begins an entry of the trail, and the action that it names: whole, or its first
// word when the second is a value.
var (
	auditBegins  = regexp.MustCompile(`\bDid\(ctx, |Action: *"|\.entry\(|changeAlert\(|\.muted\(|\.did\(ctx|\baction\b.*:?= *"`)
	auditAction  = regexp.MustCompile(`"([a-z_]+\.[a-z_-]+)"`)
	auditPrefix  = regexp.MustCompile(`"([a-z_]+)\." ?\+`)
	auditSources = []string{"../access/*.go", "../access/*/*.go", "../store/*.go", "../console/*.go", "../pipelines/*/*.go", "../cmd/heliu/*.go"}
)

// auditValues are the second words of actions that the code puts together.
var auditValues = map[string][]string{
	"alert":       {"routes", "rules", "calendar"},
	"connection":  {"enabled", "paused", "unauthorized", "stopped"},
	"dead_letter": {"replay", "discard", "edit"},
}

// auditActions gives the actions that the code writes into the trail.
func auditActions(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	for _, pattern := range auditSources {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if !auditBegins.MatchString(line) {
					continue
				}
				for _, m := range auditAction.FindAllStringSubmatch(line, -1) {
					found[m[1]] = true
				}
				for _, m := range auditPrefix.FindAllStringSubmatch(line, -1) {
					if auditValues[m[1]] == nil {
						t.Errorf("%s puts an action together that auditValues does not list: %s", f, strings.TrimSpace(line))
					}
					for _, v := range auditValues[m[1]] {
						found[m[1]+"."+v] = true
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// unworded gives the actions that a language has no words for.
func unworded(actions []string, words map[string]map[string]string) (out []string) {
	for _, a := range actions {
		of, what, _ := strings.Cut(a, ".")
		if words[of][what] == "" {
			out = append(out, a)
		}
	}
	return out
}

// The page of the trail says in words what somebody did, whatever it was.
func TestEveryActionOfTheTrailHasWords(t *testing.T) {
	t.Parallel()
	actions := auditActions(t)
	for _, known := range []string{"session.start", "approval.expire", "alert.mute", "connection.paused", "handover.undo", "totp.reset", "connection.set-state", "member.roles"} {
		if !slices.Contains(actions, known) {
			t.Errorf("%s was not found in the code; found %v", known, actions)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		text, err := os.ReadFile("web/src/i18n/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var all struct {
			AuditAction map[string]map[string]string `json:"auditAction"`
		}
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		if missing := unworded(actions, all.AuditAction); len(missing) > 0 {
			t.Errorf("%s has no words for %v", lang, missing)
		}
		delete(all.AuditAction["session"], "start")
		if missing := unworded(actions, all.AuditAction); !slices.Equal(missing, []string{"session.start"}) {
			t.Errorf("a word that is missing was not seen: %v", missing)
		}
	}
}
