package rights_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/rights"
)

func day(n int) time.Time { return time.Date(2026, 6, n, 0, 0, 0, 0, time.UTC) }

func roles(from, to []access.Role) json.RawMessage {
	d, err := access.Diff(map[string]any{"roles": from}, map[string]any{"roles": to}, nil)
	if err != nil {
		panic(err)
	}
	return d
}

var story = []rights.Change{
	{At: day(1), Account: "a", Action: "member.add", By: "system:up", Diff: roles(nil, []access.Role{access.Admin})},
	{At: day(2), Account: "f", Action: "member.add", By: "user:a", Diff: roles(nil, []access.Role{access.Finance})},
	{At: day(3), Account: "f", Action: "member.roles", By: "user:a", Diff: roles([]access.Role{access.Finance}, []access.Role{access.Finance, access.Admin})},
	{At: day(4), Account: "f", Action: "member.name", By: "user:a", Diff: json.RawMessage(`{"name":{"changed":true}}`)},
	{At: day(5), Account: "f", Action: "account.disable", By: "user:a"},
	{At: day(6), Account: "f", Action: "account.enable", By: "user:a"},
	{At: day(7), Account: "f", Action: "member.roles", By: "user:a", Diff: roles([]access.Role{access.Finance, access.Admin}, nil)},
}

func TestWhoHadWhatWhen(t *testing.T) {
	expires, revoked := day(5), day(4)
	keys := []access.Key{
		{ID: "k1", CreatedAt: day(2), ExpiresAt: &expires, Roles: []access.Role{access.IT}},
		{ID: "k2", CreatedAt: day(3), RevokedAt: &revoked, Roles: []access.Role{access.Admin}, Scopes: []access.Action{access.CustomerRead}},
	}
	for n, want := range map[int]string{
		1: "a[admin] |",
		2: "a[admin] f[finance] | k1",
		3: "a[admin] f[finance admin] | k1 k2",
		4: "a[admin] f[finance admin] | k1",
		5: "a[admin] f[finance admin]off |",
		6: "a[admin] f[finance admin] |",
		7: "a[admin] |",
	} {
		r := rights.AsOf(day(n), story, keys)
		var out []string
		for _, p := range r.Persons {
			out = append(out, p.Account+fmt.Sprint(p.Roles)+map[bool]string{true: "off"}[p.Disabled])
		}
		out = append(out, "|")
		for _, k := range r.Keys {
			out = append(out, k.ID)
		}
		if got := strings.Join(out, " "); got != want {
			t.Errorf("day %d: %s, want %s", n, got, want)
		}
	}
	r := rights.AsOf(day(4), story, nil)
	if f := r.Persons[1]; !f.Since.Equal(day(3)) || f.By != "user:a" || !slices.Contains(f.Conflicts, "post_grant") || !slices.Contains(f.Conflicts, "post_match") {
		t.Errorf("%+v", f)
	}
	if a := r.Persons[0]; slices.Contains(a.Conflicts, "post_match") || !slices.Contains(a.Conflicts, "grant_approve") {
		t.Errorf("%+v", a)
	}
}

// TestAReportOfThePastStays: what happens later changes no report of a moment before it.
func TestAReportOfThePastStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []rights.Change
		for i := range rapid.IntRange(0, 30).Draw(t, "changes") {
			to := rapid.SliceOfNDistinct(rapid.SampledFrom(access.Roles), 0, 3, func(r access.Role) access.Role { return r }).Draw(t, "roles")
			all = append(all, rights.Change{
				At: day(1).Add(time.Duration(i) * time.Hour), Account: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who"),
				Action: rapid.SampledFrom([]string{"member.add", "member.roles", "account.disable", "account.enable"}).Draw(t, "what"), Diff: roles([]access.Role{"x"}, to),
			})
		}
		n := rapid.IntRange(0, len(all)).Draw(t, "until")
		at := day(1).Add(time.Duration(n)*time.Hour - time.Minute)
		if a, b := fmt.Sprint(rights.AsOf(at, all[:n], nil)), fmt.Sprint(rights.AsOf(at, all, nil)); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

func TestTheTableOfConflicts(t *testing.T) {
	known, seen := access.Actions(), map[string]bool{}
	for _, c := range rights.Conflicts() {
		if !slices.Contains(known, c.One) || !slices.Contains(known, c.Other) || c.One == c.Other {
			t.Errorf("%s: %s and %s", c.ID, c.One, c.Other)
		}
		if seen[c.ID] || c.Name.Zh == "" || c.Name.En == "" || c.Why.Zh == "" || c.Why.En == "" {
			t.Errorf("%+v", c)
		}
		seen[c.ID] = true
	}
	for _, a := range known { // every decision about what somebody else proposed stands in the table
		if strings.HasPrefix(string(a), "approval.") && !slices.ContainsFunc(rights.Conflicts(), func(c rights.Conflict) bool { return c.Other == a && c.Guarded }) {
			t.Errorf("nobody said what conflicts with %s", a)
		}
	}
}
