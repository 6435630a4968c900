package access

import "slices"

// Scope says how far a permission reaches within a workspace.
type Scope string

// The scopes, the narrowest first.
const (
	None Scope = ""     // not at all
	Own  Scope = "own"  // what the actor's employee owns
	Team Scope = "team" // also what the employees below own: for who leads nobody, Own
	All  Scope = "all"  // everything in the workspace
)

// Scopes lists all but None, the narrowest first.
var Scopes = []Scope{Own, Team, All}

// Within tells whether s reaches no further than t.
func (s Scope) Within(t Scope) bool { return slices.Index(Scopes, s) <= slices.Index(Scopes, t) }

// grant is an entry of the table of permissions: a role, and how far it reaches.
type grant interface{ grants() (Role, Scope) }

func (r Role) grants() (Role, Scope) { return r, All }

// over is a role that reaches only so far.
func (r Role) over(s Scope) grant { return narrowed{r, s} }

type narrowed struct {
	role  Role
	scope Scope
}

func (n narrowed) grants() (Role, Scope) { return n.role, n.scope }

// ScopeOf gives how far a role's permission reaches; None where it has none.
func ScopeOf(r Role, a Action) Scope {
	for _, g := range permissions[a] {
		if role, scope := g.grants(); role == r {
			return scope
		}
	}
	return None
}

// Reach gives how far the roles together reach: as far as the widest of them.
func Reach(roles []Role, a Action) Scope {
	out := None
	for _, r := range roles {
		if s := ScopeOf(r, a); out.Within(s) {
			out = s
		}
	}
	return out
}

// Reach tells how far the actor's permission reaches; None where it has none. The
// system reaches everything.
func (a Actor) Reach(do Action) Scope {
	switch {
	case !a.Can(do):
		return None
	case a.Kind == System:
		return All
	}
	reach := Reach(a.Roles, do)
	if a.Bound != nil && Reach(a.Bound, do).Within(reach) {
		reach = Reach(a.Bound, do)
	}
	return reach
}

// Cell is one cell of the table of permissions.
type Cell struct {
	Action Action
	Role   Role
	Scope  Scope
}

// Matrix gives the table of permissions, every action with every role, sorted by
// action and in the order of Roles.
func Matrix() []Cell {
	var out []Cell
	for _, a := range Actions() {
		for _, r := range Roles {
			out = append(out, Cell{a, r, ScopeOf(r, a)})
		}
	}
	return out
}
