package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Server is the local DingTalk. It is safe for concurrent use.
type Server struct {
	mu    sync.Mutex
	d     Data
	clock Clock
	mux   *http.ServeMux

	issued  int
	token   string
	until   time.Time // of the token
	wrapped bool      // trouble with the token comes as 88 with a sub_code
	limited time.Time // calls answer 90018 until then
	calls   int       // of the robot

	robot   []time.Time // of the last minute
	muted   time.Time
	tasks   []task
	seen    map[string]string // member and content → day
	inbox   []Delivery
	codes   map[string]scan
	persons map[string]Member // by their own tokens
	scanned int
}

// New makes a server that holds d.
func New(d Data, clock Clock) *Server {
	s := &Server{
		d: d, clock: clock, mux: http.NewServeMux(),
		seen: map[string]string{}, codes: map[string]scan{}, persons: map[string]Member{},
	}
	s.mux.HandleFunc("POST /robot/send", s.locked(s.say))
	s.mux.HandleFunc("POST /v1.0/oauth2/accessToken", s.locked(s.accessToken))
	s.mux.HandleFunc("POST /v1.0/oauth2/userAccessToken", s.locked(s.userToken))
	s.mux.HandleFunc("GET /v1.0/contact/users/me", s.locked(s.me))
	s.mux.HandleFunc("POST /topapi/user/getbyunionid", s.locked(s.signedIn(s.byUnionID)))
	s.mux.HandleFunc("POST /topapi/message/corpconversation/asyncsend_v2", s.locked(s.signedIn(s.send)))
	s.mux.HandleFunc("POST /topapi/message/corpconversation/getsendresult", s.locked(s.signedIn(s.result)))
	s.mux.HandleFunc("GET /oauth2/auth", s.page)
	return s
}

// ServeHTTP answers as DingTalk does: the older API with 200 and an errcode, the newer
// one with a status and a code.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// LoseToken makes the server forget the token; wrapped lets it say so as 88.
func (s *Server) LoseToken(wrapped bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.wrapped = "", wrapped
}

// Limit lets the organisation's calls answer 90018 for d and mutes the robot for as long.
func (s *Server) Limit(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = s.clock.Now().Add(d)
	s.muted = s.limited
}

// Inbox gives what arrived, in order.
func (s *Server) Inbox() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.inbox...)
}

// RobotCalls counts the calls of the robot, refused ones too.
func (s *Server) RobotCalls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

func (s *Server) locked(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		next(w, r)
	}
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// reply answers as the older API does.
func reply(w http.ResponseWriter, code int, msg string, more map[string]any) {
	out := map[string]any{"errcode": code, "errmsg": msg, "request_id": "fake"}
	for k, v := range more {
		out[k] = v
	}
	write(w, http.StatusOK, out)
}

// refuse answers as the newer API does.
func refuse(w http.ResponseWriter, status int, code string) {
	write(w, status, map[string]any{"code": code, "message": "示例拒绝", "requestid": "fake"})
}

func (s *Server) accessToken(w http.ResponseWriter, r *http.Request) {
	var in struct{ AppKey, AppSecret string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.AppKey != s.d.AppKey || in.AppSecret != s.d.AppSecret {
		refuse(w, http.StatusBadRequest, "invalidClientIdOrSecret")
		return
	}
	if now := s.clock.Now(); s.token == "" || !now.Before(s.until) {
		s.issued++
		s.token, s.until = fmt.Sprintf("fake-ding-token-%04d", s.issued), now.Add(TokenLife)
	}
	write(w, http.StatusOK, map[string]any{"accessToken": s.token, "expireIn": int(s.until.Sub(s.clock.Now()).Seconds())})
}

// signedIn lets only calls of the older API with the present token through.
func (s *Server) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := s.clock.Now()
		switch token := r.URL.Query().Get("access_token"); {
		case (token == "" || token != s.token || !now.Before(s.until)) && s.wrapped:
			reply(w, 88, "ding talk error", map[string]any{"sub_code": "40014", "sub_msg": "不合法的access_token"})
		case token == "" || token != s.token || !now.Before(s.until):
			reply(w, 40014, "不合法的access_token", nil)
		case now.Before(s.limited):
			reply(w, 90018, "您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了", nil)
		default:
			next(w, r)
		}
	}
}
