package world_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
)

const (
	formKey    = "demo-form-key"
	hookSecret = "whsec_aGVsaXUtZGVtby1ob29rLXNlY3JldC0wMDAx"
	apiKey     = "demo-api-key"
)

// hub takes what a world sends, and has bad days.
type hub struct {
	t       *testing.T
	mu      sync.Mutex
	calls   int
	bodies  map[string]string // by connection and event id
	files   map[string]string // list → kind
	trouble bool
	down    bool
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls++
	if h.down {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if h.trouble && h.calls%7 == 0 {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	conn := strings.TrimPrefix(r.URL.Path, "/in/")
	switch {
	case r.URL.Path == "/api/v1/connections/id-of-fair/files":
		h.file(w, r, string(body))
	case conn == model.ConnForm && r.Header.Get("X-Heliu-Key") == formKey:
		var lead struct {
			ID string `json:"event_id"`
		}
		if err := json.Unmarshal(body, &lead); err != nil || lead.ID == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		h.keep(conn, lead.ID, string(body))
	case conn == model.ConnHook && signed(r, body):
		h.keep(conn, r.Header.Get("Webhook-Id"), string(body))
	default:
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if h.trouble && h.calls%11 == 0 { // taken, but the answer is cut
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(http.StatusAccepted)
}

func (h *hub) keep(conn, id, body string) {
	k := conn + "/" + id
	if was, ok := h.bodies[k]; ok && was != body {
		h.t.Errorf("%s came with two bodies", k)
	}
	h.bodies[k] = body
}

func (h *hub) file(w http.ResponseWriter, r *http.Request, body string) {
	r.Body = io.NopCloser(strings.NewReader(body))
	if err := r.ParseMultipartForm(1 << 20); err != nil || r.Header.Get("Authorization") != "Bearer "+apiKey {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	_ = f.Close()
	h.files[r.FormValue("list")] = r.FormValue("kind")
}

func signed(r *http.Request, body []byte) bool {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(hookSecret, "whsec_"))
	m := hmac.New(sha256.New, key)
	m.Write([]byte(r.Header.Get("Webhook-Id") + "." + r.Header.Get("Webhook-Timestamp") + "."))
	m.Write(body)
	return r.Header.Get("Webhook-Signature") == "v1,"+base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// hasty is a clock on which waiting takes hardly any time; it counts the waits.
type hasty struct {
	mu    sync.Mutex
	waits map[time.Duration]int
}

func (c *hasty) waited(d time.Duration) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waits[d]
}

func (c *hasty) Now() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }

func (c *hasty) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	if c.waits == nil {
		c.waits = map[time.Duration]int{}
	}
	c.waits[d]++
	c.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(min(d, time.Millisecond)):
		return nil
	}
}

// memory keeps progress in the test.
type memory struct {
	mu sync.Mutex
	p  world.Progress
}

func (m *memory) Load() (world.Progress, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.p, nil
}

func (m *memory) Save(p world.Progress) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p = p
	return nil
}

func newHub(t *testing.T) (*hub, string) {
	h := &hub{t: t, bodies: map[string]string{}, files: map[string]string{}}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return h, s.URL
}

func newPlayer(url string, clock *hasty, m world.Memory) *world.Player {
	return world.NewPlayer(world.Generate(world.Config{Seed: 3}), world.PlayerConfig{
		Hub: url, FormKey: formKey, HookSecret: hookSecret, APIKey: apiKey, Clock: clock, Memory: m, Every: 3 * time.Second,
		Connections: map[string]string{model.ConnFair: "id-of-fair"},
	})
}

// until waits for something that must come true.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 4000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// start runs a player until stop.
func start(t *testing.T, p *world.Player) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the player ended with %v", err)
		}
	}
}

func TestPlayerDeliversAllInTrouble(t *testing.T) {
	h, url := newHub(t)
	h.trouble = true
	clock := &hasty{}
	p := newPlayer(url, clock, nil)
	stop := start(t, p)
	until(t, "the past is loaded and 30 live events happened", func() bool { s := p.Status(); return s.Loaded && s.Live >= 30 })
	if err := p.Pause(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := p.Status()
	if s.InFlight != 0 || !s.Paused || s.Refused != 0 || s.Delivered != s.Total {
		t.Errorf("after the pause: %+v", s)
	}
	if again := p.Status(); again.Live != s.Live {
		t.Errorf("%d live events came during the pause", again.Live-s.Live)
	}
	tr := p.Truth()
	want := 0
	for _, r := range tr.Happened.Records {
		if n := string(r.Record); strings.HasPrefix(n, "demo-form/") || strings.HasPrefix(n, "demo-hook/") {
			want++
			if h.bodies[strings.Replace(n, "/leads", "", 1)] == "" {
				t.Errorf("%s never reached the hub", n)
			}
		}
	}
	if want < 1000 || want != len(h.bodies) {
		t.Errorf("the truth has %d forms, the hub %d", want, len(h.bodies))
	}
	if len(h.files) < 11 || h.files["2026-fairs"] != "offline_cost" || h.files["staff-2026"] != "employees" {
		t.Errorf("files %v", h.files)
	}
	if n := clock.waited(2 * time.Second); n < 50 {
		t.Errorf("Retry-After: 2 was honoured %d times only", n)
	}
	p.Resume()
	until(t, "live events go on", func() bool { return p.Status().Live > s.Live })
	stop()
}

func TestPlayerGoesOnAfterARestart(t *testing.T) {
	h, url := newHub(t)
	m := &memory{}
	p := newPlayer(url, &hasty{}, m)
	stop := start(t, p)
	until(t, "40 live events happened", func() bool { return p.Status().Live >= 40 })
	stop()
	was, _ := m.Load()
	h.mu.Lock()
	h.down = true
	h.mu.Unlock()
	q := newPlayer(url, &hasty{}, m)
	stop = start(t, q)
	until(t, "the second run knows the live events of the first", func() bool { return q.Status().Live >= was.Live })
	if s := q.Status(); was.Live < 30 || !s.Loaded {
		t.Errorf("kept %+v, then %+v", was, s)
	}
	stop()
}

func TestControl(t *testing.T) {
	_, url := newHub(t)
	p := newPlayer(url, &hasty{}, nil)
	stop := start(t, p)
	defer stop()
	until(t, "the past is loaded", func() bool { return p.Status().Loaded })
	call := func(method, target string) (int, string) {
		w := httptest.NewRecorder()
		p.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, target, nil))
		return w.Code, w.Body.String()
	}
	if code, body := call(http.MethodPost, "/world/pause"); code != http.StatusOK || !strings.Contains(body, `"paused":true`) || !strings.Contains(body, `"in_flight":0`) {
		t.Errorf("pause: %d %s", code, body)
	}
	for _, layer := range []string{"provable", "happened"} {
		code, body := call(http.MethodGet, "/world/truth?layer="+layer)
		var m map[string]json.RawMessage
		if err := json.Unmarshal([]byte(body), &m); code != http.StatusOK || err != nil || m[layer] == nil {
			t.Errorf("truth %s: %d, %v", layer, code, err)
		}
		if len(m) > 5 {
			t.Errorf("truth %s has more than its layer", layer)
		}
	}
	if code, _ := call(http.MethodGet, "/world/truth?layer=secret"); code != http.StatusBadRequest {
		t.Errorf("an unknown layer got %d", code)
	}
	if code, body := call(http.MethodPost, "/world/resume"); code != http.StatusOK || !strings.Contains(body, `"paused":false`) {
		t.Errorf("resume: %d %s", code, body)
	}
	if code, _ := call(http.MethodGet, "/world/status"); code != http.StatusOK {
		t.Errorf("status: %d", code)
	}
}

func TestPauseGivesUpWithItsContext(t *testing.T) {
	h, url := newHub(t)
	h.down = true
	p := newPlayer(url, &hasty{}, nil)
	stop := start(t, p)
	until(t, "something is on its way", func() bool { return p.Status().InFlight > 0 })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := p.Pause(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a pause with events on their way gave %v", err)
	}
	stop()
}

func TestARefusedEventIsCountedNotDelivered(t *testing.T) {
	_, url := newHub(t)
	p := world.NewPlayer(world.Generate(world.Config{Seed: 3}), world.PlayerConfig{Hub: url, FormKey: "wrong", HookSecret: hookSecret, APIKey: apiKey, Clock: &hasty{}, Connections: map[string]string{model.ConnFair: "id-of-fair"}})
	stop := start(t, p)
	until(t, "the past is over", func() bool { return p.Status().Loaded })
	s := p.Status()
	stop()
	if s.Refused < 500 || s.Delivered+s.Refused > s.Total {
		t.Errorf("status %+v", s)
	}
	for _, r := range p.Truth().Happened.Records {
		if strings.HasPrefix(string(r.Record), "demo-form/") {
			t.Fatalf("%s was refused and is in the truth", r.Record)
		}
	}
}
