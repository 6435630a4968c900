package oidc_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/heliuhub/heliu/console/oidc"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/oidctest"
)

const redirect = "https://hub.example.com/sign-in/return/x.id"

var wang = oidctest.Person{Subject: "u-1", Email: "wang@example.com", EmailVerified: true, Username: "wang", Name: "王小明（示例）"}

type setting struct {
	t      *testing.T
	idp    *oidctest.Provider
	clock  *clock.Fake
	client *oidc.Client
	web    *http.Client
	key    []byte // the provider's public one
}

func setUp(t *testing.T, c oidctest.Client) setting {
	t.Helper()
	k := clock.NewFake(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	idp := oidctest.New(t, k.Now)
	c.Redirects = []string{redirect}
	idp.AddClient("heliu", c)
	idp.SetPerson(wang)
	client, err := oidc.New(t.Context(), oidc.Settings{Issuer: idp.Issuer(), ClientID: "heliu", Secret: c.Secret, Redirect: redirect, Scopes: []string{"email"}}, http.DefaultClient, k.Now)
	if err != nil {
		t.Fatal(err)
	}
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return setting{t, idp, k, client, stay, idp.PublicKey()}
}

// visit goes to the provider and gives what the browser would bring back.
func (s setting) visit(to string) url.Values {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, to, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := s.web.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	back, err := resp.Location()
	if err != nil {
		s.t.Fatalf("%s: %v", resp.Status, err)
	}
	return back.Query()
}

func (s setting) answer(nonce, verifier string) oidc.Answer {
	q := s.visit(s.client.AuthURL("state", nonce, verifier))
	return oidc.Answer{Code: q.Get("code"), Issuer: q.Get("iss"), Error: q.Get("error")}
}

const verifier = "0123456789012345678901234567890123456789abc"

func TestSomebodyComesBack(t *testing.T) {
	for name, secret := range map[string]string{"confidential": "s3cret with = and +", "public": ""} {
		t.Run(name, func(t *testing.T) {
			s := setUp(t, oidctest.Client{Secret: secret})
			who, err := s.client.Exchange(t.Context(), s.answer("n", verifier), "n", verifier)
			if err != nil || who.Subject != "u-1" || who.Email != "wang@example.com" || !who.EmailVerified || who.Claim("preferred_username") != "wang" || who.Name != wang.Name {
				t.Fatalf("%+v, %v", who, err)
			}
			if who.Claim("exp") != "" || who.Claim("nothing") != "" {
				t.Error("a claim that is no text is one")
			}
		})
	}
}

// TestKeysRotate: a token of a new key is taken, and the keys are not fetched for each.
func TestKeysRotate(t *testing.T) {
	s := setUp(t, oidctest.Client{Secret: "x"})
	in := func() {
		t.Helper()
		if _, err := s.client.Exchange(t.Context(), s.answer("n", verifier), "n", verifier); err != nil {
			t.Fatal(err)
		}
	}
	in()
	in()
	if n := s.idp.Asked("keys"); n != 1 {
		t.Errorf("the keys were fetched %d times for two sign-ins", n)
	}
	if err := s.idp.Rotate(); err != nil {
		t.Fatal(err)
	}
	in()
	in()
	if n := s.idp.Asked("keys"); n != 2 {
		t.Errorf("the keys were fetched %d times around a rotation", n)
	}
}

// TestWhatIsNotAsAskedIsRefused spoils one thing at a time.
func TestWhatIsNotAsAskedIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s setting, tok *oidctest.Token)
		code  string
	}{
		"alg none":                     {func(_ setting, k *oidctest.Token) { k.Header["alg"], k.Unsigned = "none", true }, "token_refused"},
		"RS256 without a signature":    {func(_ setting, k *oidctest.Token) { k.Unsigned = true }, "token_refused"},
		"HMAC under the public key":    {func(s setting, k *oidctest.Token) { k.Header["alg"], k.Symmetric = "HS256", s.key }, "token_refused"},
		"HMAC under the client secret": {func(_ setting, k *oidctest.Token) { k.Header["alg"], k.Symmetric = "HS256", []byte("x") }, "token_refused"},
		"a key that is not published":  {func(_ setting, k *oidctest.Token) { k.Stranger = true }, "token_refused"},
		"another audience":             {func(_ setting, k *oidctest.Token) { k.Claims["aud"] = "other" }, "token_refused"},
		"several audiences, no azp": {func(_ setting, k *oidctest.Token) {
			k.Claims["aud"] = []string{"heliu", "other"}
			delete(k.Claims, "azp")
		}, "token_refused"},
		"another authorised party":      {func(_ setting, k *oidctest.Token) { k.Claims["azp"] = "other" }, "token_refused"},
		"another issuer":                {func(_ setting, k *oidctest.Token) { k.Claims["iss"] = "https://evil.example.com" }, "token_refused"},
		"another nonce":                 {func(_ setting, k *oidctest.Token) { k.Claims["nonce"] = "other" }, "token_refused"},
		"no nonce":                      {func(_ setting, k *oidctest.Token) { delete(k.Claims, "nonce") }, "token_refused"},
		"expired":                       {func(s setting, k *oidctest.Token) { k.Claims["exp"] = s.clock.Now().Add(-time.Second).Unix() }, "token_refused"},
		"made long ago":                 {func(s setting, k *oidctest.Token) { k.Claims["iat"] = s.clock.Now().Add(-time.Hour).Unix() }, "token_refused"},
		"made tomorrow":                 {func(s setting, k *oidctest.Token) { k.Claims["iat"] = s.clock.Now().Add(24 * time.Hour).Unix() }, "token_refused"},
		"nobody":                        {func(_ setting, k *oidctest.Token) { k.Claims["sub"] = "" }, "token_refused"},
		"honest (the control)":          {func(setting, *oidctest.Token) {}, ""},
		"several audiences and our azp": {func(_ setting, k *oidctest.Token) { k.Claims["aud"] = []string{"heliu", "other"} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := setUp(t, oidctest.Client{Secret: "x"})
			s.idp.Spoil(func(k *oidctest.Token) { c.spoil(s, k) })
			_, err := s.client.Exchange(t.Context(), s.answer("n", verifier), "n", verifier)
			if c.code == "" && err != nil || c.code != "" && (err == nil || fault.As(err).Code != c.code) {
				t.Errorf("want %q, got %v", c.code, err)
			}
		})
	}
}

func TestTheWayBackIsHeldToo(t *testing.T) {
	s := setUp(t, oidctest.Client{Secret: "x"})
	want := func(what string, a oidc.Answer, verifier, code string) {
		t.Helper()
		if _, err := s.client.Exchange(t.Context(), a, "n", verifier); err == nil || fault.As(err).Code != code {
			t.Errorf("%s: want %s, got %v", what, code, err)
		}
	}
	a := s.answer("n", verifier)
	other := a
	other.Issuer = "https://evil.example.com"
	want("another issuer's answer", other, verifier, "state_refused")
	other.Issuer = ""
	want("an answer that hides its issuer", other, verifier, "state_refused")
	if s.idp.Asked("token") != 0 {
		t.Error("the code went out before the answer's issuer was held")
	}
	want("another verifier", a, verifier+"x", "code_refused")
	want("the same code again", a, verifier, "code_refused")
	want("refused at the provider", oidc.Answer{Error: "access_denied", Issuer: s.idp.Issuer()}, verifier, "code_refused")
	late := s.answer("n", verifier)
	s.clock.Advance(2 * time.Minute)
	want("a code that has expired", late, verifier, "code_refused")
}

func TestAnIssuerThatIsNoneIsAway(t *testing.T) {
	s := setUp(t, oidctest.Client{Secret: "x"})
	for name, issuer := range map[string]string{"another name": s.idp.Issuer() + "/", "nobody there": "http://127.0.0.1:9"} {
		_, err := oidc.New(t.Context(), oidc.Settings{Issuer: issuer, ClientID: "heliu", Redirect: redirect}, http.DefaultClient, s.clock.Now)
		if err == nil || fault.As(err).Code != "provider_away" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
