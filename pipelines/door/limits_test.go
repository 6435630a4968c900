package door_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/door"
)

// TestBadInput35AtTheDoor is case 35 of the list of bad input where systems push: the
// answer over the limit is 429, nothing is taken, and whoever waits as long as
// Retry-After says is let in.
func TestBadInput35AtTheDoor(t *testing.T) {
	slow := access.Rate{PerSecond: 0.5, Burst: 2}
	for name, x := range map[string]struct {
		limits            door.Limits
		from, forwarded   string
		freeName, freeFor string // what is not held up: a connection, an address
	}{
		"an address":               {door.Limits{Address: slow}, "203.0.113.5:9", "", "form", "203.0.113.6:9"},
		"an address by a proxy":    {door.Limits{Address: slow}, "127.0.0.1:9", "198.51.100.1, 203.0.113.5", "form", "203.0.113.6:9"},
		"a workspace":              {door.Limits{Workspace: slow}, "203.0.113.5:9", "", "other", "203.0.113.5:9"},
		"names that are tried out": {door.Limits{Address: slow}, "203.0.113.5:9", "", "form", "203.0.113.6:9"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.entries["other"] = door.Entry{Workspace: "v", Connection: "d", Connector: "plain", Version: 1}
			begun := time.Now()
			w.set(func() { w.now = func() time.Time { return begun } })
			w.door.Limits = x.limits
			n := 0
			post := func(connection, from, forwarded string) *httptest.ResponseRecorder {
				n++
				r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/in/"+connection, strings.NewReader("e"+strconv.Itoa(n)+" x"))
				r.SetPathValue("connection", connection)
				r.RemoteAddr = from
				if forwarded != "" {
					r.Header.Set("X-Forwarded-For", forwarded)
				}
				out := httptest.NewRecorder()
				w.door.ServeHTTP(out, r)
				return out
			}
			to := "form"
			if strings.HasPrefix(name, "names") {
				to = "guess"
			}
			for range 2 {
				if a := post(to, x.from, x.forwarded); a.Code == http.StatusTooManyRequests {
					t.Fatalf("within the limit: %s", a.Body)
				}
			}
			taken := w.accepted
			a := post(to, x.from, x.forwarded)
			if a.Code != http.StatusTooManyRequests || a.Header().Get("Retry-After") != "2" || !strings.Contains(a.Body.String(), "too_many_requests") {
				t.Fatalf("over the limit: %d, Retry-After %q, %s", a.Code, a.Header().Get("Retry-After"), a.Body)
			}
			if w.accepted != taken {
				t.Error("what was refused was taken")
			}
			if a := post(x.freeName, x.freeFor, ""); a.Code != http.StatusAccepted {
				t.Errorf("others are held up: %d %s", a.Code, a.Body)
			}
			w.pass(time.Second)
			if a := post(to, x.from, x.forwarded); a.Code != http.StatusTooManyRequests || a.Header().Get("Retry-After") != "1" {
				t.Errorf("a second early: %d, Retry-After %q", a.Code, a.Header().Get("Retry-After"))
			}
			w.pass(time.Second)
			if a := post(to, x.from, x.forwarded); a.Code == http.StatusTooManyRequests {
				t.Error("refused after the wait")
			}
		})
	}
}

// BenchmarkLimits shows what the limits cost a request.
func BenchmarkLimits(b *testing.B) {
	r := access.NewRates()
	now := time.Now()
	for i := range b.N {
		_ = r.Take(now.Add(time.Duration(i)*time.Microsecond), access.Bucket{Name: "workspace w", Rate: door.DefaultLimits.Workspace})
	}
}
