package oidctest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"html/template"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// grant is a code that was given out.
type grant struct {
	client, redirect, nonce, challenge string
	person                             Person
	expires                            time.Time
	used                               bool
}

func (p *Provider) discovery(w http.ResponseWriter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["discovery"]++
	answer(w, http.StatusOK, map[string]any{
		"issuer": p.issuer, "authorization_endpoint": p.issuer + "/authorize", "token_endpoint": p.issuer + "/token", "jwks_uri": p.issuer + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"},
		"code_challenge_methods_supported": []string{"S256"}, "authorization_response_iss_parameter_supported": !p.noIss,
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
	})
}

func (p *Provider) publish(w http.ResponseWriter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["keys"]++
	keys := []map[string]string{}
	for _, k := range p.keys {
		keys = append(keys, map[string]string{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": k.id, "n": b64(k.rsa.N.Bytes()), "e": b64(big.NewInt(int64(k.rsa.E)).Bytes()),
		})
	}
	answer(w, http.StatusOK, map[string]any{"keys": keys})
}

// page lets a person say who they are; it is the only thing here that people see.
var page = template.Must(template.New("").Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>测试用身份提供方</title>
<body style="font:16px/1.7 system-ui;margin:4rem auto;max-width:28rem"><h1>测试用身份提供方</h1><p lang="en">An identity provider for tests. Who are you?</p>
<form method="post">{{range .People}}<p><button name="subject" value="{{.Subject}}" style="font:inherit;padding:.5rem 1rem">{{.Name}} · {{.Email}}</button></p>{{end}}
<p><button name="subject" value="" style="font:inherit;padding:.5rem 1rem">拒绝 / Refuse</button></p></form></body></html>`))

// authorize is the authorization endpoint (RFC 6749 section 4.1, RFC 7636). Mistakes in
// client or redirect are shown, not sent on; others go back to the client.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["authorize"]++
	q := r.URL.Query()
	c, ok := p.clients[q.Get("client_id")]
	if !ok || !slices.Contains(c.Redirects, q.Get("redirect_uri")) {
		http.Error(w, "unknown client or redirect", http.StatusBadRequest)
		return
	}
	back := url.Values{"state": {q.Get("state")}}
	if !p.noIss {
		back.Set("iss", p.issuer)
	}
	who, chosen := p.person, true
	if len(p.people) > 0 {
		i := slices.IndexFunc(p.people, func(x Person) bool { return r.Method == http.MethodPost && x.Subject == r.FormValue("subject") })
		chosen = i >= 0
		if chosen {
			who = p.people[i]
		} else if r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_ = page.Execute(w, map[string]any{"People": p.people})
			return
		}
	}
	switch {
	case q.Get("response_type") != "code" || !slices.Contains(strings.Fields(q.Get("scope")), "openid"):
		back.Set("error", "invalid_request")
	case q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("nonce") == "" || q.Get("state") == "":
		back.Set("error", "invalid_request")
	case !chosen || who.Subject == "":
		back.Set("error", "access_denied")
	default:
		code := random()
		p.codes[code] = &grant{client: q.Get("client_id"), redirect: q.Get("redirect_uri"), nonce: q.Get("nonce"), challenge: q.Get("code_challenge"), person: who, expires: p.now().Add(time.Minute)}
		back.Set("code", code)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

// token is the token endpoint: client, redirect and verifier must fit the code, once.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["token"]++
	id, secret, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	c, ok := p.clients[id]
	if !ok || subtle.ConstantTimeCompare([]byte(secret), []byte(c.Secret)) != 1 {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	g := p.codes[r.PostFormValue("code")]
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if r.PostFormValue("grant_type") != "authorization_code" || g == nil || g.used || g.client != id || g.redirect != r.PostFormValue("redirect_uri") || g.challenge != b64(sum[:]) || !p.now().Before(g.expires) {
		if g != nil {
			g.used = true // RFC 6749 section 4.1.2: a code that comes twice is dead
		}
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	g.used = true
	answer(w, http.StatusOK, map[string]any{"access_token": random(), "token_type": "Bearer", "expires_in": 300, "id_token": p.sign(g, id)})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
