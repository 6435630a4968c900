package crm_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// bench is a CRM with a source before it; each quirk of the contract has a test.
type bench struct {
	t    *testing.T
	env  *connectortest.Env
	fake *fake.Server
	seen []url.Values // queries of the listings
	swap http.HandlerFunc
	src  connectors.Source
	sink *connectortest.Sink
}

func newBench(t *testing.T, rows ...fake.Object) *bench {
	b := &bench{t: t, env: connectortest.NewEnv(t)}
	b.fake = fake.New(fake.Data{Objects: map[string][]fake.Object{fake.Customers: rows}}, b.env.Now)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.seen = append(b.seen, r.URL.Query())
		if b.swap != nil {
			b.swap(w, r)
			return
		}
		b.fake.ServeHTTP(w, r)
	}))
	t.Cleanup(api.Close)
	b.src = connectortest.OpenSource(t, crm.Connector, b.env, map[string]any{"base_url": api.URL, "token": fake.DefaultToken, "page_size": 2})
	b.sink = &connectortest.Sink{Connector: "crm", Stream: fake.Customers, Env: b.env}
	return b
}

// read reads on from the saved state and gives the ids of what came.
func (b *bench) read() (string, error) {
	n := len(b.sink.Records())
	ctx, cancel := context.WithTimeout(b.t.Context(), 10*time.Second)
	defer cancel()
	err := b.src.Read(ctx, fake.Customers, b.sink.State(), b.sink.Emit)
	var ids []string
	for _, r := range b.sink.Records()[n:] {
		ids = append(ids, r.Key)
	}
	return strings.Join(ids, " "), err
}

func (b *bench) want(ids string) {
	b.t.Helper()
	got, err := b.read()
	if err != nil || got != ids {
		b.t.Errorf("read %q, %v; want %q", got, err, ids)
	}
}

func row(id string, at time.Time) fake.Object {
	return fake.Object{"id": id, "updated_at": at, "legal_name": "示例" + id}
}

var hour = connectortest.Epoch.Add(-time.Hour)

func rows(at time.Time, ids ...string) (out []fake.Object) {
	for _, id := range ids {
		out = append(out, row(id, at))
	}
	return out
}

// next_cursor lives inside one listing and expires: the listing goes on from the last row.
func TestQuirkCursorExpiresInsideAListing(t *testing.T) {
	b := newBench(t, rows(hour, "a", "b", "c", "d", "e", "f")...)
	b.sink.Before = func(int, []record.Record) error {
		b.env.Now.Advance(fake.CursorLife + time.Second)
		return nil
	}
	b.want("a b c d e f")
}

// A cursor that is refused each time does not keep the hub busy for ever.
func TestQuirkCursorAlwaysRefused(t *testing.T) {
	b := newBench(t, rows(hour, "a", "b", "c")...)
	b.swap = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cursor") != "" {
			w.WriteHeader(http.StatusGone)
			return
		}
		b.fake.ServeHTTP(w, r)
	}
	_, err := b.read()
	if f := fault.As(err); err == nil || f.Kind != fault.Transient || len(b.seen) > 20 {
		t.Errorf("got %v after %d requests", err, len(b.seen))
	}
}

// updated_since may include its own moment or not.
func TestQuirkUpdatedSinceExclusive(t *testing.T) {
	b := newBench(t, rows(hour, "a", "b", "c", "d", "e")...)
	b.swap = func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if at, err := time.Parse(time.RFC3339Nano, q.Get("updated_since")); err == nil {
			q.Set("updated_since", at.Add(time.Microsecond).Format(time.RFC3339Nano))
			r.URL.RawQuery = q.Encode()
		}
		b.fake.ServeHTTP(w, r)
	}
	crash := errors.New("crash")
	b.sink.Before = func(n int, _ []record.Record) error {
		if n == 2 {
			return crash
		}
		return nil
	}
	if _, err := b.read(); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	b.sink = resumed(b.sink)
	b.want("c d e")
}

func resumed(s *connectortest.Sink) *connectortest.Sink {
	n := &connectortest.Sink{Connector: "crm", Stream: s.Stream, Env: s.Env}
	if err := n.Emit(context.Background(), nil, s.State()); err != nil {
		panic(err)
	}
	return n
}

// The row behind which a listing goes on changed meanwhile, among others of its moment.
func TestQuirkPositionRowChanged(t *testing.T) {
	for name, ids := range map[string][]string{"more behind": {"a", "b", "c", "d", "e"}, "alone in its moment at the end": {"a", "b", "c"}} {
		t.Run(name, func(t *testing.T) {
			all := rows(hour, ids...)
			if len(ids) > 3 {
				all[4]["updated_at"] = hour.Add(time.Minute)
			}
			b := newBench(t, all...)
			crash := errors.New("crash")
			b.sink.Before = func(n int, _ []record.Record) error {
				if n == 2 {
					return crash
				}
				return nil
			}
			if _, err := b.read(); !errors.Is(err, crash) {
				t.Fatal(err)
			}
			b.fake.Put(fake.Customers, fake.Object{"id": "b", "legal_name": "改名"})
			b.sink = resumed(b.sink)
			got, err := b.read()
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids[1:] {
				if !strings.Contains(got, id) {
					t.Errorf("%s was lost: %s", id, got)
				}
			}
		})
	}
}

// The row behind which a listing goes on is gone without a tombstone, with nothing behind its moment.
func TestQuirkPositionRowGone(t *testing.T) {
	b := newBench(t, rows(hour, "a", "b", "c")...)
	crash := errors.New("crash")
	b.sink.Before = func(n int, _ []record.Record) error {
		if n == 2 {
			return crash
		}
		return nil
	}
	if _, err := b.read(); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	b.fake = fake.New(fake.Data{Objects: map[string][]fake.Object{fake.Customers: rows(hour, "a", "c")}}, b.env.Now)
	b.sink = resumed(b.sink)
	b.want("a c")
}

// updated_at is kept as the CRM's exact text, and the overlap is counted from it.
func TestQuirkExactTextOfUpdatedAt(t *testing.T) {
	b := newBench(t, rows(hour.Add(123456*time.Microsecond), "a")...)
	b.want("a")
	if s := string(b.sink.State()); !strings.Contains(s, `"2026-03-02T01:00:00.123456Z"`) {
		t.Errorf("state %s", s)
	}
	b.want("a")
	if got, want := b.seen[1].Get("updated_since"), "2026-03-02T00:58:00.123456Z"; got != want {
		t.Errorf("updated_since %s, want %s", got, want)
	}
}

// A row dated in the future does not carry the position with it.
func TestQuirkFutureRow(t *testing.T) {
	b := newBench(t, row("a", hour), row("z", connectortest.Epoch.AddDate(70, 0, 0)))
	b.want("a z")
	b.env.Now.Advance(time.Minute)
	b.fake.Put(fake.Customers, fake.Object{"id": "b"})
	b.want("b z")
}

// The clock that counts is the CRM's own (its Date header): a hub whose clock runs ahead
// loses nothing.
func TestQuirkHubClockAhead(t *testing.T) {
	b := newBench(t, row("a", hour))
	b.swap = func(w http.ResponseWriter, r *http.Request) {
		b.fake.ServeHTTP(w, r)
		w.Header().Set("Date", hour.Format(http.TimeFormat))
	}
	b.fake.PutAt(fake.Customers, fake.Object{"id": "z"}, connectortest.Epoch.AddDate(0, 1, 0))
	b.want("a z")
	if s := string(b.sink.State()); !strings.Contains(s, `"began":"2026-03-02T0`) {
		t.Errorf("state %s", s)
	}
}

// Where rows do not come in order, an interrupted listing is read from its beginning.
func TestQuirkListingOutOfOrder(t *testing.T) {
	b := newBench(t)
	pages := map[string]string{
		"":  `{"data":[{"id":"b","version":1,"updated_at":"2026-03-01T02:00:00Z"}],"next_cursor":"2"}`,
		"2": `{"data":[{"id":"a","version":1,"updated_at":"2026-03-01T01:00:00Z"}],"next_cursor":"3"}`,
		"3": `{"data":[{"id":"c","version":1,"updated_at":"2026-03-01T03:00:00Z"}],"next_cursor":null}`,
	}
	b.swap = func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(pages[r.URL.Query().Get("cursor")]))
	}
	crash := errors.New("crash")
	b.sink.Before = func(n int, _ []record.Record) error {
		if n == 3 {
			return crash
		}
		return nil
	}
	if _, err := b.read(); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	b.sink, b.seen = resumed(b.sink), nil
	b.want("b a c")
	if since := b.seen[0].Get("updated_since"); since != "" {
		t.Errorf("went on from %s", since)
	}
	if s := string(b.sink.State()); !strings.Contains(s, "T03:00:00Z") {
		t.Errorf("the newest row must stand in the state: %s", s)
	}
	if !strings.Contains(b.env.Output.String(), "out of the order") {
		t.Error("nobody was told")
	}
}

// A row without a usable header is kept for quarantine and stops no other.
func TestQuirkBadRows(t *testing.T) {
	b := newBench(t)
	b.swap = func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"data":[{"version":1,"updated_at":"2026-03-01T03:00:00Z","mobile":"` + mobile + `"},
			{"id":"x","version":"a","updated_at":"2026-03-01T03:00:00Z"},{"id":"y","version":1,"updated_at":"1.3.2026"},
			{"id":7,"version":1,"updated_at":"2026-03-01T03:00:00Z"},{"id":"w","id":"v","version":1,"updated_at":"2026-03-01T03:00:00Z"},
			{"id":"ok","version":12,"updated_at":"2026-03-01T03:00:00+08:00"}],"next_cursor":null}`))
	}
	if _, err := b.read(); err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, r := range b.sink.Records() {
		var body struct {
			Error *struct{ Code, Field string } `json:"_error"`
		}
		if err := json.Unmarshal(r.Raw, &body); err != nil {
			t.Fatal(err)
		}
		if body.Error == nil {
			codes = append(codes, r.Key+"@"+r.Version)
			continue
		}
		if !strings.HasPrefix(r.Key, "bad-row-") || strings.Contains(r.Key, mobile) {
			t.Errorf("key %s", r.Key)
		}
		codes = append(codes, body.Error.Code+"/"+body.Error.Field)
	}
	if got, want := strings.Join(codes, " "), "missing_field/id bad_value/ bad_date/updated_at bad_value/ bad_json/ ok@0000000000000000012"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Errors come as problem+json (RFC 9457): the code is told, the detail is not.
func TestQuirkProblemJSON(t *testing.T) {
	b := newBench(t)
	b.swap = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write([]byte(`{"type":"about:blank","code":"quota_used_up","detail":"for ` + mobile + `"}`))
	}
	_, err := b.read()
	if f := fault.As(err); f.Code != "source_refused" || !strings.Contains(err.Error(), "quota_used_up") || strings.Contains(err.Error(), mobile) {
		t.Errorf("got %v", err)
	}
}

// 429 says how long to wait.
func TestQuirkRetryAfter(t *testing.T) {
	b := newBench(t, rows(hour, "a")...)
	b.fake.Limit(1, 7*time.Second)
	before := b.env.Now.Now()
	b.want("a")
	if d := b.env.Now.Now().Sub(before); d < 7*time.Second {
		t.Errorf("went on after %s", d)
	}
	b.fake.Limit(1, time.Hour)
	_, err := b.read()
	if f := fault.As(err); f.Kind != fault.RateLimited || f.Wait != time.Hour {
		t.Errorf("got %v, wait %s", err, f.Wait)
	}
}

// deleted:true is a delete, and its version orders it behind the object.
func TestQuirkTombstone(t *testing.T) {
	b := newBench(t, rows(hour, "a")...)
	b.want("a")
	b.fake.Delete(fake.Customers, "a")
	b.want("a")
	if r := b.sink.Latest()["customers/a"]; r.Op != record.Delete || r.Version != "0000000000000000002" {
		t.Errorf("%s version %s", r.Op, r.Version)
	}
}

// A CRM may lack objects; the others can still be read.
func TestQuirkMissingObjects(t *testing.T) {
	b := newBench(t)
	b.swap = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "org-units") || strings.HasSuffix(r.URL.Path, "stage-changes") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		b.fake.ServeHTTP(w, r)
	}
	found, err := b.src.Discover(t.Context())
	if err != nil || len(found) != 6 {
		t.Errorf("%d streams, %v", len(found), err)
	}
}

// A state that is not this connector's stops reading: nothing is read anew unasked.
func TestQuirkLostState(t *testing.T) {
	b := newBench(t, rows(hour, "a")...)
	for _, st := range []string{`{`, `{}`, `{"v":2,"began":"2026-03-02T00:00:00Z"}`, `{"v":1,"began":"2026-03-02T00:00:00Z","at":"yesterday"}`} {
		err := b.src.Read(t.Context(), fake.Customers, connectors.State(st), b.sink.Emit)
		if fault.As(err).Code != "lost_state" || b.sink.Calls() > 0 {
			t.Errorf("state %s: got %v", st, err)
		}
	}
}

// An empty object leaves a state, so that "read and empty" is not "never read".
func TestQuirkEmptyObject(t *testing.T) {
	b := newBench(t)
	b.want("")
	if b.sink.State() == nil {
		t.Error("no state")
	}
	b.fake.Put(fake.Customers, fake.Object{"id": "a"})
	b.want("a")
}
