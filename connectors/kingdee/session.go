package kingdee

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

const (
	service     = "Kingdee.BOS.WebApi.ServicesStub."
	extension   = ".common.kdsvc"
	queryCall   = service + "DynamicFormService.ExecuteBillQuery" + extension
	cookieName  = "kdservice-sessionid"
	tokenName   = "session"
	maxMessage  = 200 // runes of a vendor's message that go into a fault
	maxLostText = 2000
)

// session is the one sign-in of a connection, shared by its streams because each
// takes a licence slot. It is safe for concurrent use.
type session struct {
	client *rest.Client
	env    connectors.Env
	s      connectors.Settings
	sign   *signer // nil when it signs in by a login call
	base   string  // path of the base address
	owner  string  // hash of what the session was opened with

	opening chan struct{} // held while signature headers open the first session

	mu     sync.Mutex // serialises logins
	loaded bool
	id     string
}

// kept is the session as env.Tokens keeps it.
type kept struct {
	ID    string `json:"id"`
	Owner string `json:"owner"`
}

func newSession(client *rest.Client, env connectors.Env, s connectors.Settings) (*session, error) {
	u, err := url.Parse(strings.TrimRight(s.String("base_url"), "/"))
	if err != nil {
		return nil, fault.Newf("bad_settings", "base_url: cannot be read").At("base_url", "")
	}
	parts := []string{s.String("base_url"), s.String("acct_id"), s.String("username"), s.String("auth"), s.String("app_id"), s.String("app_secret"), s.String("password"), s.String("org_number")}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	ses := &session{client: client, env: env, s: s, base: u.EscapedPath(), opening: make(chan struct{}, 1), owner: hex.EncodeToString(sum[:8])}
	if s.String("auth") == authSignature {
		sg, err := newSigner(s.String("acct_id"), s.String("username"), s.String("app_id"), s.String("app_secret"), strconv.Itoa(s.Int("lcid")), s.String("org_number"))
		if err != nil {
			return nil, fault.Newf("bad_settings", "app_id: %w", err).At("app_id", "")
		}
		ses.sign = &sg
	}
	return ses, nil
}

// post calls ExecuteBillQuery. When the session turns out to be lost it signs in
// again, once, and repeats the call.
func (s *session) post(ctx context.Context, body []byte) (any, error) {
	for attempt := 0; ; attempt++ {
		v, lost, err := s.try(ctx, body)
		if err != nil || !lost {
			return v, err
		}
		if attempt > 0 {
			return nil, fault.Newf("source_unauthorized", "the session was lost again right after signing in")
		}
	}
}

// try calls once. lost tells that the session was lost and is forgotten.
func (s *session) try(ctx context.Context, body []byte) (v any, lost bool, err error) {
	id, done, err := s.enter(ctx)
	if err != nil {
		return nil, false, err
	}
	defer done()
	h := http.Header{"Accept": {"application/json"}}
	if s.sign != nil {
		h = s.signedHeaders(queryCall, id)
	}
	if id != "" {
		h.Set("Cookie", cookieName+"="+id)
	}
	resp, err := s.client.Do(ctx, rest.Request{Method: http.MethodPost, Path: queryCall, Header: h, Body: body, Repeatable: true})
	switch {
	case err == nil:
		v, lost, err = decode(resp.Body)
	case resp.Status == http.StatusUnauthorized:
		lost, err = true, nil
	}
	switch {
	case err != nil:
		return nil, false, err
	case lost:
		return nil, true, s.forget(ctx, id)
	}
	return v, false, s.adopt(ctx, id, resp.Header)
}

// enter gives the session to use. While signature headers open the first one, the
// other streams wait for it, so that one licence slot is taken.
func (s *session) enter(ctx context.Context) (id string, done func(), err error) {
	if id, err = s.current(ctx); err != nil || id != "" {
		return id, func() {}, err
	}
	select {
	case s.opening <- struct{}{}:
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
	id, err = s.current(ctx)
	if err != nil || id != "" {
		<-s.opening
		return id, func() {}, err
	}
	return "", func() { <-s.opening }, nil
}

// signedHeaders signs a call; the vendor's SDKs repeat the session beside it.
func (s *session) signedHeaders(call, id string) http.Header {
	var b [16]byte
	_, _ = rand.Read(b[:])
	ts := strconv.FormatInt(s.env.Clock.Now().Unix(), 10)
	h := s.sign.headers(s.base+"/"+call, ts, hex.EncodeToString(b[:]))
	h.Set("Accept", "application/json")
	if id != "" {
		h.Set("Theme", "standard")
		h.Set("SID", id)
	}
	return h
}

// current gives the session to use, signing in where there is none. With signature
// headers there may be none: the first answer opens it.
func (s *session) current(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.loaded {
		text, ok, err := s.env.Tokens.Get(ctx, tokenName)
		if err != nil {
			return "", err
		}
		var k kept
		if ok && json.Unmarshal([]byte(text), &k) == nil && k.Owner == s.owner {
			s.id = k.ID
		}
		s.loaded = true
	}
	if s.id != "" || s.sign != nil {
		return s.id, nil
	}
	id, err := s.login(ctx)
	if err != nil {
		return "", err
	}
	return id, s.keep(ctx, id)
}

// keep remembers a session; the caller holds the lock.
func (s *session) keep(ctx context.Context, id string) error {
	text, err := json.Marshal(kept{ID: id, Owner: s.owner})
	if err != nil {
		return err
	}
	s.id = id
	return s.env.Tokens.Replace(ctx, tokenName, string(text))
}

// adopt takes over the session that an answer to signature headers opened, unless
// another stream did meanwhile.
func (s *session) adopt(ctx context.Context, sent string, h http.Header) error {
	if s.sign == nil {
		return nil
	}
	for _, c := range (&http.Response{Header: h}).Cookies() {
		if c.Name == cookieName && c.Value != "" && c.Value != sent {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.id != sent {
				return nil
			}
			return s.keep(ctx, c.Value)
		}
	}
	return nil
}

// forget drops a lost session, unless another stream has replaced it already.
func (s *session) forget(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id != id || id == "" {
		return nil
	}
	return s.keep(ctx, "")
}

// login calls the AuthService; the caller holds the lock. A login is not repeated
// blindly: each may take a licence slot.
func (s *session) login(ctx context.Context) (string, error) {
	g := s.s.String
	acct, user, appID, secret := g("acct_id"), g("username"), g("app_id"), g("app_secret")
	lcid := s.s.Int("lcid")
	var method string
	var params []any
	switch g("auth") {
	case authPassword:
		method, params = "ValidateUser", []any{acct, user, g("password"), lcid}
	case authAppSecret:
		method, params = "LoginByAppSecret", []any{acct, user, appID, secret, lcid}
	default:
		ts := strconv.FormatInt(s.env.Clock.Now().Unix(), 10)
		method, params = "LoginBySign", []any{acct, user, appID, ts, loginSign(acct, user, appID, secret, ts), lcid}
	}
	body, err := json.Marshal(map[string]any{"parameters": params})
	if err != nil {
		return "", err
	}
	var a struct {
		Message         string
		LoginResultType json.Number
		KDSVCSessionID  string `json:"KDSVCSessionId"`
	}
	if _, err := s.client.JSON(ctx, rest.Request{Method: http.MethodPost, Path: service + "AuthService." + method + extension, Body: body}, &a); err != nil {
		return "", err
	}
	if a.KDSVCSessionID != "" && (a.LoginResultType == "1" || a.LoginResultType == "-5") {
		return a.KDSVCSessionID, nil
	}
	if strings.Contains(a.Message, "许可") || strings.Contains(strings.ToLower(a.Message), "licen") {
		return "", fault.Newf("source_rate_limited", "no licence slot is free: %s", short(a.Message)).After(licenceWait)
	}
	return "", fault.Newf("source_unauthorized", "login result %s: %s", a.LoginResultType, short(a.Message))
}

// decode reads an answer. lost tells that it says the session is gone.
func decode(body []byte) (v any, lost bool, err error) {
	b := bytes.TrimSpace(body)
	if len(b) == 0 || b[0] != '[' && b[0] != '{' {
		text := string(b)
		switch {
		case strings.HasPrefix(text, "response_error:"):
			return nil, false, fault.Newf("source_error", "%s", short(text))
		case len(b) < maxLostText && !strings.HasPrefix(text, "<") && (strings.Contains(text, "会话") || strings.Contains(strings.ToLower(text), "session")):
			return nil, true, nil
		}
		return nil, false, fault.Newf("source_bad_answer", "the answer is no JSON")
	}
	if err := rest.Decode(b, &v); err != nil {
		return nil, false, err
	}
	if f := failureOf(v); f != nil {
		if f.lost() {
			return nil, true, nil
		}
		return nil, false, f.fault()
	}
	return v, false, nil
}

func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > maxMessage {
		return string(r[:maxMessage]) + "…"
	}
	return string(r)
}
