package store_test

import (
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// What is settled is counted once by stream and hour, and only what came and was news.
func TestVolumeIsCountedOnce(t *testing.T) {
	s := pgtest.Store(t)
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w", Name: "w"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := access.With(t.Context(), access.SystemActor("test", w.ID))
	c, err := s.CreateConnection(ctx, w.ID, store.NewConnection{Name: "erp", Connector: "kingdee"})
	if err != nil {
		t.Fatal(err)
	}
	hour := time.Now().UTC().Truncate(time.Hour).Add(-time.Hour)
	off := int64(0)
	outcome := func(minute int, kind pipelines.OutcomeKind, origin record.Origin) pipelines.Outcome {
		off++
		return pipelines.Outcome{Offset: off, Kind: kind, Record: record.Record{
			Workspace: w.ID, Connection: c.ID, Connector: "kingdee", Stream: "orders", Key: "k", ReceivedAt: hour.Add(time.Duration(minute) * time.Minute), Origin: origin,
		}}
	}
	settled := []pipelines.Outcome{
		outcome(0, pipelines.Applied, record.Live), outcome(4, pipelines.Quarantined, record.Live), outcome(59, pipelines.Dropped, record.Live),
		outcome(30, pipelines.Duplicate, record.Live), outcome(30, pipelines.Applied, record.History), outcome(30, pipelines.Applied, record.Replay),
		outcome(61, pipelines.Applied, record.Live),
	}
	for range 2 { // delivered twice
		if err := s.Land(t.Context(), w.ID, nil, nil, settled); err != nil {
			t.Fatal(err)
		}
	}
	vs, err := s.Volumes(t.Context(), w.ID)
	if err != nil || len(vs) != 1 {
		t.Fatalf("%+v, %v", vs, err)
	}
	v := vs[0]
	want := []alerts.Hour{{Start: hour, Records: 3, Slots: 1 | 1<<11}, {Start: hour.Add(time.Hour), Records: 1, Slots: 1}}
	if v.Name != "erp" || v.Stream != "orders" || !v.Enabled || !v.Last.Equal(hour.Add(61*time.Minute)) || len(v.Hours) != 2 {
		t.Fatalf("%+v", v)
	}
	for i, h := range v.Hours {
		if !h.Start.Equal(want[i].Start) || h.Records != want[i].Records || h.Slots != want[i].Slots {
			t.Errorf("hour %d: %+v, want %+v", i, h, want[i])
		}
	}
}

// Pausing a connection raises an alarm at once, going on clears it.
func TestSwitchingOffIsTold(t *testing.T) {
	s := pgtest.Store(t)
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w", Name: "w"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := access.With(t.Context(), access.SystemActor("test", w.ID))
	c, err := s.CreateConnection(ctx, w.ID, store.NewConnection{Name: "erp", Connector: "kingdee"})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		to   store.ConnectionStatus
		want int
	}{{store.Paused, 1}, {store.Paused, 1}, {store.Enabled, 0}, {store.Unauthorized, 0}, {store.Paused, 1}, {store.Enabled, 0}} {
		if _, err := s.SetConnectionStatus(ctx, w.ID, c.ID, step.to, "", ""); err != nil {
			t.Fatal(err)
		}
		open, err := s.OpenAlerts(t.Context(), w.ID)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range open {
			if e.Kind == alerts.SwitchedOff && e.Connection == c.ID && e.Validate() == nil {
				n++
			}
		}
		if n != step.want {
			t.Errorf("after %s: %d alarms, want %d", step.to, n, step.want)
		}
	}
}
