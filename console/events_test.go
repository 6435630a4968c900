package console_test

import (
	"bufio"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console/events"
)

// sse is one open stream of a real server.
type sse struct {
	t     *testing.T
	lines chan string // closed at the end
	stop  context.CancelFunc
}

// serve opens a port; it is closed after the streams.
func (h *hub) serve() *httptest.Server {
	srv := httptest.NewServer(h.http)
	h.t.Cleanup(srv.Close)
	return srv
}

func (h *hub) open(srv *httptest.Server, change func(*http.Request)) *sse {
	h.t.Helper()
	ctx, stop := context.WithCancel(h.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+"/api/v1/events?workspace=alpha", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	change(r)
	resp, err := srv.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") || resp.Header.Get("X-Accel-Buffering") != "no" {
		h.t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	s := &sse{h.t, make(chan string, 100), stop}
	go func() {
		defer close(s.lines)
		defer func() { _ = resp.Body.Close() }()
		for in := bufio.NewScanner(resp.Body); in.Scan(); {
			s.lines <- in.Text()
		}
	}()
	h.t.Cleanup(stop)
	return s
}

// until reads lines up to one that begins so; ok is false when the stream ended or
// nothing came in time.
func (s *sse) until(begins string, within time.Duration) (line string, ok bool) {
	timer := time.NewTimer(within)
	defer timer.Stop()
	for {
		select {
		case l, open := <-s.lines:
			if !open {
				return "", false
			}
			if strings.HasPrefix(l, begins) {
				return l, true
			}
		case <-timer.C:
			return "", false
		}
	}
}

func (s *sse) want(begins string) string {
	s.t.Helper()
	l, ok := s.until(begins, 3*time.Second)
	if !ok {
		s.t.Fatalf("no line %q came", begins)
	}
	return l
}

func bearer(key string) func(*http.Request) { return header("Authorization", "Bearer "+key) }

func TestEventsReachOpenPages(t *testing.T) {
	h := newHub(t)
	srv := h.serve()
	admin := h.open(srv, bearer(h.keys[access.Admin]))
	seller := h.open(srv, bearer(h.keys[access.Seller]))
	admin.want("retry:")
	seller.want("retry:")
	h.hub.Notify(h.b, events.Payments, map[string]int{"not": 1}) // of another workspace
	h.hub.Notify(h.a, events.Matrix, nil)
	if l := admin.want("data:"); l != `data: {"topic":"matrix","items":[]}` {
		t.Errorf("%s", l)
	}
	for range 100 {
		h.hub.Notify(h.a, events.Payments, map[string]int{"n": 7})
	}
	h.hub.Notify(h.a, events.Payments, map[string]int{"n": 8})
	id := strings.TrimPrefix(admin.want("id:"), "id: ")
	if l := admin.want("data:"); l != `data: {"topic":"payments","items":[{"n":7},{"n":8}]}` {
		t.Errorf("a hundred changes are not one event: %s", l)
	}
	if l := seller.want("data:"); !strings.Contains(l, "payments") { // sellers see no matrix
		t.Errorf("a seller gets %s", l)
	}
	h.hub.Notify(h.a, events.Customers, nil)
	admin.want("event: customers")
	admin.stop()

	back := h.open(srv, func(r *http.Request) { bearer(h.keys[access.Admin])(r); r.Header.Set("Last-Event-ID", id) })
	if l := back.want("event:"); l != "event: customers" {
		t.Errorf("who comes back gets %s", l)
	}
	stranger := h.open(srv, func(r *http.Request) { bearer(h.keys[access.Admin])(r); r.Header.Set("Last-Event-ID", "gone-5") })
	stranger.want("event: reset")
}

// TestARevokedCallerIsDeadWithinASecond is case 34 of the list of bad input, for
// what is open already.
func TestARevokedCallerIsDeadWithinASecond(t *testing.T) {
	h := newHub(t)
	srv := h.serve()
	text, key, err := h.gate.IssueKey(h.as(h.a), h.clock.Now(), access.NewKey{Name: "short", Roles: []access.Role{access.Admin}})
	if err != nil {
		t.Fatal(err)
	}
	cookie := h.signIn("someone", access.Admin)
	guest := h.signIn("guest", access.Finance)
	account := h.sql.One("select id::text from account where sign_in = 'guest'")
	shut := h.signIn("shut", access.Admin)
	shutID := h.sql.One("select id::text from account where sign_in = 'shut'")
	others := h.signIn("elsewhere", access.Finance)
	here := cookieOf(t, h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": "elsewhere", "password": "a long enough password"}))
	maker := h.signIn("maker", access.Admin)
	makerID := h.sql.One("select id::text from account where sign_in = 'maker'")
	made := decode[struct{ Text string }](h.call(http.MethodPost, "/api/v1/keys", "", map[string]any{"name": "m", "roles": []string{"admin"}, "expires_at": h.clock.Now().Add(time.Hour)}, with(maker)), http.StatusCreated).Text
	for name, x := range map[string]struct {
		change func(*http.Request)
		revoke func() error
	}{
		"key":     {bearer(text), func() error { return h.gate.RevokeKey(h.as(h.a), h.clock.Now(), key.ID) }},
		"session": {with(cookie), func() error { return h.gate.SignOut(t.Context(), h.clock.Now(), cookie.Value) }},
		"place":   {with(guest), func() error { return h.gate.SetRoles(h.as(h.a), h.clock.Now(), account, nil) }},
		"account": {with(shut), func() error { return h.gate.Disable(h.as(h.a), h.clock.Now(), shutID) }},
		"ended from elsewhere": {with(others), func() error {
			return h.gate.EndOtherSessions(access.With(t.Context(), access.Actor{Kind: access.User, ID: h.sql.One("select id::text from account where sign_in = 'elsewhere'")}), h.clock.Now(), here.Value)
		}},
		"key of a disabled maker": {bearer(made), func() error { return h.gate.Disable(h.as(h.a), h.clock.Now(), makerID) }},
	} {
		s := h.open(srv, x.change)
		s.want("retry:")
		if _, ended := s.until("event: over", time.Duration(700+rand.IntN(400))*time.Millisecond); ended {
			t.Fatalf("%s: the stream ends by itself", name)
		}
		if err := x.revoke(); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		if _, ok := s.until("event: over", time.Second); !ok {
			t.Errorf("%s: the stream lives on", name)
		}
		for range s.lines { // ends
			continue
		}
		d := time.Since(begun)
		if d > time.Second {
			t.Errorf("%s: dead after %s", name, d)
		}
		t.Logf("%s: dead after %s", name, d.Round(time.Millisecond))
	}
	h.call(http.MethodGet, "/api/v1/me", text, nil).fails(http.StatusUnauthorized, "key_refused")
}

// TestRolesThatAreTakenAwayCloseTheirTopics: the stream goes on, and what it may not see
// any more it is not told.
func TestRolesThatAreTakenAwayCloseTheirTopics(t *testing.T) {
	h := newHub(t)
	srv := h.serve()
	s := h.open(srv, with(h.signIn("mover", access.Finance)))
	s.want("retry:")
	h.hub.Notify(h.a, events.Matrix, nil)
	s.want("event: matrix")
	account := h.sql.One("select id::text from account where sign_in = 'mover'")
	if err := h.gate.SetRoles(h.as(h.a), h.clock.Now(), account, []access.Role{access.IT}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	h.hub.Notify(h.a, events.Matrix, nil)
	if l, came := s.until("event: matrix", 700*time.Millisecond); came {
		t.Errorf("a second later it still comes: %s", l)
	}
	h.hub.Notify(h.a, events.Connections, nil)
	s.want("event: connections")
}

func TestAnOpenPageIsNoUseOfASession(t *testing.T) {
	h := newHub(t)
	srv := h.serve()
	s := h.open(srv, with(h.signIn("someone", access.Admin)))
	s.want("retry:")
	h.clock.Advance(access.IdleLimit + time.Minute)
	if _, ok := s.until("event: over", 2*time.Second); !ok {
		t.Error("an open page keeps an idle session alive")
	}
}

func TestStreamsAreCapped(t *testing.T) {
	h := newHub(t)
	srv := h.serve()
	var open []*sse
	for range 8 {
		open = append(open, h.open(srv, bearer(h.keys[access.IT])))
	}
	h.call(http.MethodGet, "/api/v1/events", h.keys[access.IT], nil).fails(http.StatusTooManyRequests, "too_many_streams")
	open[0].stop()
	for range open[0].lines {
		continue
	}
	for end := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		a := h.call(http.MethodGet, "/api/v1/events", h.keys[access.IT], nil, func(r *http.Request) { *r = *r.WithContext(ctx) })
		cancel()
		if a.Status == http.StatusOK {
			return
		}
		if time.Now().After(end) {
			t.Fatal("a closed stream still counts")
		}
	}
}
