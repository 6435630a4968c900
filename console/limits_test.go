package console_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console"
)

// TestBadInput33 is case 33 of the list of bad input: an API key of another workspace is
// told that there is nothing, not that it may not.
func TestBadInput33(t *testing.T) {
	h := newHub(t)
	d := h.newData(h.a, "src")
	for _, path := range []string{"/api/v1/me", "/api/v1/connections", "/api/v1/customers", "/api/v1/members"} {
		for _, name := range []string{"alpha", string(h.a)} {
			h.call(http.MethodGet, path, h.bAdmin, nil, header("X-Heliu-Workspace", name)).fails(http.StatusNotFound, "not_found")
		}
	}
	h.call(http.MethodGet, "/api/v1/connections/"+string(d.conn), h.bAdmin, nil).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodDelete, "/api/v1/workspaces/alpha?confirm=alpha", h.bAdmin, nil).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodGet, "/api/v1/events?workspace=alpha", h.bAdmin, nil).fails(http.StatusNotFound, "not_found")
}

// TestBadInput34 is case 34: an expired and a revoked key are refused at the next call.
// What is open ends within a second: TestARevokedCallerIsDeadWithinASecond.
func TestBadInput34(t *testing.T) {
	h := newHub(t)
	end := h.clock.Now().Add(time.Hour)
	text, k, err := h.gate.IssueKey(h.as(h.a), h.clock.Now(), access.NewKey{Name: "x", Roles: []access.Role{access.Admin}, ExpiresAt: &end})
	if err != nil {
		t.Fatal(err)
	}
	if a := h.call(http.MethodGet, "/api/v1/me", text, nil); a.Status != http.StatusOK {
		t.Fatal(a.Status)
	}
	if a := h.call(http.MethodDelete, "/api/v1/keys/"+k.ID, h.keys[access.Admin], nil); a.Status != http.StatusNoContent {
		t.Fatal(a.Status)
	}
	h.call(http.MethodGet, "/api/v1/me", text, nil).fails(http.StatusUnauthorized, "key_refused")
	short, _, err := h.gate.IssueKey(h.as(h.a), h.clock.Now(), access.NewKey{Name: "y", Roles: []access.Role{access.Admin}, ExpiresAt: &end})
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(time.Hour - time.Second)
	if a := h.call(http.MethodGet, "/api/v1/me", short, nil); a.Status != http.StatusOK {
		t.Errorf("a second before its end: %d", a.Status)
	}
	h.clock.Advance(time.Second)
	h.call(http.MethodGet, "/api/v1/me", short, nil).fails(http.StatusUnauthorized, "key_refused")
}

// TestBadInput35 is case 35: over the limit the answer is 429, and whoever waits as long
// as Retry-After says is let in; a second earlier is too early.
func TestBadInput35(t *testing.T) {
	h := newHub(t)
	slow := access.Rate{PerSecond: 0.25, Burst: 3} // one in four seconds
	from := func(address string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = address + ":5000" }
	}
	other, _, err := h.gate.IssueKey(h.as(h.a), h.clock.Now(), access.NewKey{Name: "another", Roles: []access.Role{access.Admin}})
	if err != nil {
		t.Fatal(err)
	}
	admin, nobody := h.keys[access.Admin], "heliu_live_guessed"
	for name, x := range map[string]struct {
		limits   console.Limits
		key      string
		from     string
		free     string // a key that is not held up
		freeFrom string
	}{
		"a key":               {console.Limits{Caller: slow}, admin, "203.0.113.5", other, "203.0.113.5"},
		"a workspace":         {console.Limits{Workspace: slow}, admin, "203.0.113.5", h.bAdmin, "203.0.113.5"},
		"an address":          {console.Limits{Address: slow}, admin, "203.0.113.5", admin, "203.0.113.6"},
		"a guesser's address": {console.Limits{Address: slow}, nobody, "203.0.113.5", admin, "203.0.113.6"},
		"an IPv6 line":        {console.Limits{Address: slow}, admin, "[2001:db8:1:2::5]", admin, "[2001:db8:1:3::5]"},
	} {
		t.Run(name, func(t *testing.T) {
			hub := h.console(func(c *console.Config) { c.Limits = x.limits })
			call := func(key, address string) answer {
				return callTo(t, hub, http.MethodGet, "/api/v1/me", key, nil, from(address))
			}
			for range 3 {
				if a := call(x.key, x.from); a.Status == http.StatusTooManyRequests {
					t.Fatalf("within the limit: %s", a.Body)
				}
			}
			a := call(x.key, x.from)
			a.fails(http.StatusTooManyRequests, "too_many_requests")
			wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
			if err != nil || wait != 4 {
				t.Fatalf("Retry-After %q, want 4", a.Header.Get("Retry-After"))
			}
			if a := call(x.free, x.freeFrom); a.Status != http.StatusOK {
				t.Errorf("somebody else is held up: %d %s", a.Status, a.Body)
			}
			h.clock.Advance(time.Duration(wait)*time.Second - time.Second)
			if a := call(x.key, x.from); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "1" {
				t.Errorf("a second early: %d, Retry-After %q", a.Status, a.Header.Get("Retry-After"))
			}
			h.clock.Advance(time.Second)
			if a := call(x.key, x.from); a.Status == http.StatusTooManyRequests {
				t.Error("refused after the wait")
			}
		})
	}
	t.Run("private addresses are not counted, and a proxy's callers are", func(t *testing.T) {
		hub := h.console(func(c *console.Config) { c.Limits = console.Limits{Address: slow} })
		via := func(forwarded string) answer {
			return callTo(t, hub, http.MethodGet, "/api/v1/me", admin, nil, from("10.0.0.1"), header("X-Forwarded-For", forwarded))
		}
		for i := range 10 {
			if a := callTo(t, hub, http.MethodGet, "/api/v1/me", admin, nil, from("192.168.1.7")); a.Status != http.StatusOK {
				t.Fatalf("call %d from the office: %d", i, a.Status)
			}
		}
		for i := range 3 { // what the caller wrote itself stands before what the proxy wrote
			if a := via(fmt.Sprintf("198.51.100.%d, 203.0.113.9", i)); a.Status != http.StatusOK {
				t.Fatal(a.Status)
			}
		}
		via("198.51.100.77, 203.0.113.9").fails(http.StatusTooManyRequests, "too_many_requests")
	})
}
