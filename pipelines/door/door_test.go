package door_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/door"
	"github.com/heliuhub/heliu/record"
)

// plain takes a body whose first word is the event's id. What goes wrong while it
// reads is told apart as receivers must.
type plain struct{}

func (plain) Check(context.Context) error { return nil }

func (plain) Handler(emit connectors.Emit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			fault.WriteProblem(w, fault.New("body_too_large", nil))
			return
		case errors.Is(err, os.ErrDeadlineExceeded):
			w.Header().Set("Connection", "close")
			fault.WriteProblem(w, fault.New("slow_body", nil))
			return
		case err != nil:
			fault.WriteProblem(w, fault.New("bad_request", nil))
			return
		}
		id, _, _ := strings.Cut(string(b), " ")
		err = emit(context.WithoutCancel(r.Context()), []record.Record{{Stream: "s", Key: id, Version: "1", Raw: b}}, nil)
		if err != nil && !errors.Is(err, connectors.ErrDuplicate) {
			fault.WriteProblem(w, err)
			return
		}
		w.WriteHeader(http.StatusAccepted)
		_, _ = fmt.Fprintf(w, `{"duplicate":%t}`, err != nil)
	})
}

// world is a door with a directory and a bus that can fail.
type world struct {
	t    *testing.T
	url  string
	door *door.Door
	now  func() time.Time

	mu        sync.Mutex
	entries   map[string]door.Entry
	down      error         // of the directory
	hang      chan struct{} // the directory answers nobody until it is closed
	noRcv     error         // of making a receiver
	made      int
	busDown   error
	published []bus.Message
	refused   []string
	accepted  int
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, now: time.Now, entries: map[string]door.Entry{"form": {Workspace: "w", Connection: "c", Connector: "plain", Version: 1}}}
	d := door.New(w, w, func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now() }, slog.New(slog.DiscardHandler), w)
	w.door = d
	w.door = d
	mux := http.NewServeMux()
	mux.Handle("/in/{connection}", d)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	w.url = s.URL
	return w
}

func (w *world) set(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// pass moves the door's clock on from now.
func (w *world) pass(d time.Duration) {
	w.set(func() { was := w.now; w.now = func() time.Time { return was().Add(d) } })
}

func (w *world) Door(ctx context.Context, name string) (door.Entry, error) {
	w.mu.Lock()
	hang, down := w.hang, w.down
	e, ok := w.entries[name]
	w.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
			return door.Entry{}, ctx.Err()
		}
	}
	if down != nil {
		return door.Entry{}, down
	}
	if !ok {
		return door.Entry{}, fault.New("unknown_connection", nil)
	}
	return e, nil
}

func (w *world) Receiver(context.Context, door.Entry) (connectors.Receiver, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.noRcv != nil {
		return nil, w.noRcv
	}
	w.made++
	return plain{}, nil
}

func (w *world) Publish(_ context.Context, msgs ...bus.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busDown != nil {
		return w.busDown
	}
	w.published = append(w.published, msgs...)
	return nil
}

func (w *world) Accepted(_, _ string, n int) { w.set(func() { w.accepted += n }) }
func (w *world) Refused(_, code string)      { w.set(func() { w.refused = append(w.refused, code) }) }

// answer is a status with what the problem or the receiver says.
type answer struct {
	status     int
	code       string
	duplicate  bool
	retryAfter string
	zh, en     string
}

func (w *world) post(name, body string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+"/in/"+name, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	return read(w.t, resp)
}

func read(t *testing.T, resp *http.Response) answer {
	t.Helper()
	defer func() { _ = resp.Body.Close() }()
	var b struct {
		Code      string `json:"code"`
		Duplicate bool   `json:"duplicate"`
		Zh        string `json:"message_zh"`
		En        string `json:"message_en"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&b); err != nil {
		t.Fatalf("%d: %v", resp.StatusCode, err)
	}
	return answer{resp.StatusCode, b.Code, b.Duplicate, resp.Header.Get("Retry-After"), b.Zh, b.En}
}

func (w *world) want(what string, got answer, status int, code string) {
	w.t.Helper()
	if got.status != status || got.code != code {
		w.t.Errorf("%s: %d %q, want %d %q", what, got.status, got.code, status, code)
	}
	if code != "" && (got.zh == "" || got.en == "") {
		w.t.Errorf("%s: no sentence in both languages", what)
	}
}

func (w *world) onBus() int { w.mu.Lock(); defer w.mu.Unlock(); return len(w.published) }

// Case 29: the same again is accepted, said to be a duplicate, and one effect.
func TestCase29TheSameEventTwice(t *testing.T) {
	w := newWorld(t)
	first, second := w.post("form", "e1 a"), w.post("form", "e1 a")
	w.want("first", first, http.StatusAccepted, "")
	w.want("second", second, http.StatusAccepted, "")
	if first.duplicate || !second.duplicate || w.onBus() != 1 {
		t.Errorf("duplicate %t then %t, %d on the bus", first.duplicate, second.duplicate, w.onBus())
	}
	if w.accepted != 1 {
		t.Errorf("%d counted as accepted", w.accepted)
	}
	m := w.published[0]
	r, err := record.FromHeaders(m.Headers, m.Payload)
	if err != nil || m.Topic != bus.TopicRaw || m.Key != r.BusKey() || r.Workspace != "w" || r.Connection != "c" || r.Connector != "plain" || string(r.Raw) != "e1 a" || r.OccurredAt.IsZero() || r.Op != record.Upsert {
		t.Errorf("on the bus: %+v, %v", r, err)
	}
}

// Case 30: the same id with another body.
func TestCase30TheSameIDWithAnotherBody(t *testing.T) {
	w := newWorld(t)
	w.post("form", "e1 a")
	w.want("other body", w.post("form", "e1 b"), http.StatusConflict, "id_conflict")
	w.want("another id", w.post("form", "e2 b"), http.StatusAccepted, "")
	if w.onBus() != 2 {
		t.Errorf("%d on the bus", w.onBus())
	}
}

// Case 36: no bus, no 202; and nothing is remembered that is not durable, so that the
// sender's next try is no duplicate. Case 37, a full disk, is the same to the door.
func TestCase36And37TheBusIsDown(t *testing.T) {
	w := newWorld(t)
	for _, down := range []error{errors.New("dial: refused"), fault.New("bus_unavailable", nil).After(7 * time.Second), fault.New("internal", errors.New("no space left on device"))} {
		w.set(func() { w.busDown = down })
		got := w.post("form", "e1 a")
		w.want(down.Error(), got, http.StatusServiceUnavailable, "bus_unavailable")
		if got.retryAfter == "" || got.retryAfter == "0" {
			t.Errorf("Retry-After: %q", got.retryAfter)
		}
	}
	if got := w.post("form", "e1 a"); got.retryAfter != "2" {
		t.Errorf("Retry-After: %q, want 2 where the bus names none", got.retryAfter)
	}
	w.set(func() { w.busDown = nil })
	if got := w.post("form", "e1 a"); got.status != http.StatusAccepted || got.duplicate {
		t.Errorf("when the bus is back: %+v", got)
	}
	if w.onBus() != 1 {
		t.Errorf("%d on the bus", w.onBus())
	}
}

// Case 38: who goes away before the answer leaves the event fully in or fully out.
func TestCase38TheClientGoesAway(t *testing.T) {
	w := newWorld(t)
	addr := strings.TrimPrefix(w.url, "http://")
	for i := range 20 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Sprintf("e%02d %s", i, strings.Repeat("x", 1000))
		text := fmt.Sprintf("POST /in/form HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		cut := len(text) * (i + 1) / 20 // the last one sends everything
		_, _ = c.Write([]byte(text[:cut]))
		_ = c.Close()
	}
	deadline := time.Now().Add(5 * time.Second)
	for w.onBus() == 0 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.published) != 1 || len(w.published[0].Payload) != 1004 {
		t.Errorf("%d events are in, want the one that was sent whole", len(w.published))
	}
}

// Case 23: an unknown source; it becomes known soon after it was made.
func TestCase23AnUnknownConnection(t *testing.T) {
	w := newWorld(t)
	w.want("unknown", w.post("nobody", "e1"), http.StatusNotFound, "unknown_connection")
	w.set(func() { w.entries["nobody"] = door.Entry{Workspace: "w", Connection: "d", Connector: "plain"} })
	w.pass(1100 * time.Millisecond)
	w.want("made", w.post("nobody", "e1"), http.StatusAccepted, "")
	w.set(func() { delete(w.entries, "nobody") })
	w.pass(2100 * time.Millisecond)
	w.want("removed", w.post("nobody", "e2"), http.StatusNotFound, "unknown_connection")
	if len(w.refused) != 2 {
		t.Errorf("refusals counted: %v", w.refused)
	}
}

func TestAPausedConnectionSaysSo(t *testing.T) {
	w := newWorld(t)
	w.want("open", w.post("form", "e1"), http.StatusAccepted, "")
	w.set(func() { e := w.entries["form"]; e.Paused = true; w.entries["form"] = e })
	w.pass(2100 * time.Millisecond)
	got := w.post("form", "e2")
	w.want("paused", got, http.StatusServiceUnavailable, "paused_connection")
	if got.retryAfter != "30" || w.onBus() != 1 {
		t.Errorf("Retry-After %q, %d on the bus", got.retryAfter, w.onBus())
	}
}

// A door that is shut says why and when to come again, and opens again.
func TestAShutDoorSaysWhy(t *testing.T) {
	w := newWorld(t)
	for code, wait := range map[string]time.Duration{"hub_stopping": 5 * time.Second, "hub_behind": 30 * time.Second} {
		w.door.Shut(fault.New(code, nil).After(wait))
		got := w.post("form", "e1")
		w.want(code, got, http.StatusServiceUnavailable, code)
		if got.retryAfter != fmt.Sprint(int(wait.Seconds())) || w.onBus() != 0 {
			t.Errorf("%s: Retry-After %q, %d on the bus", code, got.retryAfter, w.onBus())
		}
	}
	w.door.Shut(nil)
	w.want("open again", w.post("form", "e1"), http.StatusAccepted, "")
}

// A body of 1 MiB passes, one byte more does not, whether its length is told or not.
func TestTheLargestBody(t *testing.T) {
	w := newWorld(t)
	full := strings.Repeat("x", door.MaxBody)
	w.want("1 MiB", w.post("form", full), http.StatusAccepted, "")
	w.want("1 MiB + 1", w.post("form", full+"x"), http.StatusRequestEntityTooLarge, "body_too_large")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/in/form", io.MultiReader(strings.NewReader(full), strings.NewReader("x")))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	w.want("1 MiB + 1, chunked", read(t, resp), http.StatusRequestEntityTooLarge, "body_too_large")
	if w.onBus() != 1 || len(w.refused) != 2 {
		t.Errorf("%d on the bus; refused %v, want both, the one whose length was told and the one that the receiver read", w.onBus(), w.refused)
	}
}

// Case 20: a body that never comes to its announced end.
func TestCase20ASlowBody(t *testing.T) {
	w := newWorld(t)
	door.SetBodyWithin(w.door, 300*time.Millisecond)
	c, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := io.WriteString(c, "POST /in/form HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\ne1 "); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	in := bufio.NewReader(c)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.want("slow", read(t, resp), http.StatusRequestTimeout, "slow_body")
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		t.Errorf("the connection stays open: %v", err)
	}
	if w.onBus() != 0 {
		t.Error("half a body is on the bus")
	}
}

// The time a body may take is that of the machine: a hub's wrong clock refuses nobody.
func TestAWrongClockTakesBodies(t *testing.T) {
	for i, wrong := range []time.Duration{-time.Hour, 24 * time.Hour} {
		w := newWorld(t)
		w.pass(wrong)
		w.want(wrong.String(), w.post("form", fmt.Sprint("e", i)), http.StatusAccepted, "")
	}
}

var errDatabase = fault.New("database_unavailable", nil)

// PostgreSQL is not in the way of a 202: known doors stay open, for as long as it takes.
func TestKnownDoorsOutliveTheDatabase(t *testing.T) {
	w := newWorld(t)
	w.want("before", w.post("form", "e1"), http.StatusAccepted, "")
	w.set(func() { w.down = errDatabase })
	for i := range 5 {
		w.pass(time.Minute)
		w.want("while it is down", w.post("form", fmt.Sprintf("down%d", i)), http.StatusAccepted, "")
	}
	got := w.post("other", "e1")
	w.want("an unknown door", got, http.StatusServiceUnavailable, "bus_unavailable")
	if got.retryAfter != "5" {
		t.Errorf("Retry-After: %q", got.retryAfter)
	}
	// it answers again, but the secrets of changed settings cannot be read yet
	w.set(func() {
		w.down, w.noRcv = nil, errDatabase
		e := w.entries["form"]
		e.Version++
		w.entries["form"] = e
	})
	w.pass(time.Minute)
	w.want("changed settings", w.post("form", "e2"), http.StatusAccepted, "")
	made := w.made
	w.set(func() { w.noRcv = nil })
	w.pass(time.Minute)
	w.want("when all is well", w.post("form", "e3"), http.StatusAccepted, "")
	if w.made != made+1 {
		t.Errorf("%d receivers made for changed settings, want 1", w.made-made)
	}
}

// A database that hangs holds up one request for a moment and the others not at all.
func TestAHangingDatabaseHoldsUpOneRequest(t *testing.T) {
	w := newWorld(t)
	w.post("form", "e0")
	w.set(func() { w.hang = make(chan struct{}) })
	w.pass(time.Minute)
	slow := make(chan answer, 1)
	go func() { slow <- w.post("form", "e1") }()
	time.Sleep(100 * time.Millisecond)
	start := time.Now()
	for i := range 10 {
		w.want("beside", w.post("form", fmt.Sprintf("b%d", i)), http.StatusAccepted, "")
	}
	if took := time.Since(start); took > 500*time.Millisecond {
		t.Errorf("ten requests beside the one that asks took %v", took)
	}
	select {
	case got := <-slow:
		w.want("the one that asks", got, http.StatusAccepted, "")
	case <-time.After(5 * time.Second):
		t.Error("the one that asks waits for ever")
	}
	close(w.hang)
}

// A client that goes away while the door asks does not close the door to others.
func TestAClientThatGoesAwayClosesNoDoor(t *testing.T) {
	w := newWorld(t)
	w.set(func() { w.hang = make(chan struct{}) })
	gone, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(gone, http.MethodPost, w.url+"/in/form", bytes.NewReader([]byte("e1")))
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.DefaultClient.Do(req); err == nil {
		_ = resp.Body.Close()
		t.Fatal("an answer before the directory's")
	}
	w.set(func() { close(w.hang); w.hang = nil })
	w.want("the next", w.post("form", "e2"), http.StatusAccepted, "")
}
