package email_test

import (
	"net"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/email"
	"github.com/heliuhub/heliu/connectors/email/fake"
)

// serve starts a local mail server and gives it with the settings for it.
func serve(t testing.TB, env *connectortest.Env, d fake.Data) (*fake.Server, map[string]any) {
	t.Helper()
	f, err := fake.New(d, env.Now)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = f.Serve(ln) }()
	t.Cleanup(f.Close)
	s := map[string]any{
		"host": "127.0.0.1", "port": ln.Addr().(*net.TCPAddr).Port, "from": "heliu@mail.example.com", "security": "starttls", "ca": f.CA(),
	}
	if d.User != "" {
		s["username"], s["password"] = d.User, d.Password
	}
	switch {
	case d.ImplicitTLS:
		s["security"] = "tls"
	case d.Plain:
		s["security"] = "none"
	}
	return f, s
}

func TestConformance(t *testing.T) {
	implicit, plain := fake.Example(), fake.Example()
	implicit.ImplicitTLS, implicit.NoEnhanced, plain.Plain = true, false, true
	for name, d := range map[string]fake.Data{"starttls": fake.Example(), "tls": implicit, "plain": plain} {
		t.Run(name, func(t *testing.T) {
			connectortest.RunNotifier(t, connectortest.NotifierCase{
				Connector: email.Connector,
				Start: func(t testing.TB, env *connectortest.Env) *connectortest.Channel {
					f, s := serve(t, env, d)
					return &connectortest.Channel{
						Settings: func(string) map[string]any { return s },
						BadCredentials: map[string]func(map[string]any){
							"a wrong password": func(s map[string]any) { s["password"] = "not-the-demo-password" },
							"no user":          func(s map[string]any) { s["username"] = "nobody@mail.example.com" },
						},
						BadSettings: map[string]func(map[string]any){
							"security":   func(s map[string]any) { s["security"], s["host"] = "none", "mail.example.com" },
							"port":       func(s map[string]any) { s["port"] = 70000 },
							"host":       func(s map[string]any) { s["host"] = "127.0.0.1:25" },
							"from":       func(s map[string]any) { s["from"] = "Heliu <heliu@mail.example.com>" },
							"reply_to":   func(s map[string]any) { s["reply_to"] = "a@example.com, b@example.com" },
							"password":   func(s map[string]any) { delete(s, "password") },
							"ca":         func(s map[string]any) { s["ca"] = "no certificate" },
							"per_minute": func(s map[string]any) { s["per_minute"] = -1 },
						},
						To: []connectors.Recipient{{ID: "it@example.com"}, {ID: "manager@example.com"}}, Unknown: connectors.Recipient{ID: "gone.away@example.com"},
						Delivered: func() []connectortest.Delivery {
							var out []connectortest.Delivery
							for _, d := range f.Inbox() {
								out = append(out, connectortest.Delivery{To: d.To, Text: d.Title + "\n" + d.Text})
							}
							return out
						},
						Limit: func() { f.Limit(4 * time.Minute) },
					}
				},
				Waive: map[string]string{"session_lost": "SMTP signs in for each conversation"},
			})
		})
	}
}
