// Package fake is a small local SMTP server (RFC 5321) with STARTTLS or implicit TLS,
// sign-in, mailboxes that are known and others that are not. It leaves out a mail whose
// Message-ID a mailbox has, as Exchange does. It uses none of the connector's code.
package fake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Data is what a fresh server holds.
type Data struct {
	User, Password string // nobody signs in when empty
	Mailboxes      []string
	ImplicitTLS    bool
	Plain          bool // no TLS at all
	NoEnhanced     bool // no enhanced status codes
}

// Example is made up for tests and the demo.
func Example() Data {
	return Data{User: "heliu@mail.example.com", Password: "demo-mail-password-not-real", Mailboxes: []string{"it@example.com", "manager@example.com", "sales@example.com"}}
}

// Delivery is a mail that arrived.
type Delivery struct {
	To        string    `json:"to"`
	At        time.Time `json:"at"`
	MessageID string    `json:"message_id"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Raw       string    `json:"-"` // the mail as it came
}

// Server is the mail server. It is safe for concurrent use.
type Server struct {
	d     Data
	clock Clock
	tls   *tls.Config
	ca    string

	mu      sync.Mutex
	inbox   []Delivery
	seen    map[string]bool
	limited time.Time
	drop    int // conversations to break after that many commands
	hang    chan struct{}
	ln      net.Listener
	conns   map[net.Conn]bool
	talks   int
}

// New makes a server with a certificate of its own for localhost.
func New(d Data, clock Clock) (*Server, error) {
	s := &Server{d: d, clock: clock, seen: map[string]bool{}, conns: map[net.Conn]bool{}}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := clock.Now()
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fake mail"}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	s.ca = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	s.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	return s, nil
}

// CA is the PEM certificate that a client must trust.
func (s *Server) CA() string { return s.ca }

// Serve answers on ln until Close.
func (s *Server) Serve(ln net.Listener) error {
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.conns[conn] = true
		s.talks++
		s.mu.Unlock()
		go func() {
			s.talk(conn)
			_ = conn.Close()
			s.mu.Lock()
			delete(s.conns, conn)
			s.mu.Unlock()
		}()
	}
}

// Close ends the listener and every conversation.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ln != nil {
		_ = s.ln.Close()
	}
	for c := range s.conns {
		_ = c.Close()
	}
}

// Limit answers 451 4.7.1 to every sender for d.
func (s *Server) Limit(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = s.clock.Now().Add(d)
}

// Drop breaks the next conversation after n commands.
func (s *Server) Drop(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop = n
}

// Hang lets no answer come after the sign-in until release is called.
func (s *Server) Hang() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := make(chan struct{})
	s.hang = ch
	return sync.OnceFunc(func() { close(ch) })
}

// Inbox gives what arrived, in order.
func (s *Server) Inbox() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.inbox...)
}

// Talks counts the conversations.
func (s *Server) Talks() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.talks
}
