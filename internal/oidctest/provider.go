package oidctest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Person is somebody whom the provider knows.
type Person struct {
	Subject       string
	Email         string
	EmailVerified bool
	Username      string // preferred_username
	Name          string
}

// Client is a program that may ask for sign-ins.
type Client struct {
	Secret    string // empty: a public client, by PKCE alone
	Redirects []string
}

// Token is an ID token before it is signed, for a Fault to spoil.
type Token struct {
	Header map[string]any
	Claims map[string]any
	// Unsigned leaves the signature empty; Stranger signs with a key that is not published;
	// Symmetric signs with HMAC under the given bytes.
	Unsigned  bool
	Stranger  bool
	Symmetric []byte
}

// Provider is the provider. It is safe for concurrent use.
type Provider struct {
	mu      sync.Mutex
	issuer  string
	now     func() time.Time
	clients map[string]Client
	person  Person
	people  []Person // to choose from on a page; none: person comes without asking
	keys    []key    // the last one signs
	codes   map[string]*grant
	spoil   func(*Token)
	noIss   bool // leave iss out of the authorization answer (RFC 9207)
	asked   map[string]int
}

type key struct {
	id  string
	rsa *rsa.PrivateKey
}

// New starts a provider that ends with the test.
func New(t testing.TB, now func() time.Time) *Provider {
	t.Helper()
	p, err := Make(now)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	p.At(s.URL)
	return p
}

// Make makes a provider that somebody else serves; At tells it where.
func Make(now func() time.Time) (*Provider, error) {
	p := &Provider{now: now, clients: map[string]Client{}, codes: map[string]*grant{}, asked: map[string]int{}}
	return p, p.Rotate()
}

// At sets the issuer: the address that it is served under.
func (p *Provider) At(issuer string) { p.do(func() { p.issuer = issuer }) }

// Issuer is the provider's address and name.
func (p *Provider) Issuer() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.issuer
}

// AddClient registers a client.
func (p *Provider) AddClient(id string, c Client) { p.do(func() { p.clients[id] = c }) }

// SetPerson chooses who signs in from now on.
func (p *Provider) SetPerson(who Person) { p.do(func() { p.person = who }) }

// Ask lets a person in the browser choose who they are.
func (p *Provider) Ask(people ...Person) { p.do(func() { p.people = people }) }

// Spoil has every token changed before it is signed; nil for honest ones. f must not call
// the provider.
func (p *Provider) Spoil(f func(*Token)) { p.do(func() { p.spoil = f }) }

// HideIssuer leaves iss out of authorization answers, and out of what discovery promises.
func (p *Provider) HideIssuer() { p.do(func() { p.noIss = true }) }

// Rotate signs with a new key from now on; the one before stays published, older ones go.
func (p *Provider) Rotate() error {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	p.do(func() {
		p.keys = append(p.keys, key{fmt.Sprintf("k%d", p.asked["rotate"]), k})
		p.asked["rotate"]++
		if len(p.keys) > 2 {
			p.keys = p.keys[len(p.keys)-2:]
		}
	})
	return nil
}

// Asked counts the requests of an endpoint: discovery, keys, authorize, token.
func (p *Provider) Asked(endpoint string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[endpoint]
}

// PublicKey gives the modulus of the key that signs, as it is published.
func (p *Provider) PublicKey() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[len(p.keys)-1].rsa.N.Bytes()
}

func (p *Provider) do(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// ServeHTTP is the provider's HTTP.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /.well-known/openid-configuration":
		p.discovery(w)
	case "GET /keys":
		p.publish(w)
	case "GET /authorize", "POST /authorize":
		p.authorize(w, r)
	case "POST /token":
		p.token(w, r)
	default:
		http.NotFound(w, r)
	}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func random() string {
	b := make([]byte, 24)
	_, _ = rand.Read(b) // never fails
	return b64(b)
}
