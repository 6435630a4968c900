package connectortest

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// RetryAfter is what the fault rate_limited_wait asks for.
const RetryAfter = 2 * time.Second

// Fault is one way in which an answer of a system is spoiled.
type Fault struct {
	Name  string
	Burst int // how many requests in a row, when it is not lasting; 1 when 0
	// Kinds are what a connector may return when it gives up.
	Kinds []fault.Kind
	// Codes further bounds Invalid: a spoiled answer is the answer's fault, never a
	// record's.
	Codes []string
	// MustPass tells that the connector has to go on over a fault that passes.
	MustPass bool

	spoil func(p *proxy, w http.ResponseWriter, r *http.Request)
}

var transient = []fault.Kind{fault.Transient}

// Faults lists the faults of the suite for a system.
func (s *System) faults() []*Fault {
	unread := []fault.Kind{fault.Transient, fault.Invalid}
	out := []*Fault{
		{Name: "rate_limited", Kinds: []fault.Kind{fault.RateLimited}, spoil: status(http.StatusTooManyRequests)},
		{Name: "rate_limited_wait", Kinds: []fault.Kind{fault.RateLimited}, spoil: func(p *proxy, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", strconv.Itoa(int(RetryAfter.Seconds())))
			status(http.StatusTooManyRequests)(p, w, r)
		}},
		{Name: "internal_error", Burst: 2, Kinds: transient, spoil: status(http.StatusInternalServerError)},
		{Name: "bad_gateway", Burst: 2, Kinds: transient, spoil: status(http.StatusBadGateway)},
		{Name: "unavailable", Burst: 2, Kinds: transient, spoil: status(http.StatusServiceUnavailable)},
		{Name: "connection_reset", Kinds: transient, spoil: reset},
		{Name: "body_cut", Kinds: transient, spoil: cut},
		{Name: "truncated_json", Kinds: unread, Codes: []string{"source_bad_answer"}, spoil: truncated},
		{Name: "empty_body", Kinds: unread, Codes: []string{"source_bad_answer"}, spoil: func(_ *proxy, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
		}},
		{Name: "html_page", Kinds: unread, Codes: []string{"source_bad_answer"}, spoil: func(_ *proxy, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte("<!DOCTYPE html><html><body>系统维护中</body></html>"))
		}},
		{Name: "slow", MustPass: true, spoil: func(p *proxy, w http.ResponseWriter, r *http.Request) {
			select {
			case <-p.gone:
			case <-time.After(40 * time.Millisecond):
			}
			p.system.Handler.ServeHTTP(w, r)
		}},
		{Name: "session_lost", Kinds: []fault.Kind{fault.Unauthorized}, MustPass: s.Renews, spoil: func(p *proxy, w http.ResponseWriter, r *http.Request) {
			if p.system.SessionLost != nil {
				p.system.SessionLost(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"error":"unauthorized"}`))
		}},
	}
	if s.LoseSession != nil {
		out = append(out, &Fault{Name: "session_forgotten", Kinds: []fault.Kind{fault.Unauthorized}, MustPass: s.Renews, spoil: func(p *proxy, w http.ResponseWriter, r *http.Request) {
			p.system.LoseSession()
			p.system.Handler.ServeHTTP(w, r)
		}})
	}
	return out
}

// allows tells whether the connector may end with this error on this fault.
func (f *Fault) allows(err error) bool {
	e := fault.As(err)
	if !slices.Contains(f.Kinds, e.Kind) {
		return false
	}
	return e.Kind != fault.Invalid || len(f.Codes) == 0 || slices.Contains(f.Codes, e.Code)
}

func status(code int) func(*proxy, http.ResponseWriter, *http.Request) {
	return func(_ *proxy, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(http.StatusText(code)))
	}
}

// reset breaks the connection before a byte of the answer.
func reset(_ *proxy, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// answer asks the fake and gives what it said.
func (p *proxy) answer(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	p.system.Handler.ServeHTTP(rec, r)
	return rec
}

func copyHeader(w http.ResponseWriter, rec *httptest.ResponseRecorder) {
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
}

// cut says the true length and ends the connection in the middle of the body.
func cut(p *proxy, w http.ResponseWriter, r *http.Request) {
	rec := p.answer(r)
	body := rec.Body.Bytes()
	copyHeader(w, rec)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(rec.Code)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// truncated gives half of the body as if it were all of it.
func truncated(p *proxy, w http.ResponseWriter, r *http.Request) {
	rec := p.answer(r)
	body := rec.Body.Bytes()
	copyHeader(w, rec)
	w.Header().Del("Content-Length")
	w.WriteHeader(rec.Code)
	_, _ = w.Write(body[:len(body)/2])
}
