package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// TestALostCursorIsSeen: a cursor that was saved and is gone is lost, whether its row or
// its value went; one that a person took away is not, nor one that never was.
func TestALostCursorIsSeen(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	lease, _ := acquire(t, s, store.ConnectionLease(c), "a", time.Hour)
	lost := func() bool {
		t.Helper()
		r, err := s.StartReading(t.Context(), ws, c, "leads", false, lease.Token)
		if err != nil {
			t.Fatal(err)
		}
		return r.Lost
	}
	save := func(state string) {
		t.Helper()
		if err := s.SaveState(t.Context(), ws, c, "leads", connectors.State(state), lease.Token, 1, 0); err != nil {
			t.Fatal(err)
		}
	}
	if lost() {
		t.Error("lost before the first read")
	}
	if lost() {
		t.Error("lost after a crash before the first save")
	}
	save(`{"n":1}`)
	if lost() {
		t.Error("lost with a cursor")
	}
	for _, gone := range []string{`update connection_state set state = null`, `update connection_state set state = 'null'`, `delete from connection_state`} {
		do(t, s, ws, gone)
		if !lost() {
			t.Errorf("not lost after %s", gone)
		}
		save(`{"n":1}`)
	}
	save("null")
	if lost() {
		t.Error("a connector that keeps no cursor has lost it")
	}
	save(`{"n":2}`)
	if err := s.HaltStream(t.Context(), ws, c, "leads", "lost_cursor", lease.Token); err != nil {
		t.Fatal(err)
	}
	if err := s.Raise(t.Context(), ws, alerts.LostCursorEvent(c, "crm", "leads", "lost_cursor")); err != nil {
		t.Fatal(err)
	}
	was, err := s.DecideState(acting(t), ws, c, "leads", nil, "0", "从头读")
	if err != nil || string(was) != `{"n":2}` {
		t.Fatalf("was %s: %v", was, err)
	}
	wantFault(t, s.SaveState(t.Context(), ws, c, "leads", connectors.State(`{"n":3}`), lease.Token, 1, 0), "stale_lease") // the page in hand
	lease, _ = acquire(t, s, store.ConnectionLease(c), "a", time.Hour)
	r, err := s.StartReading(t.Context(), ws, c, "leads", false, lease.Token)
	if err != nil || r.Lost || r.Halted != "" || r.AskedAt.IsZero() {
		t.Errorf("after a reset: %+v, %v", r, err)
	}
	if open, err := s.OpenAlerts(t.Context(), ws); err != nil || len(open) != 0 {
		t.Errorf("the alert is open still: %+v, %v", open, err)
	}
	trail := pgtest.Text(t, s, ws, `select string_agg(action || ' ' || reason || ' ' || diff::text, ';') from audit where action like '%state'`)
	if want := `connection.reset-state 从头读 {"leads": {"to": "none", "from": {"bytes": 7, "sha256": "` + views.Digest([]byte(`{"n":2}`)) + `"}}}`; trail != want {
		t.Errorf("the trail says %s, want %s", trail, want)
	}
}

// TestRecordsWithoutANoteAreALoss: where nothing at all is known of how a stream was
// read, records that were asked for say that it was.
func TestRecordsWithoutANoteAreALoss(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	lease, _ := acquire(t, s, store.ConnectionLease(c), "a", time.Hour)
	for i, x := range []struct {
		origin string
		pushed bool
		lost   bool
	}{{"", false, true}, {"history", false, true}, {"backfill", false, false}, {"", true, false}} {
		do(t, s, ws, `delete from stream_reading`)
		do(t, s, ws, `delete from raw_record`)
		if err := s.MakeRawDay(t.Context(), "2026-03-02"); err != nil {
			t.Fatal(err)
		}
		do(t, s, ws, `insert into raw_record (workspace, day, kpart, koff, id, connection, connector, stream, key, version, op, content_hash, occurred_at, received_at, mapping_version, payload, origin)
			values (current_setting('app.workspace')::uuid, '2026-03-02', 0, $1, '\x00', $2::text::uuid, 'crm', 'leads', 'k', '1', 'upsert', '\x00', now(), now(), 1, '\x00', $3)`, int64(i), string(c), x.origin)
		r, err := s.StartReading(t.Context(), ws, c, "leads", x.pushed, lease.Token)
		if err != nil || r.Lost != x.lost {
			t.Errorf("%+v: lost %v, %v", x, r.Lost, err)
		}
	}
}

// TestAStateIsDecidedOnce: who did not see what somebody else decided is refused, and so is who gives no
// reason or what is no state.
func TestAStateIsDecidedOnce(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	set := func(state, match, reason string) error {
		_, err := s.DecideState(acting(t), ws, c, "leads", connectors.State(state), match, reason)
		return err
	}
	if err := set(`{"n":1}`, "0", "first"); err != nil {
		t.Fatal(err)
	}
	wantFault(t, set(`{"n":2}`, "0", "late"), "precondition_failed")
	wantFault(t, set(`{"n":2}`, "*", ""), "reason_missing")
	wantFault(t, set(`{"n":`, "*", "broken"), "bad_state")
	wantFault(t, set(`"`+string(make([]byte, connectors.MaxState))+`"`, "*", "large"), "bad_state")
	if err := set(` { "n" : 1.0e1 } `, "1", "exactly so"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.LoadState(t.Context(), ws, c, "leads"); err != nil || string(got) != ` { "n" : 1.0e1 } ` {
		t.Errorf("%s, %v", got, err)
	}
}

// TestTheLadderIsKept: failures are counted from the first, a good read ends them, a
// person's wish is noted, and the breaker comes back as it was.
func TestTheLadderIsKept(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	lease, _ := acquire(t, s, store.ConnectionLease(c), "a", time.Hour)
	next := time.Now().Add(time.Minute).Truncate(time.Microsecond)
	for i := range 3 {
		if err := s.ReadFailed(t.Context(), ws, c, "leads", "source_error", i+1, next, lease.Token); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.StartReading(t.Context(), ws, c, "leads", false, lease.Token)
	if err != nil || r.Failures != 3 || !r.NextAt.Equal(next) || r.TriedAt.IsZero() || !r.AskedAt.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
	b := fault.Breaker{Failures: 4, Since: next.UTC(), OpenedAt: next.UTC(), ProbeAt: next.UTC(), Code: "source_error"}
	if err := s.SaveBreaker(t.Context(), ws, c, b, lease.Token); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Breaker(t.Context(), ws, c); err != nil || got != b {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.AskNow(t.Context(), ws, c, "leads"); err != nil {
		t.Fatal(err)
	}
	r, err = s.StartReading(t.Context(), ws, c, "leads", false, lease.Token)
	got, berr := s.Breaker(t.Context(), ws, c)
	nudges, nerr := s.Nudges(t.Context(), ws)
	if err != nil || berr != nil || nerr != nil || !r.AskedAt.After(r.TriedAt) || !got.ProbeAt.Before(next) || got.OpenedAt.IsZero() || nudges[c] != 1 {
		t.Errorf("asked: %+v %+v %v; %v %v %v", r, got, nudges, err, berr, nerr)
	}
	if err := s.ReadEnded(t.Context(), ws, c, "leads", next, lease.Token); err != nil {
		t.Fatal(err)
	}
	r, err = s.StartReading(t.Context(), ws, c, "leads", false, lease.Token)
	if err != nil || r.Failures != 0 || r.AskedAt.After(r.TriedAt) || !r.LastReadAt.Equal(r.TriedAt) {
		t.Errorf("%+v, %v", r, err)
	}
	if err := s.CheckLease(t.Context(), store.ConnectionLease(c), lease.Token); err != nil {
		t.Error(err)
	}
	wantFault(t, s.CheckLease(t.Context(), store.ConnectionLease(c), lease.Token+1), "stale_lease")
	wantFault(t, s.SaveBreaker(t.Context(), ws, c, b, lease.Token-1), "stale_lease")
	wantFault(t, s.HaltStream(t.Context(), ws, c, "leads", "lost_cursor", lease.Token-1), "stale_lease")
}

// TestWhenAConnectionIsAsked: schedule, quiet hours and history are kept with their
// entry in the trail, and new settings have the system asked at once.
func TestWhenAConnectionIsAsked(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	cron, quiet, on, off := "0 2 * * *", calendar.Quiet{{From: "22:00", To: "08:00", Days: []string{"fri"}}}, true, false
	is, err := s.UpdateConnection(acting(t), ws, c, 1, store.ConnectionChange{Schedule: &cron, Quiet: &quiet, History: &on})
	if err != nil || is.Schedule != cron || len(is.Quiet) != 1 || is.Quiet[0].Days[0] != "fri" || is.History == nil {
		t.Fatalf("%+v, %v", is, err)
	}
	if nudges, err := s.Nudges(t.Context(), ws); err != nil || len(nudges) != 0 {
		t.Errorf("%v, %v", nudges, err)
	}
	since := *is.History
	is, err = s.UpdateConnection(acting(t), ws, c, 2, store.ConnectionChange{Settings: map[string]any{"a": "b"}, History: &on})
	if err != nil || !is.History.Equal(since) || is.Schedule != cron {
		t.Errorf("%+v, %v", is, err)
	}
	if nudges, err := s.Nudges(t.Context(), ws); err != nil || nudges[c] != 1 {
		t.Errorf("%v, %v", nudges, err)
	}
	if is, err = s.UpdateConnection(acting(t), ws, c, 3, store.ConnectionChange{History: &off}); err != nil || is.History != nil {
		t.Errorf("%+v, %v", is, err)
	}
	last := pgtest.Text(t, s, ws, `select diff::text from audit where action = 'connection.update' order by seq desc limit 1`)
	if last != `{"history": {"from": true}}` {
		t.Errorf("the trail says %s", last)
	}
}

// do changes rows of a workspace by hand.
func do(t testing.TB, s *store.Store, ws record.WorkspaceID, query string, args ...any) {
	t.Helper()
	err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
