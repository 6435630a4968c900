package access

import (
	"context"
	"slices"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Hub is the workspace of what concerns no tenant: the trail of failed sign-ins
// of unknown names, of accounts made and of workspaces made and removed.
const Hub record.WorkspaceID = "00000000-0000-0000-0000-000000000000"

// ActorKind is what kind of somebody an actor is.
type ActorKind string

// The kinds of actors.
const (
	User   ActorKind = "user"
	APIKey ActorKind = "key"
	System ActorKind = "system"
)

// Actor is who does something, in one workspace. The zero value may do nothing.
type Actor struct {
	Kind      ActorKind
	ID        string // account id, key id, or the name of a part of the hub
	Name      string // for people to read
	Workspace record.WorkspaceID
	Roles     []Role
	Scopes    []Action // narrows the roles of an API key; empty narrows nothing
	Confined  bool     // a user whose session stays in the workspace: see Session
	Lent      bool     // a user whose session began by somebody's link: see Session
	Bound     []Role   // of an API key: what its maker is now, which bounds it; nil bounds nothing
	Maker     string   // of an API key: the account that made it; empty for one that the hub made
}

// Account is the account whose hand it is: a user's own, that which made an API key.
// Parts of the hub and their keys have none.
func (a Actor) Account() string {
	if a.Kind == User {
		return a.ID
	}
	return a.Maker
}

// SystemActor is a part of the hub that acts by itself: the scheduler, a migration,
// a command at the machine. It may do everything in the workspace.
func SystemActor(part string, ws record.WorkspaceID) Actor {
	return Actor{Kind: System, ID: part, Name: part, Workspace: ws}
}

// Ref names the actor in one text, as created_by columns hold it: user:<id>.
func (a Actor) Ref() string { return string(a.Kind) + ":" + a.ID }

// Can tells whether the actor may do it in its workspace.
func (a Actor) Can(do Action) bool {
	if permissions[do] == nil {
		return false
	}
	if a.Kind == System {
		return true
	}
	if len(a.Scopes) > 0 && !slices.Contains(a.Scopes, do) {
		return false
	}
	return Allowed(a.Roles, do) && (a.Bound == nil || Allowed(a.Bound, do))
}

// Require is Can as a fault.
func (a Actor) Require(do Action) error {
	if a.Kind == "" {
		return fault.New("unauthenticated", nil)
	}
	if !a.Can(do) {
		return fault.Newf("forbidden", "%s needs one of the roles %v", do, permissions[do])
	}
	return nil
}

// In refuses another workspace than the actor's as not found: that it exists is
// already more than an outsider should learn.
func (a Actor) In(ws record.WorkspaceID) error {
	if filters && (a.Workspace != ws || ws == "") {
		return fault.New("not_found", nil)
	}
	return nil
}

type actorKey struct{}

// With puts the actor into the context; every change below names it.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// From gives the actor of the context. A change without one is a bug of ours and
// fails with missing_actor.
func From(ctx context.Context) (Actor, error) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	if !ok || a.Kind == "" {
		return Actor{}, fault.New("missing_actor", nil)
	}
	return a, nil
}
