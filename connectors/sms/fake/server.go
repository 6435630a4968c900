// Package fake is a local SMS gateway with two interfaces such as domestic providers
// have: a form signed with MD5, and JSON signed with HMAC-SHA256 in a header. It uses
// none of the connector's code.
package fake

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // what such gateways ask for
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Data is what a fresh server holds.
type Data struct {
	Account, Secret string
	Barred          []string // numbers that cannot be reached
}

// Example is made up.
func Example() Data {
	return Data{Account: "demo-sms", Secret: "demo-sms-secret-not-real", Barred: []string{"13900000999"}}
}

// tolerance is how old a call may be.
const tolerance = 10 * time.Minute

// Delivery is a message that arrived.
type Delivery struct {
	To   string    `json:"to"`
	At   time.Time `json:"at"`
	ID   string    `json:"id,omitempty"`
	Text string    `json:"text"`
}

// Server is the gateway. It is safe for concurrent use.
type Server struct {
	mu    sync.Mutex
	d     Data
	clock Clock
	until time.Time // limited until then
	inbox []Delivery
}

// New makes a server.
func New(d Data, clock Clock) *Server { return &Server{d: d, clock: clock} }

// Limit refuses everything as too fast for d.
func (s *Server) Limit(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until = s.clock.Now().Add(d)
}

// Inbox gives what arrived, in order.
func (s *Server) Inbox() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.inbox...)
}

// ServeHTTP answers POST /form and POST /json, always with 200 and a code of its own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	switch {
	case r.Method != http.MethodPost || err != nil:
		http.Error(w, "post", http.StatusMethodNotAllowed)
	case r.URL.Path == "/form":
		code := s.form(body)
		_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "msg": "示例"})
	case r.URL.Path == "/json":
		n := 0
		if code := s.json(body, r.Header.Get("X-Sign")); code != "0" {
			n, _ = strconv.Atoi(code)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"result": map[string]any{"status": []any{map[string]any{"code": n}}}})
	default:
		http.NotFound(w, r)
	}
}

// The codes: 0 taken, 1001 credentials, 1004 number, 1005 form, 1008 too fast.
func (s *Server) form(body []byte) string {
	q, err := url.ParseQuery(string(body))
	if err != nil || len(q) != 5 {
		return "1005"
	}
	sum := md5.Sum([]byte(s.d.Account + q.Get("ts") + s.d.Secret)) //nolint:gosec // as above
	if q.Get("account") != s.d.Account || q.Get("sign") != hex.EncodeToString(sum[:]) {
		return "1001"
	}
	return s.take(q.Get("mobile"), q.Get("content"), q.Get("ts"), "")
}

func (s *Server) json(body []byte, sign string) string {
	var m struct {
		Account string   `json:"account"`
		To      []string `json:"to"`
		Text    string   `json:"text"`
		TS      string   `json:"ts"`
		ID      string   `json:"id"`
		Type    int      `json:"type"`
	}
	if json.Unmarshal(body, &m) != nil || len(m.To) != 1 || m.Type != 7 {
		return "1005"
	}
	mac := hmac.New(sha256.New, []byte(s.d.Secret))
	_, _ = fmt.Fprintf(mac, "%s\n%s\n%s", m.TS, m.To[0], m.Text)
	if m.Account != s.d.Account || sign != hex.EncodeToString(mac.Sum(nil)) {
		return "1001"
	}
	return s.take(m.To[0], m.Text, m.TS, m.ID)
}

func (s *Server) take(to, text, ts, id string) string {
	now := s.clock.Now()
	at, err := strconv.ParseInt(ts, 10, 64)
	switch {
	case err != nil || now.Sub(time.Unix(at, 0)).Abs() > tolerance:
		return "1001"
	case now.Before(s.until):
		return "1008"
	case len(to) != 11 || slices.Contains(s.d.Barred, to):
		return "1004"
	case text == "":
		return "1005"
	}
	s.inbox = append(s.inbox, Delivery{To: to, At: now, ID: id, Text: text})
	return "0"
}
