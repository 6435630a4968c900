package store_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

func TestAConnectionIsMadeChangedAndDeleted(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c, err := s.CreateConnection(acting(t), ws, store.NewConnection{
		Name: "demo-form", Title: "官网表单", Connector: "webform", Door: "demo-form", PollEvery: 90 * time.Second,
		Settings: map[string]any{"origins": []string{"https://example.com"}, "big": json.Number("9007199254740993")},
		Secrets:  map[string]string{"signing_key": "whsec_not-real"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Version != 1 || c.Status != store.Enabled || c.Door != "demo-form" || c.PollEvery != 90*time.Second || c.CreatedBy != "system:test" || c.Settings["big"] != json.Number("9007199254740993") {
		t.Errorf("%+v", c)
	}
	title := "新表单"
	d, err := s.UpdateConnection(acting(t), ws, c.ID, c.Version, store.ConnectionChange{Title: &title, Settings: map[string]any{"origins": []string{}}})
	if err != nil || d.Title != title || d.Version != 2 || d.PollEvery != c.PollEvery {
		t.Errorf("%+v, %v", d, err)
	}
	_, err = s.UpdateConnection(acting(t), ws, c.ID, c.Version, store.ConnectionChange{Title: &title})
	wantFault(t, err, "conflict")
	if byName, err := s.ConnectionByName(t.Context(), ws, "demo-form"); err != nil || byName.ID != c.ID {
		t.Errorf("%+v, %v", byName, err)
	}
	if err := s.DeleteConnection(acting(t), ws, c.ID, "made by mistake"); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Connections(t.Context(), ws); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if kept, err := s.Connection(t.Context(), ws, c.ID); err != nil || kept.DeletedAt == nil || kept.Name != "demo-form" {
		t.Errorf("provenance cannot name it: %+v, %v", kept, err)
	}
	if secrets, err := s.Secrets(t.Context(), ws, c.ID); err != nil || len(secrets) != 0 {
		t.Errorf("it still has %d secrets, %v", len(secrets), err)
	}
	_, err = s.DoorBySlug(t.Context(), "demo-form")
	wantFault(t, err, "unknown_connection")
	wantFault(t, s.DeleteConnection(acting(t), ws, c.ID, ""), "not_found")
	_, err = s.UpdateConnection(acting(t), ws, c.ID, d.Version+1, store.ConnectionChange{Title: &title})
	wantFault(t, err, "not_found")

	trail, err := s.AuditTrail(t.Context(), ws, store.AuditQuery{ObjectKind: "connection", ObjectID: string(c.ID)})
	if err != nil || len(trail) != 3 || trail[0].Action != "connection.delete" || trail[0].Reason != "made by mistake" || trail[2].Actor.Ref() != "system:test" {
		t.Errorf("%+v, %v", trail, err)
	}
	if text := string(trail[1].Diff); !strings.Contains(text, "新表单") || strings.Contains(text, "example.com") {
		t.Errorf("the trail shows %s", text)
	}
}

func TestNamesAndDoorsAreTakenOnce(t *testing.T) {
	s := pgtest.Store(t)
	a, b := workspace(t, s, "a"), workspace(t, s, "b")
	mk := func(ws record.WorkspaceID, name, door string) error {
		_, err := s.CreateConnection(acting(t), ws, store.NewConnection{Name: name, Connector: "webform", Door: door})
		return err
	}
	if err := mk(a, "form", "form"); err != nil {
		t.Fatal(err)
	}
	wantFault(t, mk(a, "form", ""), "name_taken")
	wantFault(t, mk(b, "form", "form"), "door_taken") // doors are one list for the whole hub
	if err := mk(b, "form", "form-b"); err != nil {
		t.Errorf("names are the workspace's own: %v", err)
	}
	wantFault(t, mk(a, "Form", ""), "bad_name")
	wantFault(t, mk(a, "x", "../etc"), "bad_name")

	d, err := s.DoorBySlug(t.Context(), "form-b")
	if err != nil || d.Workspace != b {
		t.Errorf("%+v, %v", d, err)
	}
	if same, err := s.DoorBySlug(t.Context(), string(d.Connection)); err != nil || same.Connection != d.Connection || same.Workspace != b {
		t.Errorf("by id: %+v, %v", same, err)
	}
	for _, bad := range []string{"", "none", "'; drop table door; --", "a/b", strings.Repeat("x", 300), "form\x00"} {
		_, err := s.DoorBySlug(t.Context(), bad)
		wantFault(t, err, "unknown_connection")
	}
	if all, err := s.Doors(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAnotherWorkspacesConnectionIsNotFound(t *testing.T) {
	s := pgtest.Store(t)
	a, b := workspace(t, s, "a"), workspace(t, s, "b")
	c := connection(t, s, a, "crm")
	_, err := s.Connection(t.Context(), b, c)
	wantFault(t, err, "not_found")
	_, err = s.SetConnectionStatus(acting(t), b, c, store.Paused, "", "")
	wantFault(t, err, "not_found")
	wantFault(t, s.DeleteConnection(acting(t), b, c, ""), "not_found")
	_, err = s.PutFile(acting(t), b, c, store.NewFile{Name: "a.csv", Content: []byte("x")})
	wantFault(t, err, "not_found")
	_, err = s.Connection(t.Context(), a, "not-a-uuid")
	wantFault(t, err, "not_found")
}

func TestAStatusIsSetOnce(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	for i, want := range []bool{true, false} {
		changed, err := s.SetConnectionStatus(acting(t), ws, c, store.Unauthorized, "source_unauthorized", "")
		if err != nil || changed != want {
			t.Errorf("%d: changed %t, %v", i, changed, err)
		}
	}
	got, err := s.Connection(t.Context(), ws, c)
	if err != nil || got.Status != store.Unauthorized || got.StatusCode != "source_unauthorized" {
		t.Errorf("%+v, %v", got, err)
	}
	trail, err := s.AuditTrail(t.Context(), ws, store.AuditQuery{ObjectID: string(c)})
	if err != nil || len(trail) != 2 || trail[0].Action != "connection.unauthorized" {
		t.Errorf("%+v, %v", trail, err)
	}
	_, err = s.SetConnectionStatus(acting(t), ws, c, "dancing", "", "")
	wantFault(t, err, "database_refused_value")
}

func TestAChangeWithoutAnActorIsRefused(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	ctx := t.Context()
	_, err := s.CreateConnection(ctx, ws, store.NewConnection{Name: "x", Connector: "crm"})
	wantFault(t, err, "missing_actor")
	_, err = s.UpdateConnection(ctx, ws, c, 1, store.ConnectionChange{})
	wantFault(t, err, "missing_actor")
	_, err = s.SetConnectionStatus(ctx, ws, c, store.Paused, "", "")
	wantFault(t, err, "missing_actor")
	wantFault(t, s.DeleteConnection(ctx, ws, c, ""), "missing_actor")
	_, err = s.DecideState(ctx, ws, c, "leads", nil, "*", "why")
	wantFault(t, err, "missing_actor")
	_, err = s.PutFile(ctx, ws, c, store.NewFile{})
	wantFault(t, err, "missing_actor")
	_, err = s.PublishMapping(ctx, ws, store.MappingOf{Connector: "crm", Stream: "leads"}, 0, "a: b", "")
	wantFault(t, err, "missing_actor")
	_, err = s.RemoveWorkspace(ctx, ws, "")
	wantFault(t, err, "missing_actor")
}
