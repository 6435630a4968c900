package fake

import (
	"crypto/subtle"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// limits is what Limit set.
type limits struct {
	refuse int           // how many more requests answer 429
	wait   time.Duration // what their Retry-After says; none when zero
}

func (s *Server) routes() {
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("GET /api/v1/{object}", s.list)
	s.mux.HandleFunc("PUT /api/v1/{object}/by-external/{system}/{id}", s.upsert)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		problem(w, http.StatusNotFound, "not_found", "there is no "+r.Method+" here")
	})
}

// ServeHTTP answers as the CRM does. Its Date header is the CRM's own clock.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	if !s.signedIn(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="crm"`)
		problem(w, http.StatusUnauthorized, "unauthorized", "the bearer token is missing or wrong")
		return
	}
	if wait, refused := s.refused(); refused {
		if wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		}
		problem(w, http.StatusTooManyRequests, "too_many_requests", "too many requests")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// SetToken replaces the bearer token: the old one is refused from now on.
func (s *Server) SetToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}

// Limit makes the next n requests answer 429, with Retry-After when retryAfter is
// more than zero.
func (s *Server) Limit(n int, retryAfter time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = limits{refuse: n, wait: retryAfter}
}

func (s *Server) signedIn(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	return ok && subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

func (s *Server) refused() (wait time.Duration, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limits.refuse == 0 {
		return 0, false
	}
	s.limits.refuse--
	return s.limits.wait, true
}

// problem answers with an error as RFC 9457 has it.
func problem(w http.ResponseWriter, status int, code, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "urn:crm:problem:" + code, "title": http.StatusText(status), "status": status, "code": code, "detail": detail,
	})
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
