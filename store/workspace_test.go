package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

func TestWorkspacesAreMadeNamedAndListed(t *testing.T) {
	s := pgtest.Store(t)
	a := workspace(t, s, "a")
	if _, err := s.CreateWorkspace(acting(t), store.NewWorkspace{Slug: "a"}); err == nil {
		t.Error("a slug was given twice")
	} else {
		wantFault(t, err, "name_taken")
	}
	for _, bad := range []string{"", "A", "a b", "-a", "甲"} {
		_, err := s.CreateWorkspace(acting(t), store.NewWorkspace{Slug: bad})
		wantFault(t, err, "bad_name")
	}
	_, err := s.CreateWorkspace(t.Context(), store.NewWorkspace{Slug: "nobody"})
	wantFault(t, err, "missing_actor")
	if err := s.RenameWorkspace(acting(t), a, "新名"); err != nil {
		t.Fatal(err)
	}
	w, err := s.WorkspaceBySlug(t.Context(), "a")
	if err != nil || w.ID != a || w.Name != "新名" {
		t.Errorf("%+v, %v", w, err)
	}
	all, err := s.WorkspaceList(t.Context())
	if err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	trail, err := s.AuditTrail(t.Context(), access.Hub, store.AuditQuery{ObjectKind: "workspace"})
	if err != nil || len(trail) != 1 || trail[0].Action != "workspace.create" || trail[0].ObjectID != string(a) {
		t.Errorf("the hub's trail: %+v, %v", trail, err)
	}
}

func TestRemovingAWorkspaceLeavesTheTrailAlone(t *testing.T) {
	s := pgtest.Store(t)
	gone, stays := workspace(t, s, "gone"), workspace(t, s, "stays")
	for _, n := range []struct{ name, door string }{{"form", "gone-form"}, {"hook", ""}} {
		c, err := s.CreateConnection(acting(t), gone, store.NewConnection{Name: n.name, Connector: "webform", Door: n.door, Secrets: map[string]string{"key": "s"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.PutFile(acting(t), gone, c.ID, store.NewFile{Name: "a.csv", Kind: "leads", Content: []byte(n.name)}); err != nil { // a table that points at another
			t.Fatal(err)
		}
	}
	if _, err := s.PublishMapping(acting(t), gone, store.MappingOf{Connector: "webform", Stream: "leads"}, 0, "a: b", ""); err != nil { // append-only, but not for ever
		t.Fatal(err)
	}
	if _, err := s.CreateConnection(acting(t), stays, store.NewConnection{Name: "form", Connector: "webform"}); err != nil {
		t.Fatal(err)
	}
	before, err := s.AuditTrail(t.Context(), gone, store.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.RemoveWorkspace(acting(t), gone, "no longer needed")
	if err != nil || rows < 6 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	after, err := s.AuditTrail(t.Context(), gone, store.AuditQuery{})
	if err != nil || len(after) != len(before)+1 || after[0].Action != "workspace.remove" || after[0].Reason != "no longer needed" {
		t.Errorf("trail before %d, after %+v, %v", len(before), after, err)
	}
	if _, err := s.DoorBySlug(t.Context(), "gone-form"); err == nil {
		t.Error("the door is still open")
	}
	if n := rowsLeft(t, s, gone); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if kept, err := s.Connections(t.Context(), stays); err != nil || len(kept) != 1 {
		t.Errorf("the other workspace has %v, %v", kept, err)
	}
	_, err = s.CreateConnection(acting(t), gone, store.NewConnection{Name: "late", Connector: "webform"})
	wantFault(t, err, "workspace_gone")
	_, err = s.RemoveWorkspace(acting(t), gone, "")
	wantFault(t, err, "workspace_gone")
	_, err = s.RemoveWorkspace(acting(t), access.Hub, "")
	wantFault(t, err, "workspace_gone")
	if w, err := s.Workspace(t.Context(), gone); err != nil || w.DeletedAt == nil {
		t.Errorf("%+v, %v", w, err)
	}
	workspace(t, s, "gone") // the slug is free again
}

func TestRemovalWaitsForWorkAndKeepsNewWorkOut(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	inside, finish, removed := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	worked := make(chan error, 1)
	go func() {
		worked <- s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
			close(inside)
			<-finish
			_, err := tx.Exec(ctx, "insert into connection (workspace, id, name, connector, created_by, updated_by) values ($1, gen_random_uuid(), 'late', 'webform', 'x', 'x')", ws)
			return err
		})
	}()
	<-inside
	go func() {
		_, err := s.RemoveWorkspace(acting(t), ws, "")
		removed <- err
	}()
	select {
	case err := <-removed:
		t.Fatalf("the removal did not wait: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(finish)
	if err := <-worked; err != nil {
		t.Fatal(err)
	}
	if err := <-removed; err != nil {
		t.Fatal(err)
	}
	if n := rowsLeft(t, s, ws); n != 0 {
		t.Errorf("%d rows slipped past the removal", n)
	}
}

// TestAnOldSnapshotDoesNotOutliveARemoval lets a repeatable-read transaction wait for
// the removal: its snapshot still shows the workspace.
func TestAnOldSnapshotDoesNotOutliveARemoval(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	remover := asApp(t, dsn)
	tx, err := remover.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "select set_config('app.workspace', $1, true)", string(ws)); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "select heliu_remove_workspace($1)", string(ws)); err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	go func() {
		waited <- s.InWorkspaceSnapshot(t.Context(), ws, func(context.Context, pgx.Tx) error { return nil })
	}()
	select {
	case err := <-waited:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantFault(t, <-waited, "workspace_gone")
}

// rowsLeft counts the connections of a workspace, whether it was removed or not.
func rowsLeft(t *testing.T, s *store.Store, ws record.WorkspaceID) (n int) {
	t.Helper()
	err := s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select set_config('app.workspace', $1, true)", string(ws)); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select (select count(*) from connection) + (select count(*) from secret) + (select count(*) from mapping)
			+ (select count(*) from uploaded_file) + (select count(*) from membership)`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheTrailTakesNoChange(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	if err := s.RenameWorkspace(acting(t), ws, "b"); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"update audit set reason = 'x'", "delete from audit", "truncate audit"} {
		err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, q)
			return err
		})
		wantFault(t, err, "internal")
	}
	owner := ownerConn(t, dsn)
	if _, err := owner.Exec(t.Context(), "delete from audit"); err == nil {
		t.Error("the owner deleted from the trail by a plain statement")
	}
}
