// Package fake is a local receiver of webhooks that checks signatures after the Standard
// Webhooks specification and leaves out what it has. It uses none of the connector's code.
package fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Data is what a fresh server holds.
type Data struct {
	Secret string // whsec_ and base64
	Path   string // the address; every other answers 404
}

// Example is made up for tests and the demo.
func Example() Data {
	return Data{Secret: "whsec_ZGVtby13ZWJob29rLXNlY3JldC1ub3QtcmVhbC0wMQ==", Path: "/hooks/alerts"}
}

// tolerance is how old a signature may be.
const tolerance = 5 * time.Minute

// Delivery is a message that arrived.
type Delivery struct {
	To    string    `json:"to"` // always empty
	At    time.Time `json:"at"`
	ID    string    `json:"id"`
	Title string    `json:"title"`
	Text  string    `json:"text"`
	URL   string    `json:"url,omitempty"`
}

// Server is the receiver. It is safe for concurrent use.
type Server struct {
	mu    sync.Mutex
	d     Data
	clock Clock
	key   []byte
	seen  map[string]bool
	inbox []Delivery
	calls int

	until  time.Time // limited until then
	status int       // with this status
	gone   bool
}

// New makes a server. Its secret must be whsec_ and base64.
func New(d Data, clock Clock) *Server {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(d.Secret, "whsec_"))
	return &Server{d: d, clock: clock, key: key, seen: map[string]bool{}}
}

// Limit answers status (429 or 503) with Retry-After for d.
func (s *Server) Limit(status int, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.until = status, s.clock.Now().Add(d)
}

// Leave lets the receiver answer 410 from now on.
func (s *Server) Leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = true
}

// Inbox gives what arrived, in order.
func (s *Server) Inbox() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.inbox...)
}

// Calls counts the posts, refused ones too.
func (s *Server) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// ServeHTTP takes POST at the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if r.Method == http.MethodPost {
		s.calls++
	}
	now := s.clock.Now()
	switch {
	case r.URL.Path != s.d.Path:
		http.Error(w, "not here", http.StatusNotFound)
	case s.gone:
		http.Error(w, "gone", http.StatusGone)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "post", http.StatusMethodNotAllowed)
	case now.Before(s.until):
		w.Header().Set("Retry-After", strconv.Itoa(int(s.until.Sub(now).Seconds())))
		http.Error(w, "later", s.status)
	case err != nil || !s.signed(r.Header, body, now):
		http.Error(w, "signature", http.StatusUnauthorized)
	default:
		s.take(w, r.Header.Get("Webhook-Id"), body, now)
	}
}

func (s *Server) take(w http.ResponseWriter, id string, body []byte, now time.Time) {
	var m struct {
		Type string
		Data struct{ Title, Body, URL string }
	}
	if json.Unmarshal(body, &m) != nil || m.Type != "alert" {
		http.Error(w, "form", http.StatusBadRequest)
		return
	}
	if !s.seen[id] {
		s.seen[id] = true
		s.inbox = append(s.inbox, Delivery{At: now, ID: id, Title: m.Data.Title, Text: m.Data.Body, URL: m.Data.URL})
	}
	_, _ = w.Write([]byte(`{"taken":true}`))
}

// signed checks the three headers.
func (s *Server) signed(h http.Header, body []byte, now time.Time) bool {
	at, err := strconv.ParseInt(h.Get("Webhook-Timestamp"), 10, 64)
	if err != nil || h.Get("Webhook-Id") == "" || now.Sub(time.Unix(at, 0)).Abs() > tolerance {
		return false
	}
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(h.Get("Webhook-Id") + "." + h.Get("Webhook-Timestamp") + "." + string(body)))
	for one := range strings.FieldsSeq(h.Get("Webhook-Signature")) {
		version, text, _ := strings.Cut(one, ",")
		got, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(got, mac.Sum(nil)) {
			return true
		}
	}
	return false
}
