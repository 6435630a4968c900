package approval_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// t0 is when every test begins.
var t0 = time.Date(2026, 6, 1, 1, 0, 0, 0, time.UTC)

// lab is a desk over a real database with a few people.
type lab struct {
	t      testing.TB
	store  *store.Store
	gate   *access.Gate
	desk   *approval.Desk
	ws     record.WorkspaceID
	people map[string]access.Actor
	world  *world
	desks  func(*world) *approval.Desk // nil: as it should be
}

// world is the state that approvals change: one number an object, and how often an
// approval changed it.
type world struct {
	mu      sync.Mutex
	value   map[string]int
	applied map[string]int // by approval id
	once    map[string]bool
	found   map[string]int // what the value was when an approval changed it
	fail    error
	before  func()
	forgets bool // what it did
	blind   bool // to what changed
}

// Now implements approval.Executor.
func (w *world) Now(_ context.Context, a approval.Approval) (approval.Hash, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.blind {
		return a.Hash, nil
	}
	return a.HashOf(w.diff(a.ObjectID, a.Ask))
}

func (w *world) diff(object string, ask json.RawMessage) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"value":{"from":%d,"to":%s}}`, w.value[object], ask))
}

// Apply implements approval.Executor.
func (w *world) Apply(_ context.Context, a approval.Approval) error {
	if w.before != nil {
		w.before()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return w.fail
	}
	if w.once[a.ID] && !w.forgets {
		return nil
	}
	h, err := a.HashOf(w.diff(a.ObjectID, a.Ask))
	if err != nil || h != a.Hash && !w.blind && !w.once[a.ID] {
		return fault.New("approval_changed", err)
	}
	w.once[a.ID] = true
	w.applied[a.ID]++
	w.found[a.ID] = w.value[a.ObjectID]
	to := 0
	err = json.Unmarshal(a.Ask, &to)
	w.value[a.ObjectID] = to
	return err
}

func (w *world) proposal(object string, to int, reason string) approval.Proposal {
	ask := json.RawMessage(fmt.Sprint(to))
	w.mu.Lock()
	defer w.mu.Unlock()
	return approval.Proposal{
		Kind: approval.MappingApply, ObjectKind: "mapping", ObjectID: object, Title: approval.Text{Zh: "改映射", En: "change a mapping"},
		Diff: w.diff(object, ask), Ask: ask, Reason: reason,
	}
}

func (w *world) set(object string, to int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.value[object] = to
}

func newLab(t testing.TB, s *store.Store) *lab {
	t.Helper()
	l := &lab{t: t, store: s, gate: access.NewGate(s, nil), people: map[string]access.Actor{}}
	l.fresh()
	return l
}

var slugs struct {
	sync.Mutex
	n int
}

// fresh begins anew in a workspace of its own.
func (l *lab) fresh() {
	l.t.Helper()
	slugs.Lock()
	slugs.n++
	slug := fmt.Sprintf("lab-%d", slugs.n)
	slugs.Unlock()
	ctx := context.Background()
	w, err := l.store.CreateWorkspace(access.With(ctx, access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: slug, Name: slug})
	if err != nil {
		l.t.Fatal(err)
	}
	l.ws = w.ID
	l.world = &world{value: map[string]int{}, applied: map[string]int{}, once: map[string]bool{}, found: map[string]int{}}
	l.desk = approval.NewDesk(l.store, map[approval.Kind]approval.Executor{approval.MappingApply: l.world})
	if l.desks != nil {
		l.desk = l.desks(l.world)
	}
	for name, role := range map[string]access.Role{"ann": access.Steward, "bob": access.Steward, "cid": access.IT, "mia": access.Marketing} {
		m, err := l.gate.AddMember(access.With(ctx, access.SystemActor("test", l.ws)), t0, access.NewMember{SignIn: name + "@" + slug, Name: name, Roles: []access.Role{role}})
		if err != nil {
			l.t.Fatal(err)
		}
		l.people[name] = access.Actor{Kind: access.User, ID: m.Account, Name: name, Workspace: l.ws, Roles: m.Roles}
	}
}

func (l *lab) as(name string) context.Context {
	return access.With(context.Background(), l.people[name])
}

func (l *lab) propose(name, object string, to int) approval.Approval {
	l.t.Helper()
	a, err := l.desk.Propose(l.as(name), t0, l.world.proposal(object, to, "because"))
	if err != nil {
		l.t.Fatal(err)
	}
	return a
}

func (l *lab) decide(name, id string, at time.Time, x approval.Decision) (approval.Approval, error) {
	if x.Reason == "" {
		x.Reason = "looked at"
	}
	return l.desk.Decide(l.as(name), at, id, x)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// trail counts the entries of an action, or of refusals with a code.
func (l *lab) trail(id, action, code string) string {
	l.t.Helper()
	return pgtest.Text(l.t, l.store, l.ws, `select count(*)::text from audit where object_id = $1 and action = $2 and ($3 = '' or diff->'code'->>'to' = $3)`, id, action, code)
}

// exec runs a statement as the program, inside the workspace, and takes it back; it
// gives the error's text.
func (l *lab) exec(sql string) string {
	l.t.Helper()
	return pgtest.Exec(l.t, l.store, l.ws, sql)
}
