package console_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// pulled makes a connection that is read, with a lease on it.
func (h *hub) pulled() (c views.Connection, id record.ConnectionID, token int64) {
	h.t.Helper()
	c = decode[views.Connection](h.create(map[string]any{
		"name": "erp", "connector": "toypull", "settings": map[string]any{"base_url": "https://erp.example.com", "password": "one"},
	}), http.StatusCreated)
	id = record.ConnectionID(c.ID)
	l, ok, err := h.store.AcquireLease(h.t.Context(), store.ConnectionLease(id), "test", time.Hour)
	if err != nil || !ok {
		h.t.Fatal(ok, err)
	}
	return c, id, l.Token
}

func (h *hub) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// TestAConnectionShowsItsLadder: how often it was tried, since when, when again, and
// why; a person may have it tried at once.
func TestAConnectionShowsItsLadder(t *testing.T) {
	h := newHub(t)
	c, id, token := h.pulled()
	path, it := "/api/v1/connections/"+c.ID, h.keys[access.IT]
	next := time.Now().Add(7 * time.Minute).UTC().Truncate(time.Microsecond)
	for i := range 4 {
		h.must(h.store.ReadFailed(t.Context(), h.a, id, "customers", "source_unreachable", i+1, next, token))
	}
	b := fault.Breaker{Failures: 4, Since: next.Add(-time.Hour), OpenedAt: next.Add(-time.Hour), ProbeAt: next, Code: "source_unreachable"}
	h.must(h.store.SaveBreaker(t.Context(), h.a, id, b, token))
	x := get[views.Connection](h, path)
	r := x.Streams[0].Retry
	if r == nil || r.Failures != 4 || !r.NextAt.Equal(next) || r.Code != "source_unreachable" || r.Message.Zh == "" || r.Message.En == "" || r.Since.After(r.LastAt) {
		t.Errorf("retry %+v", r)
	}
	if x.Health != "failing" || x.Outage == nil || x.Outage.Tries != 4 || !x.Outage.NextAt.Equal(next) || x.Outage.Message.Zh == "" {
		t.Errorf("%s, outage %+v", x.Health, x.Outage)
	}
	asked := decode[views.Connection](h.call(http.MethodPost, path+"/try?stream=customers", it, nil), http.StatusOK)
	if !asked.Streams[0].NextAt.Before(next) || !asked.Outage.NextAt.Before(next) || asked.Streams[0].Retry.Failures != 4 {
		t.Errorf("asked: %+v, %+v", asked.Streams[0].Retry, asked.Outage)
	}
	h.call(http.MethodPost, path+"/try?stream=nothing", it, nil).fails(http.StatusNotFound, "unknown_stream")

	h.must(h.store.ReadFailed(t.Context(), h.a, id, "", "bad_settings", 1, next, token)) // its source cannot be made
	if x := get[views.Connection](h, path); x.Retry == nil || x.Retry.Code != "bad_settings" || len(x.Streams) != 1 {
		t.Errorf("%+v, %d streams", x.Retry, len(x.Streams))
	}
	h.must(h.store.SourceMade(t.Context(), h.a, id, token))
	if x := get[views.Connection](h, path); x.Retry != nil {
		t.Errorf("%+v", x.Retry)
	}
	h.call(http.MethodPost, path+"/pause", it, nil)
	h.call(http.MethodPost, path+"/try", it, nil).fails(http.StatusConflict, "not_running")
}

// TestWhenAConnectionIsRead: schedule, quiet hours and history mode are set, checked
// and shown; in quiet hours nobody has the system asked.
func TestWhenAConnectionIsRead(t *testing.T) {
	h := newHub(t) // its clock says 09:00 in Shanghai, on a Monday
	c, _, _ := h.pulled()
	path, it := "/api/v1/connections/"+c.ID, h.keys[access.IT]
	version := c.Version
	patch := func(body map[string]any) answer {
		return h.call(http.MethodPatch, path, it, body, header("If-Match", fmt.Sprintf("%q", fmt.Sprint(version))))
	}
	window := func(from, to string, days ...string) []map[string]any {
		return []map[string]any{{"from": from, "to": to, "days": days}}
	}
	x := decode[views.Connection](patch(map[string]any{"schedule": "0 2 * * *", "quiet": window("08:00", "18:00", "mon"), "history": true}), http.StatusOK)
	version = x.Version
	if x.Schedule != "0 2 * * *" || len(x.Quiet) != 1 || x.HistorySince == nil || x.QuietUntil == nil || x.QuietUntil.UTC().Format("15:04") != "10:00" {
		t.Errorf("%+v", x)
	}
	h.call(http.MethodPost, path+"/try", it, nil).fails(http.StatusConflict, "quiet_hours")
	for code, body := range map[string]map[string]any{
		"bad_schedule":    {"schedule": "when I say so"},
		"bad_quiet_hours": {"quiet": window("8", "9")},
		"always_quiet":    {"quiet": append(window("00:00", "12:00"), window("12:00", "00:00")...)},
	} {
		if p := patch(body).fails(http.StatusBadRequest, code); p.Field == "" {
			t.Errorf("%s names no field", code)
		}
	}
	x = decode[views.Connection](patch(map[string]any{"schedule": "", "quiet": []any{}, "history": false}), http.StatusOK)
	if x.Schedule != "" || len(x.Quiet) != 0 || x.Quiet == nil || x.HistorySince != nil || x.QuietUntil != nil {
		t.Errorf("%+v", x)
	}
	trail := string(h.call(http.MethodGet, "/api/v1/audit", h.keys[access.Auditor], nil).Body)
	if strings.Count(trail, `"history"`) != 2 || !strings.Contains(trail, "0 2 * * *") {
		t.Errorf("the trail: %s", trail)
	}
}

// TestAStateIsAPersonsToSet: it is shown, set and taken away with its ETag and a reason,
// byte for byte, and a stream that waited for a decision goes on.
func TestAStateIsAPersonsToSet(t *testing.T) {
	h := newHub(t)
	c, id, token := h.pulled()
	base, it := "/api/v1/connections/"+c.ID, h.keys[access.IT]
	path := base + "/streams/customers/state"
	exact := `{ "cursor": "2026-01-31 08:00:00.000", "n": 9007199254740993, "n2": 1e2 }`
	h.must(h.store.SaveState(t.Context(), h.a, id, "customers", connectors.State(exact), token, 1, 0))
	if _, err := h.store.StartReading(t.Context(), h.a, id, "customers", false, token); err != nil {
		t.Fatal(err)
	}
	h.must(h.store.HaltStream(t.Context(), h.a, id, "customers", "lost_cursor", token))
	type states struct{ Items []views.State }
	if l := get[states](h, base+"/states"); len(l.Items) != 1 || l.Items[0].Bytes != len(exact) || l.Items[0].Text != exact || l.Items[0].Halted == nil || l.Items[0].Title.Zh != "客户" {
		t.Errorf("%+v", l)
	}
	if x := get[views.Connection](h, base); x.Health != "failing" || x.Streams[0].Halted == nil || x.Streams[0].Halted.Message.Zh == "" {
		t.Errorf("%s, %+v", x.Health, x.Streams[0].Halted)
	}
	is := h.call(http.MethodGet, path, h.keys[access.Auditor], nil)
	etag := is.Header.Get("ETag")
	if st := decode[views.State](is, http.StatusOK); etag != `"`+st.Tag+`"` {
		t.Errorf("ETag %s of %+v", etag, st)
	}
	set := map[string]any{"state": json.RawMessage(`{"n":7}`), "reason": "对方重建了库"}
	h.call(http.MethodPut, path, it, set).fails(http.StatusPreconditionRequired, "precondition_required")
	h.call(http.MethodPut, path, it, set, header("If-Match", `"9"`)).fails(http.StatusPreconditionFailed, "precondition_failed")
	h.call(http.MethodPut, path, it, map[string]any{"state": 1, "reason": " "}, header("If-Match", etag)).fails(http.StatusBadRequest, "reason_missing")
	h.call(http.MethodPut, base+"/streams/nothing/state", it, set, header("If-Match", etag)).fails(http.StatusNotFound, "unknown_stream")
	done := h.call(http.MethodPut, path, it, set, header("If-Match", etag))
	got := decode[struct {
		views.State
		Was json.RawMessage
	}](done, http.StatusOK)
	if string(got.State.State) != `{"n":7}` || got.Halted != nil || done.Header.Get("ETag") == etag {
		t.Errorf("%+v", got)
	}
	if kept, err := h.store.LoadState(t.Context(), h.a, id, "customers"); err != nil || string(kept) != `{"n":7}` {
		t.Errorf("%s, %v", kept, err)
	}
	h.call(http.MethodDelete, path, it, nil, header("If-Match", done.Header.Get("ETag"))).fails(http.StatusBadRequest, "reason_missing")
	gone := h.call(http.MethodDelete, path+"?reason=again", it, nil, header("If-Match", done.Header.Get("ETag")))
	if st := decode[views.State](gone, http.StatusOK); string(st.State) != "null" || gone.Header.Get("ETag") != `"2"` {
		t.Errorf("%+v", st)
	}
	trail := string(h.call(http.MethodGet, "/api/v1/audit", h.keys[access.Auditor], nil).Body)
	for _, want := range []string{"connection.set-state", "connection.reset-state", "对方重建了库", "again"} {
		if !strings.Contains(trail, want) {
			t.Errorf("the trail lacks %s: %s", want, trail)
		}
	}
	if strings.Contains(trail, "9007199254740993") {
		t.Error("the trail holds a state")
	}
}
