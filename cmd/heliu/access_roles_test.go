package main

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
)

// TestTheTableOfRolesIsPrinted: every action has its line, and every cell says how far.
func TestTheTableOfRolesIsPrinted(t *testing.T) {
	var b strings.Builder
	writeRoles(&b)
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != len(access.Actions())+1 {
		t.Fatalf("%d lines for %d actions", len(lines), len(access.Actions()))
	}
	for _, l := range lines[1:] {
		cells := strings.Split(strings.TrimSuffix(l, "\t"), "\t")
		if len(cells) != len(access.Roles)+1 {
			t.Fatalf("%q", l)
		}
		for i, r := range access.Roles {
			want := string(access.ScopeOf(r, access.Action(cells[0])))
			if want == "" {
				want = "-"
			}
			if cells[i+1] != want {
				t.Errorf("%s, %s: %q, want %q", cells[0], r, cells[i+1], want)
			}
		}
	}
}
