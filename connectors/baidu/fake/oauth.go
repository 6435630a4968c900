package fake

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/record"
)

// The answers of the OAuth addresses have an envelope of their own.
type oauthAnswer struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

type oauthRequest struct {
	AppID        string `json:"appId"`
	AuthCode     string `json:"authCode"`
	SecretKey    string `json:"secretKey"`
	GrantType    string `json:"grantType"`
	RefreshToken string `json:"refreshToken"`
	AccessToken  string `json:"accessToken"`
	UserID       int64  `json:"userId"`
}

// newToken makes a text as long as real tokens are (over 300 characters).
func newToken() string {
	var b [240]byte
	_, _ = rand.Read(b[:])
	return "eyJ." + base64.RawURLEncoding.EncodeToString(b[:])
}

func (s *Server) app(w http.ResponseWriter, q oauthRequest) bool {
	if q.AppID == s.access.AppID && q.SecretKey == s.access.SecretKey && q.UserID == s.access.UserID {
		return true
	}
	answer(w, oauthAnswer{Code: 10001, Message: "appId, secretKey or userId is wrong"})
	return false
}

func (s *Server) accessToken(w http.ResponseWriter, raw []byte) {
	var q oauthRequest
	_ = json.Unmarshal(raw, &q)
	switch {
	case !s.app(w, q):
	case q.GrantType != "auth_code" && q.GrantType != "access_token":
		answer(w, oauthAnswer{Code: 10003, Message: "grantType is wrong"})
	case q.AuthCode == "":
		answer(w, oauthAnswer{Code: 10004, Message: "authCode is invalid"})
	default:
		s.grant(w)
	}
}

// refreshToken gives a new pair; the refresh token that was used is dead from then on.
func (s *Server) refreshToken(w http.ResponseWriter, raw []byte) {
	var q oauthRequest
	_ = json.Unmarshal(raw, &q)
	switch {
	case !s.app(w, q):
	case q.RefreshToken != s.refresh || !s.clock.Now().Before(s.refreshUntil):
		answer(w, oauthAnswer{Code: 10002, Message: "refreshToken is invalid or expired"})
	default:
		s.rotations++
		s.grant(w)
	}
}

func (s *Server) grant(w http.ResponseWriter) {
	now := s.clock.Now()
	access := newToken()
	s.refresh = newToken()
	s.tokens[access] = now.Add(s.access.AccessLife)
	s.refreshUntil = now.Add(s.access.RefreshLife)
	if s.granted != nil {
		s.granted(s.refresh)
	}
	local := func(t time.Time) string { return t.In(record.Shanghai).Format(time.DateTime) }
	answer(w, oauthAnswer{Message: "success", Data: map[string]any{
		"accessToken": access, "refreshToken": s.refresh, "openId": "fake-open-id", "userId": s.access.UserID,
		"expiresTime": local(s.tokens[access]), "refreshExpiresTime": local(s.refreshUntil),
		"expiresIn": int(s.access.AccessLife.Seconds()), "refreshExpiresIn": int(s.access.RefreshLife.Seconds()),
	}})
}

func (s *Server) userInfo(w http.ResponseWriter, raw []byte) {
	var q oauthRequest
	_ = json.Unmarshal(raw, &q)
	if until, ok := s.tokens[q.AccessToken]; !ok || !s.clock.Now().Before(until) {
		answer(w, oauthAnswer{Code: 10005, Message: "accessToken is invalid or expired"})
		return
	}
	subs := []any{}
	for _, a := range s.accounts {
		subs = append(subs, map[string]any{"ucId": a.UserID, "ucName": a.UserName})
	}
	kind := 1
	if len(s.accounts) > 1 {
		kind = 2
	}
	answer(w, oauthAnswer{Message: "success", Data: map[string]any{
		"masterUid": s.access.UserID, "masterName": s.accounts[0].UserName,
		"userAcctType": kind, "hasNext": false, "subUserList": subs,
	}})
}

// DropTokens makes every access token invalid before its time.
func (s *Server) DropTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// Rotations counts how often a refresh token was used.
func (s *Server) Rotations() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rotations
}

// Consent makes a new first refresh token, as an administrator's new consent does.
func (s *Server) Consent() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh, s.refreshUntil = newToken(), s.clock.Now().Add(s.access.RefreshLife)
	return s.refresh
}

// OnGrant calls keep with each new refresh token before it is given out, so that a
// server that is started again can go on with it (Restore). Set it before serving.
func (s *Server) OnGrant(keep func(refreshToken string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.granted = keep
}

// Restore makes a refresh token of an earlier run the valid one.
func (s *Server) Restore(refreshToken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh, s.refreshUntil = refreshToken, s.clock.Now().Add(s.access.RefreshLife)
}
