// Package email sends messages as mail by SMTP (RFC 5321), each recipient a mail of
// their own, over TLS.
package email

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/mail"
	"net/netip"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// Connector is e-mail.
var Connector = connectors.Connector{
	Spec: spec,
	NewNotifier: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Notifier, error) {
		return newNotifier(env, s)
	},
}

type notifier struct {
	dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	clock connectors.Clock
	pace  connectors.Pace

	host           string
	port           int
	security, auth string
	user, password string
	from           mail.Address
	reply          string
	tls            *tls.Config
}

func newNotifier(env connectors.Env, s connectors.Settings) (*notifier, error) {
	n := &notifier{
		dial: env.Dial, clock: env.Clock, host: s.String("host"), port: s.Int("port"), security: s.String("security"), auth: s.String("auth"),
		user: s.String("username"), password: s.String("password"), reply: s.String("reply_to"),
	}
	bad := func(field, why string) (*notifier, error) {
		return nil, fault.Newf("bad_settings", "%s", why).At(field, "")
	}
	from, ok := address(s.String("from"))
	switch {
	case n.host == "" || strings.ContainsAny(n.host, " \t\r\n/:@"):
		return bad("host", "a server's name or address, without port")
	case n.port < 1 || n.port > 65535:
		return bad("port", "it is from 1 to 65535")
	case n.security == "none" && !loopback(n.host):
		return bad("security", "mail leaves this machine encrypted only")
	case !ok:
		return bad("from", "it is no mail address")
	case (n.user == "") != (n.password == ""):
		return bad("password", "user name and password belong together")
	case s.Int("per_minute") < 1:
		return bad("per_minute", "it is at least 1")
	}
	if _, ok := address(n.reply); n.reply != "" && !ok {
		return bad("reply_to", "it is no mail address")
	}
	n.from = mail.Address{Name: line(s.String("from_name")), Address: from}
	n.pace.Most, n.pace.Per = s.Int("per_minute"), time.Minute
	n.tls = &tls.Config{ServerName: n.host, MinVersion: tls.VersionTLS12, Time: env.Clock.Now}
	if pem := s.String("ca"); pem != "" {
		n.tls.RootCAs = x509.NewCertPool()
		if !n.tls.RootCAs.AppendCertsFromPEM([]byte(pem)) {
			return bad("ca", "it holds no PEM certificate")
		}
	}
	return n, nil
}

// loopback tells whether a host is this machine by its very name.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && a.IsLoopback()
}

// address reads a bare mail address: one, without a name, of plain ASCII.
func address(s string) (string, bool) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || len(s) > 254 {
		return "", false
	}
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>()[],;:\"`, r) {
			return "", false
		}
	}
	return s, true
}
