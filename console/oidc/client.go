package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/heliuhub/heliu/fault"
)

// Settings are those of a client at an issuer.
type Settings struct {
	Issuer   string
	ClientID string
	Secret   string // empty: a public client
	Redirect string // exact
	Scopes   []string
}

// Algorithms are the signatures that are taken: asymmetric ones. With none or a symmetric
// one anybody could make a token who knows the client.
var Algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// Client is a client at an issuer, after discovery. It is safe for concurrent use.
type Client struct {
	s        Settings
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	sendsIss bool // RFC 9207
	http     *http.Client
	now      func() time.Time
}

// tooOld is how old an ID token may be: it was asked for a moment ago.
const tooOld = 10 * time.Minute

// New asks the issuer for its endpoints. The client's keys are fetched as tokens name them
// and kept; hc carries every request and outlives ctx. The fault is provider_away.
func New(ctx context.Context, s Settings, hc *http.Client, now func() time.Time) (*Client, error) {
	p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), hc), s.Issuer)
	if err != nil {
		return nil, away(err)
	}
	var more struct {
		Iss     bool     `json:"authorization_response_iss_parameter_supported"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
		Auth    string   `json:"authorization_endpoint"`
		Token   string   `json:"token_endpoint"`
		Keys    string   `json:"jwks_uri"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, away(err)
	}
	for _, endpoint := range []string{more.Auth, more.Token, more.Keys} {
		if !asSafe(s.Issuer, endpoint) {
			return nil, away(errors.New("an endpoint is less protected than the issuer"))
		}
	}
	end := p.Endpoint()
	end.AuthStyle = oauth2.AuthStyleInHeader // never by trying: the first try would spend the code
	if s.Secret == "" || len(more.Methods) > 0 && !slices.Contains(more.Methods, "client_secret_basic") {
		end.AuthStyle = oauth2.AuthStyleInParams
	}
	return &Client{
		s: s, sendsIss: more.Iss, http: hc, now: now,
		config:   oauth2.Config{ClientID: s.ClientID, ClientSecret: s.Secret, Endpoint: end, RedirectURL: s.Redirect, Scopes: append([]string{oidc.ScopeOpenID}, s.Scopes...)},
		verifier: p.Verifier(&oidc.Config{ClientID: s.ClientID, SupportedSigningAlgs: Algorithms, Now: now}),
	}, nil
}

// asSafe wants https of an endpoint whose issuer has it.
func asSafe(issuer, endpoint string) bool {
	i, err := url.Parse(issuer)
	e, err2 := url.Parse(endpoint)
	return err == nil && err2 == nil && e.Host != "" && (e.Scheme == "https" || e.Scheme == "http" && i.Scheme == "http")
}

// AuthURL is where the browser goes. verifier is PKCE's (RFC 7636).
func (c *Client) AuthURL(state, nonce, verifier string) string {
	return c.config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
}

// Answer is what the browser brought back, beside the state.
type Answer struct {
	Code   string
	Issuer string // iss of RFC 9207; empty where it was not sent
	Error  string // of RFC 6749 section 4.1.2.1
}

// Person is who an ID token speaks of.
type Person struct {
	Subject       string
	Email         string
	EmailVerified bool
	Name          string
	claims        map[string]any
}

// Claim gives a claim that is a text; empty for any other.
func (p Person) Claim(name string) string {
	s, _ := p.claims[name].(string)
	return s
}

// Exchange changes the code of an answer for an ID token and says who it speaks of. The
// faults are state_refused for an answer of another issuer, code_refused, token_refused,
// and provider_away.
func (c *Client) Exchange(ctx context.Context, a Answer, nonce, verifier string) (Person, error) {
	if a.Issuer != "" && a.Issuer != c.s.Issuer || a.Issuer == "" && c.sendsIss {
		return Person{}, fault.Newf("state_refused", "the answer comes from another issuer")
	}
	if a.Error != "" || a.Code == "" {
		return Person{}, fault.Newf("code_refused", "the provider sent no code")
	}
	tok, err := c.config.Exchange(oidc.ClientContext(ctx, c.http), a.Code, oauth2.VerifierOption(verifier))
	if err != nil {
		var said *oauth2.RetrieveError
		if errors.As(err, &said) && said.Response != nil && said.Response.StatusCode < 500 {
			return Person{}, fault.Newf("code_refused", "the provider did not take the code")
		}
		return Person{}, away(err)
	}
	raw, _ := tok.Extra("id_token").(string)
	if raw == "" {
		return Person{}, fault.Newf("token_refused", "there is no ID token")
	}
	return c.verify(oidc.ClientContext(ctx, c.http), raw, nonce)
}

// verify holds an ID token against OpenID Connect Core section 3.1.3.7: signature by an
// allowed algorithm, issuer, audience, authorised party, expiry, age and nonce.
func (c *Client) verify(ctx context.Context, raw, nonce string) (Person, error) {
	id, err := c.verifier.Verify(ctx, raw)
	if unreachable(err) { // its keys could not be fetched
		return Person{}, away(err)
	}
	if err != nil {
		return Person{}, fault.New("token_refused", errors.New(whyNot(err)))
	}
	no := func(why string) (Person, error) { return Person{}, fault.New("token_refused", errors.New(why)) }
	all := map[string]any{}
	var named struct {
		AZP      string          `json:"azp"`
		Email    string          `json:"email"`
		Verified json.RawMessage `json:"email_verified"`
		Name     string          `json:"name"`
	}
	if id.Claims(&all) != nil || id.Claims(&named) != nil {
		return no("its claims cannot be read")
	}
	now := c.now()
	switch {
	case id.Issuer != c.s.Issuer:
		return no("it is another issuer's")
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 || nonce == "":
		return no("its nonce is another's")
	case named.AZP != "" && named.AZP != c.s.ClientID, named.AZP == "" && len(id.Audience) > 1:
		return no("it was given to another client")
	case id.IssuedAt.IsZero() || id.IssuedAt.After(now.Add(time.Minute)) || now.Sub(id.IssuedAt) > tooOld:
		return no("it was not made just now")
	case id.Subject == "" || len(id.Subject) > 255:
		return no("it names nobody")
	}
	// Some providers send the text "true" (their bug, but a common one).
	verified := string(named.Verified) == "true" || string(named.Verified) == `"true"`
	return Person{Subject: id.Subject, Email: named.Email, EmailVerified: verified, Name: named.Name, claims: all}, nil
}

// whyNot says in few fixed words why a token was refused: the library's own text may hold
// claims, and what is said here reaches the trail.
func whyNot(err error) string {
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return "it has expired"
	}
	return "its signature, issuer or audience is not right"
}

// away says that the provider did not answer as one. A refusal of the URL guard passes;
// of everything else only what the network said is kept, never what an answer held.
func away(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	if !unreachable(err) {
		err = errors.New("it does not answer as the OpenID provider of that issuer")
	}
	return fault.New("provider_away", err)
}

func unreachable(err error) bool {
	var u *url.Error
	return errors.As(err, &u)
}
