// Package rights says who may do what as of a moment, reckoned from the trail, and
// which of it one person should not hold together. It is pure: the same changes and
// keys give the same answer, whenever it is asked.
package rights

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
)

// Change is an entry of the trail about somebody's place or account.
type Change struct {
	At      time.Time
	Account string
	Action  string // member.add, member.roles, account.disable, account.enable …
	By      string // actor, see access.Actor.Ref
	Diff    json.RawMessage
}

// Person is somebody with a place in the workspace.
type Person struct {
	Account   string
	Name      string // as called now; filled in by the caller
	Roles     []access.Role
	Since     time.Time // of these roles
	By        string    // who gave them
	Disabled  bool
	Conflicts []string // ids of the table
}

// Key is an API key that was in force.
type Key struct {
	access.Key
	Conflicts []string
}

// Report is who may do what as of a moment.
type Report struct {
	AsOf    time.Time
	Persons []Person // by account
	Keys    []Key    // oldest first
}

// AsOf reckons the report of a moment from all changes, oldest first, and all keys
// that ever were. Changes after the moment count for nothing.
func AsOf(at time.Time, changes []Change, keys []access.Key) Report {
	persons := map[string]*Person{}
	for _, c := range changes {
		if c.At.After(at) {
			continue
		}
		p := persons[c.Account]
		if p == nil {
			p = &Person{Account: c.Account}
			persons[c.Account] = p
		}
		switch {
		case c.Action == "account.disable":
			p.Disabled = true
		case c.Action == "account.enable":
			p.Disabled = false
		case strings.HasPrefix(c.Action, "member."):
			if roles, ok := rolesAfter(c.Diff); ok {
				p.Roles, p.Since, p.By = roles, c.At, c.By
			}
		}
	}
	r := Report{AsOf: at, Persons: []Person{}, Keys: []Key{}}
	for _, p := range persons {
		if len(p.Roles) == 0 {
			continue
		}
		p.Conflicts = conflictsOf(access.Actor{Kind: access.User, ID: p.Account, Roles: p.Roles})
		r.Persons = append(r.Persons, *p)
	}
	slices.SortFunc(r.Persons, func(a, b Person) int { return cmp.Compare(a.Account, b.Account) })
	for _, k := range keys {
		inForce := !k.CreatedAt.After(at) && (k.ExpiresAt == nil || k.ExpiresAt.After(at)) && (k.RevokedAt == nil || k.RevokedAt.After(at))
		if inForce {
			r.Keys = append(r.Keys, Key{k, conflictsOf(access.Actor{Kind: access.APIKey, ID: k.ID, Roles: k.Roles, Scopes: k.Scopes})})
		}
	}
	slices.SortStableFunc(r.Keys, func(a, b Key) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return r
}

// rolesAfter gives what a change made of the roles; ok is false where it did not touch them.
func rolesAfter(diff json.RawMessage) (roles []access.Role, ok bool) {
	var d struct {
		Roles *struct {
			To []access.Role `json:"to"`
		} `json:"roles"`
	}
	if len(diff) == 0 || json.Unmarshal(diff, &d) != nil || d.Roles == nil {
		return nil, false
	}
	return d.Roles.To, true
}

func conflictsOf(a access.Actor) []string {
	out := []string{}
	for _, c := range Conflicts() {
		if a.Can(c.One) && a.Can(c.Other) {
			out = append(out, c.ID)
		}
	}
	return out
}
