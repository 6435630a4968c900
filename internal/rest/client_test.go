package rest_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/rest"
)

var start = time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)

func client(t *testing.T, o rest.Options) (*rest.Client, *clock.Fake) {
	t.Helper()
	clk := clock.NewFake(start)
	o.Clock = clk
	if o.Transport == nil {
		allow, _ := rest.ParseCIDRs([]string{"127.0.0.1"})
		o.Transport = rest.Guard{AllowCIDRs: allow}.Transport()
	}
	c, err := rest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c, clk
}

func TestStatusIsClassified(t *testing.T) {
	for status, want := range map[int]string{
		200: "", 204: "", 304: "source_bad_answer", 400: "source_refused", 401: "source_unauthorized", 403: "source_unauthorized",
		404: "source_refused", 409: "source_refused", 408: "source_error", 429: "source_rate_limited", 500: "source_error", 503: "source_error",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			if status != 204 && status != 304 {
				_, _ = io.WriteString(w, `{"why":"because"}`)
			}
		}))
		c, _ := client(t, rest.Options{BaseURL: s.URL, Retries: 1})
		resp, err := c.Do(t.Context(), rest.Request{Path: "/a?token=secret"})
		if code(err) != want || resp.Status != status {
			t.Errorf("%d: code %q status %d, want %q", status, code(err), resp.Status, want)
		}
		if err != nil && strings.Contains(err.Error()+fault.As(err).Where, "secret") {
			t.Errorf("%d: the error repeats the query: %v", status, err)
		}
		if status == 400 && string(resp.Body) != `{"why":"because"}` {
			t.Errorf("the body of a refusal is lost: %q", resp.Body)
		}
		s.Close()
	}
}

func TestRetries(t *testing.T) {
	type tc struct {
		name, method, retryAfter string
		repeatable               bool
		fail                     int // status of the failing answers
		fails                    int // how many
		wantTries                int32
		wantCode                 string
		wantWait                 time.Duration // in the fault
		slept                    [2]time.Duration
	}
	for _, c := range []tc{
		{name: "a read is tried again", method: "GET", fail: 503, fails: 2, wantTries: 3, slept: [2]time.Duration{375 * time.Millisecond, 750 * time.Millisecond}},
		{name: "and given up", method: "GET", fail: 502, fails: 9, wantTries: 4, wantCode: "source_error", slept: [2]time.Duration{800 * time.Millisecond, 2 * time.Second}},
		{name: "a post is not", method: "POST", fail: 503, fails: 9, wantTries: 1, wantCode: "source_error"},
		{name: "a repeatable post is", method: "POST", repeatable: true, fail: 500, fails: 1, wantTries: 2, slept: [2]time.Duration{125 * time.Millisecond, 250 * time.Millisecond}},
		{name: "429 did nothing, so a post too", method: "POST", fail: 429, fails: 1, wantTries: 2, retryAfter: "7", slept: [2]time.Duration{7 * time.Second, 7 * time.Second}},
		{name: "Retry-After as a date", method: "GET", fail: 429, fails: 1, wantTries: 2, retryAfter: start.Add(9 * time.Second).Format(http.TimeFormat), slept: [2]time.Duration{9 * time.Second, 9 * time.Second}},
		{name: "too long to wait here", method: "GET", fail: 429, fails: 9, wantTries: 1, retryAfter: "3600", wantCode: "source_rate_limited", wantWait: time.Hour},
		{name: "a refusal is final", method: "GET", fail: 400, fails: 9, wantTries: 1, wantCode: "source_refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tries atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if r.Method == "POST" && string(body) != "x=1" {
					t.Errorf("attempt %d came with the body %q", tries.Load()+1, body)
				}
				if tries.Add(1) <= int32(c.fails) {
					if c.retryAfter != "" {
						w.Header().Set("Retry-After", c.retryAfter)
					}
					w.WriteHeader(c.fail)
				}
			}))
			defer s.Close()
			cl, clk := client(t, rest.Options{BaseURL: s.URL})
			r := rest.Request{Method: c.method, Repeatable: c.repeatable}
			if c.method == "POST" {
				r.Body = []byte("x=1")
			}
			_, err := cl.Do(t.Context(), r)
			if code(err) != c.wantCode || tries.Load() != c.wantTries {
				t.Errorf("code %q after %d tries, want %q after %d", code(err), tries.Load(), c.wantCode, c.wantTries)
			}
			if err != nil && fault.As(err).Wait != c.wantWait {
				t.Errorf("wait %s, want %s", fault.As(err).Wait, c.wantWait)
			}
			if d := clk.Now().Sub(start); d < c.slept[0] || d > c.slept[1] {
				t.Errorf("slept %s, want within %v", d, c.slept)
			}
		})
	}
}

func TestCutBodyIsRetried(t *testing.T) {
	var tries atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if tries.Add(1) == 1 {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"half":`)
			return
		}
		_, _ = io.WriteString(w, `{"n": 9007199254740993}`)
	}))
	defer s.Close()
	c, _ := client(t, rest.Options{BaseURL: s.URL})
	var out map[string]any
	if _, err := c.JSON(t.Context(), rest.Request{Path: "p"}, &out); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(out["n"]); got != "9007199254740993" || tries.Load() != 2 {
		t.Errorf("n = %s after %d tries", got, tries.Load())
	}
	tries.Store(0)
	if _, err := c.Do(t.Context(), rest.Request{Method: "POST", Body: []byte("{}")}); code(err) != "source_unreachable" {
		t.Errorf("a post whose answer broke off: %v", err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	for _, enc := range []string{"", "gzip"} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			var out io.Writer = w
			if enc != "" {
				w.Header().Set("Content-Encoding", enc)
				z := gzip.NewWriter(w)
				defer z.Close()
				out = z
			}
			_, _ = out.Write(make([]byte, 4<<20))
		}))
		c, _ := client(t, rest.Options{BaseURL: s.URL, MaxResponse: 1 << 20})
		if _, err := c.Do(t.Context(), rest.Request{}); code(err) != "source_bad_answer" {
			t.Errorf("encoding %q: %v, want source_bad_answer", enc, err)
		}
		s.Close()
	}
}

func TestNetworkFaults(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	c, _ := client(t, rest.Options{BaseURL: s.URL})
	if _, err := c.Do(t.Context(), rest.Request{Path: "/a", Query: url.Values{"token": {"geheim"}}}); code(err) != "source_unreachable" ||
		strings.Contains(err.Error(), "geheim") {
		t.Errorf("nobody listens: %v", err)
	}
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	defer tls.Close()
	c, _ = client(t, rest.Options{BaseURL: tls.URL})
	if _, err := c.Do(t.Context(), rest.Request{}); code(err) != "source_refused" {
		t.Errorf("unknown certificate: %v", err)
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()
	c, _ = client(t, rest.Options{BaseURL: slow.URL, Timeout: 50 * time.Millisecond, Retries: -1})
	if _, err := c.Do(t.Context(), rest.Request{}); code(err) != "source_unreachable" {
		t.Errorf("time-out: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Do(ctx, rest.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	for body, want := range map[string]string{"<html>": "source_bad_answer", `{"a":1} x`: "source_bad_answer", `{"a":1}`: ""} {
		var out map[string]any
		if got := code(rest.Decode([]byte(body), &out)); got != want {
			t.Errorf("Decode(%s) = %q, want %q", body, got, want)
		}
	}
	if _, err := rest.New(rest.Options{BaseURL: "ftp://example.com"}); code(err) != "bad_settings" {
		t.Errorf("ftp base: %v", err)
	}
}

func TestHTTP1Only(t *testing.T) {
	protos := make(chan string, 2)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { protos <- r.Proto }))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	for want, only := range map[string]bool{"HTTP/2.0": false, "HTTP/1.1": true} {
		c, _ := client(t, rest.Options{BaseURL: s.URL, HTTP1: only, Transport: s.Client().Transport})
		if _, err := c.Do(t.Context(), rest.Request{}); err != nil {
			t.Fatal(err)
		}
		if got := <-protos; got != want {
			t.Errorf("HTTP1 = %v spoke %s", only, got)
		}
	}
}

// TestRedirectLeavesHeadersBehind: keys in headers of the caller do not travel to
// another host, and a write is never redirected.
func TestRedirectLeavesHeadersBehind(t *testing.T) {
	got := make(chan http.Header, 1)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header }))
	defer other.Close()
	s := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer s.Close()
	c, _ := client(t, rest.Options{BaseURL: s.URL, Header: http.Header{"X-App-Secret": {"geheim"}}})
	if _, err := c.Do(t.Context(), rest.Request{Header: http.Header{"Access-Token": {"geheim"}}}); err != nil {
		t.Fatal(err)
	}
	if h := <-got; strings.Contains(fmt.Sprint(h), "geheim") {
		t.Errorf("the other host got %v", h)
	}
	if _, err := c.Do(t.Context(), rest.Request{Method: "POST", Body: []byte("{}")}); code(err) != "source_bad_answer" {
		t.Errorf("redirected post: %v", err)
	}
}

func TestTracesHoldNoQuery(t *testing.T) {
	rec := tracetest.NewSpanRecorder()
	old := otel.GetTracerProvider()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(rec)))
	defer otel.SetTracerProvider(old)
	query := make(chan string, 1)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { query <- r.URL.RawQuery }))
	defer s.Close()
	c, _ := client(t, rest.Options{BaseURL: s.URL, Trace: true})
	if _, err := c.Do(t.Context(), rest.Request{Path: "/p", Query: url.Values{"access_token": {"geheim"}}}); err != nil {
		t.Fatal(err)
	}
	if q := <-query; q != "access_token=geheim" {
		t.Errorf("the server got the query %q", q)
	}
	spans := rec.Ended()
	if len(spans) != 1 {
		t.Fatalf("%d spans, want 1", len(spans))
	}
	if text := fmt.Sprint(spans[0].Name(), spans[0].Attributes()); strings.Contains(text, "geheim") || !strings.Contains(text, "/p") {
		t.Errorf("span: %s", text)
	}
}
