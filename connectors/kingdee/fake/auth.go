package fake

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

type session struct{ used time.Time }

// LossStyle is how the server says that a session is gone.
type LossStyle int

// The three ways that sites use.
const (
	LossMsgCode LossStyle = iota // HTTP 200, ResponseStatus with MsgCode 1
	LossText                     // HTTP 200, a text that names the session
	Loss401                      // HTTP 401
)

// LoseAs sets how the server says that a session is gone.
func (s *Server) LoseAs(style LossStyle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose = style
}

// DropSessions ends every session, as a restart of the site does.
func (s *Server) DropSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}

// Logins counts the successful sign-ins so far; each took a licence slot.
func (s *Server) Logins() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.logins
}

// Sessions counts the sessions that are open.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return len(s.sessions)
}

func (s *Server) expire() {
	now := s.clock.Now()
	for id, ses := range s.sessions {
		if now.Sub(ses.used) > s.access.SessionIdle {
			delete(s.sessions, id)
		}
	}
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func (s *Server) login(w http.ResponseWriter, how string, c call) {
	a := s.access
	ok := c.param(0) == a.AcctID && c.param(1) == a.Username
	switch how {
	case "validateuser":
		ok = ok && c.param(2) == a.Password
	case "loginbyappsecret":
		ok = ok && c.param(2) == a.AppID && c.param(3) == a.AppSecret
	case "loginbysign":
		parts := []string{a.AcctID, a.Username, a.AppID, a.AppSecret, c.param(3)}
		slices.Sort(parts)
		sum := sha256.Sum256([]byte(strings.Join(parts, "")))
		ok = ok && c.param(2) == a.AppID && c.param(4) == hex.EncodeToString(sum[:])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !ok {
		answer(w, loginAnswer(0, "用户名或密码错误", ""))
		return
	}
	s.expire()
	if len(s.sessions) >= s.access.LicenceSlots {
		answer(w, loginAnswer(0, "登录用户数已达到许可上限", ""))
		return
	}
	id := s.open()
	http.SetCookie(w, &http.Cookie{Name: "ASP.NET_SessionId", Value: newID(), Path: "/", HttpOnly: true})
	res := loginAnswer(1, "", id)
	res["Context"] = map[string]any{
		"UserLocale": "zh-CN", "DBid": a.AcctID, "SessionId": newID(), "UserId": 100001, "UserName": a.Username,
		"DisplayVersion": "9.0.553.10", "DataCenterName": a.DataCenter,
		"CurrentOrganizationInfo": map[string]any{"ID": 1, "AcctOrgType": "1", "Name": "示例组织", "FunctionIds": []int{101}},
	}
	answer(w, res)
}

// open makes a session; the caller holds the lock.
func (s *Server) open() string {
	id := newID()
	s.sessions[id] = &session{used: s.clock.Now()}
	s.logins++
	return id
}

func loginAnswer(resultType int, message, sessionID string) map[string]any {
	var msg any
	if message != "" {
		msg = message
	}
	return map[string]any{
		"Message": msg, "MessageCode": "CheckPasswordPolicy", "LoginResultType": resultType, "Context": nil,
		"KDSVCSessionId": sessionID, "FormId": nil, "RedirectFormParam": nil, "FormInputObject": nil, "ErrorStackTrace": nil,
		"Lcid": 0, "AccessToken": nil, "KdAccessResult": nil, "IsSuccessByAPI": resultType == 1,
	}
}

func sessionOf(r *http.Request) string {
	if c, err := r.Cookie("kdservice-sessionid"); err == nil {
		return c.Value
	}
	return r.Header.Get("kdservice-sessionid")
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := sessionOf(r)
	_, there := s.sessions[id]
	delete(s.sessions, id)
	answer(w, there)
}

// signedIn checks the session or the signature headers; it answers the request
// itself when neither holds.
func (s *Server) signedIn(w http.ResponseWriter, r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	if ses, ok := s.sessions[sessionOf(r)]; ok {
		ses.used = s.clock.Now()
		return true
	}
	if r.Header.Get("X-Kd-Appkey") != "" {
		if !s.signatureHolds(r) {
			queryError(w, 2, "签名验证失败，请检查应用ID与应用密钥")
			return false
		}
		if len(s.sessions) >= s.access.LicenceSlots {
			queryError(w, 7, "登录用户数已达到许可上限")
			return false
		}
		http.SetCookie(w, &http.Cookie{Name: "kdservice-sessionid", Value: s.open(), Path: "/", HttpOnly: true})
		return true
	}
	switch s.lose {
	case Loss401:
		w.WriteHeader(http.StatusUnauthorized)
	case LossText:
		text(w, "会话信息已丢失，请重新登录")
	default:
		queryError(w, 1, "上下文丢失，请重新登录")
	}
	return false
}

const secretMask = "0054f397c6234378b09ca7d3e5debce7"

// sign is base64 of the lower-case hexadecimal HMAC-SHA256, not of the digest.
func sign(text, key string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64Text(hex.EncodeToString(m.Sum(nil)))
}

// signatureHolds recomputes what the headers claim, in seconds or milliseconds
// and with any nonce.
func (s *Server) signatureHolds(r *http.Request) bool {
	a, h := s.access, r.Header
	data, err := base64.StdEncoding.DecodeString(h.Get("X-Kd-Appdata"))
	if err != nil || h.Get("X-Kd-Appkey") != a.AppID {
		return false
	}
	parts := strings.Split(string(data), ",")
	if len(parts) != 4 || parts[0] != a.AcctID || parts[1] != a.Username {
		return false
	}
	if !hmac.Equal([]byte(h.Get("X-Kd-Signature")), []byte(sign(a.AppID+string(data), a.AppSecret))) {
		return false
	}
	client, encoded, two := strings.Cut(a.AppID, "_")
	if !two {
		return true
	}
	hidden, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(hidden) > len(secretMask) || h.Get("X-Api-ClientID") != client || h.Get("X-Api-Auth-Version") != "2.0" {
		return false
	}
	for i := range hidden {
		hidden[i] ^= secretMask[i]
	}
	signed := "POST\n" + url.QueryEscape(r.URL.EscapedPath()) + "\n\nx-api-nonce:" + h.Get("x-api-nonce") + "\nx-api-timestamp:" + h.Get("x-api-timestamp") + "\n"
	return hmac.Equal([]byte(h.Get("X-Api-Signature")), []byte(sign(signed, base64.StdEncoding.EncodeToString(hidden))))
}
