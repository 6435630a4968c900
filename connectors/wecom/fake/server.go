package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Server is the local WeCom. It is safe for concurrent use.
type Server struct {
	mu    sync.Mutex
	d     Data
	clock Clock
	mux   *http.ServeMux

	issued  int
	token   string
	until   time.Time // of the token
	old     map[string]bool
	fetched int // calls of gettoken
	calls   int
	limited time.Time // calls answer 45009 until then
	busy    int       // how many more calls answer -1

	seen    map[string]time.Time // content that was delivered, for the duplicate check
	robot   []time.Time          // of the last minute
	inbox   []Delivery
	codes   map[string]scan
	scanned int
	msgs    int
}

// New makes a server that holds d.
func New(d Data, clock Clock) *Server {
	s := &Server{d: d, clock: clock, old: map[string]bool{}, seen: map[string]time.Time{}, codes: map[string]scan{}, mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /cgi-bin/gettoken", s.getToken)
	s.mux.HandleFunc("POST /cgi-bin/message/send", s.signedIn(s.send))
	s.mux.HandleFunc("GET /cgi-bin/auth/getuserinfo", s.signedIn(s.userInfo("userid", "openid")))
	s.mux.HandleFunc("GET /cgi-bin/user/getuserinfo", s.signedIn(s.userInfo("UserId", "OpenId"))) // the older one
	s.mux.HandleFunc("POST /cgi-bin/webhook/send", s.webhook)
	s.mux.HandleFunc("GET /wwlogin/sso/login", s.page)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such interface", http.StatusNotFound) })
	return s
}

// ServeHTTP answers as WeCom does: 200 with an errcode, whatever happened.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// LoseToken makes the server forget the token: it answers 40014 from now on.
func (s *Server) LoseToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
}

// Limit lets calls with a token answer 45009 for d, and the robot too.
func (s *Server) Limit(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = s.clock.Now().Add(d)
}

// Busy lets the next n calls answer -1.
func (s *Server) Busy(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = n
}

// Calls counts the calls of gettoken and those with a token.
func (s *Server) Calls() (fetched, calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetched, s.calls
}

// Inbox gives what arrived, in order.
func (s *Server) Inbox() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.inbox...)
}

func reply(w http.ResponseWriter, code int, msg string, more map[string]any) {
	out := map[string]any{"errcode": code, "errmsg": msg}
	for k, v := range more {
		out[k] = v
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(out)
}

// getToken gives the same token until it ends. A caller that asks while it is limited is
// limited too.
func (s *Server) getToken(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fetched++
	now, q := s.clock.Now(), r.URL.Query()
	switch {
	case now.Before(s.limited):
		reply(w, 45009, "api freq out of limit", nil)
		return
	case q.Get("corpid") != s.d.CorpID:
		reply(w, 40013, "invalid corpid", nil)
		return
	case q.Get("corpsecret") != s.d.Secret:
		reply(w, 40001, "invalid credential, hint: [demo], from ip: 203.0.113.9", nil)
		return
	}
	if s.token == "" || !now.Before(s.until) {
		if s.token != "" {
			s.old[s.token] = true
		}
		s.issued++
		s.token, s.until = fmt.Sprintf("fake-wecom-token-%04d", s.issued), now.Add(TokenLife)
	}
	reply(w, 0, "ok", map[string]any{"access_token": s.token, "expires_in": int(s.until.Sub(now).Seconds())})
}

// signedIn lets only calls with the present token through, and holds the lock.
func (s *Server) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls++
		now, token := s.clock.Now(), r.URL.Query().Get("access_token")
		switch {
		case s.busy > 0:
			s.busy--
			reply(w, -1, "system busy", nil)
		case token != "" && (s.old[token] || token == s.token && !now.Before(s.until)):
			reply(w, 42001, "access_token expired", nil)
		case token == "" || token != s.token:
			reply(w, 40014, "invalid access_token", nil)
		case now.Before(s.limited):
			reply(w, 45009, "api freq out of limit", nil)
		default:
			next(w, r)
		}
	}
}
