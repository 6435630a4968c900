package store_test

import (
	"testing"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

func silence(stream string) alerts.Event {
	return alerts.Event{
		Kind: alerts.Silence, Severity: alerts.Warning, Connection: record.ConnectionID("11111111-1111-4111-8111-111111111111"), Stream: stream,
		Text: alerts.Text{Zh: "静默", En: "silent"}, Detail: map[string]any{"usual": 12.0},
	}
}

func openAlerts(t *testing.T, s *store.Store, ws record.WorkspaceID) []alerts.Stored {
	t.Helper()
	out, err := s.OpenAlerts(t.Context(), ws)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnEventIsOpenOnceUntilItIsOver(t *testing.T) {
	s := pgtest.Store(t)
	ws, other := workspace(t, s, "one"), workspace(t, s, "two")
	worse := silence("leads")
	worse.Severity, worse.Text.En = alerts.Critical, "still silent"
	hub := alerts.Event{Kind: alerts.Lag, Severity: alerts.Critical, Subject: "map", Text: alerts.Text{Zh: "积压", En: "lag"}}
	for _, e := range []alerts.Event{silence("leads"), worse, silence("orders"), hub} {
		if err := s.Raise(t.Context(), ws, e); err != nil {
			t.Fatal(err)
		}
	}
	got := openAlerts(t, s, ws)
	if len(got) != 3 {
		t.Fatalf("%d events are open, want 3: %+v", len(got), got)
	}
	first := got[0]
	if first.Count != 2 || first.Severity != alerts.Critical || first.Text.En != "still silent" || first.LastAt.Before(first.FirstAt) || !first.ClosedAt.IsZero() || first.Detail["usual"] != 12.0 {
		t.Errorf("raised twice: %+v", first)
	}
	if got[2].Connection != "" || got[2].Subject != "map" {
		t.Errorf("an event of the hub itself: %+v", got[2])
	}
	if n := len(openAlerts(t, s, other)); n != 0 {
		t.Errorf("another workspace sees %d events", n)
	}
	if err := s.Clear(t.Context(), ws, silence("leads")); err != nil {
		t.Fatal(err)
	}
	if err := s.Clear(t.Context(), ws, silence("never")); err != nil {
		t.Errorf("clearing what is not open: %v", err)
	}
	if n := len(openAlerts(t, s, ws)); n != 2 {
		t.Errorf("%d events are open after one was cleared", n)
	}
	if err := s.Raise(t.Context(), ws, silence("leads")); err != nil {
		t.Fatal(err)
	}
	if got = openAlerts(t, s, ws); len(got) != 3 || got[2].Count != 1 || got[2].ID == first.ID {
		t.Errorf("raised again after it was over: %+v", got)
	}
}

func TestABadEventIsNotKept(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "one")
	bad := silence("leads")
	bad.Kind = "noise"
	wantFault(t, s.Raise(t.Context(), ws, bad), "internal")
}

func TestTheAlertsOfARemovedConnectionAreOver(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "one")
	gone, stays := silence("leads"), silence("leads")
	gone.Connection, stays.Connection = connection(t, s, ws, "gone"), connection(t, s, ws, "stays")
	for _, e := range []alerts.Event{gone, stays} {
		if err := s.Raise(t.Context(), ws, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DeleteConnection(acting(t), ws, gone.Connection, ""); err != nil {
		t.Fatal(err)
	}
	if got := openAlerts(t, s, ws); len(got) != 1 || got[0].Connection != stays.Connection {
		t.Errorf("open after the connection was removed: %+v", got)
	}
}
