package load_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/load"
)

func TestPostTriesAgainOnlyWhatWasNotTaken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers []int
		want    load.Posted
	}{
		{"taken at once", []int{202}, load.Posted{Status: 202}},
		{"the bus was away", []int{503, 503, 202}, load.Posted{Status: 202, Retries: 2}},
		{"too fast", []int{429, 202}, load.Posted{Status: 202, Retries: 1}},
		{"refused for good", []int{400, 202}, load.Posted{Status: 400}},
		{"cut, then taken", []int{0, 202}, load.Posted{Status: 202, Retries: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int64
			var bodies []string
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				b, _ := io.ReadAll(r.Body)
				bodies = append(bodies, string(b))
				if r.Method != http.MethodPost || r.URL.Path != "/in/demo-form" || r.Header.Get("X-Heliu-Key") != "pk" {
					t.Errorf("%s %s with key %q", r.Method, r.URL.Path, r.Header.Get("X-Heliu-Key"))
				}
				status := c.answers[n.Add(1)-1]
				if status == 0 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(status)
			}))
			defer srv.Close()
			l, err := load.MakeLead(1, 1, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if got := load.NewCaller(srv.URL, "pk", "", 4).Post(t.Context(), "demo-form", l); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			for _, b := range bodies {
				if b != string(l.Body) {
					t.Errorf("another body was sent: %s", b)
				}
			}
		})
	}
}

func TestVisibleNeedsARecord(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{`{"items":[]}`: false, `{"items":[{"id":"x"}]}`: true, `{}`: false} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer key" || r.URL.Query().Get("mobile") != "16612345678" {
				t.Errorf("asked with %q for %q", r.Header.Get("Authorization"), r.URL.RawQuery)
			}
			_, _ = io.WriteString(w, body)
		}))
		got, err := load.NewCaller(srv.URL, "", "key", 1).Visible(t.Context(), "16612345678")
		srv.Close()
		if err != nil || got != want {
			t.Errorf("%s: %t, %v", body, got, err)
		}
	}
}
