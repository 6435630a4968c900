package email_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/email"
	"github.com/heliuhub/heliu/connectors/email/fake"
	"github.com/heliuhub/heliu/fault"
)

func to(ids ...string) connectors.Message {
	m := connectors.Message{ID: "alert-1", Title: "数据停滞（示例）", Body: "第一行\n.\n第三行", URL: "https://hub.example.com/w/demo/alerts", Severity: connectors.SeverityCritical}
	for _, id := range ids {
		m.To = append(m.To, connectors.Recipient{ID: id})
	}
	return m
}

func fates(t *testing.T, n connectors.Notifier, m connectors.Message) string {
	t.Helper()
	out, err := n.Notify(t.Context(), m)
	if err != nil {
		return fault.As(err).Code
	}
	var s []string
	for _, o := range out {
		one := string(o.Kind)
		if o.Err != nil {
			one += ":" + fault.As(o.Err).Code
		}
		s = append(s, one)
	}
	return strings.Join(s, " ")
}

func TestMailIsWellFormed(t *testing.T) {
	env := connectortest.NewEnv(t)
	f, s := serve(t, env, fake.Example())
	s["reply_to"] = "it@example.com"
	n := connectortest.OpenNotifier(t, email.Connector, env, s)
	m := to("it@example.com", "manager@example.com")
	m.Title = "标题\r\nBcc: eve@example.com\r\nX-Evil: 1"
	if got := fates(t, n, m); got != "written written" {
		t.Fatal(got)
	}
	for i, d := range f.Inbox() {
		parsed, err := mail.ReadMessage(strings.NewReader(d.Raw))
		if err != nil {
			t.Fatal(err)
		}
		h := parsed.Header
		for name, want := range map[string]string{
			"Bcc": "", "X-Evil": "", "Cc": "", "To": "<" + m.To[i].ID + ">", "Reply-To": "<it@example.com>", "Auto-Submitted": "auto-generated", "Importance": "high",
			"Date": "Mon, 02 Mar 2026 02:00:00 +0000",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if d.Title != "标题 Bcc: eve@example.com X-Evil: 1" || !strings.Contains(d.Text, "第一行\n.\n第三行") || !strings.Contains(d.Text, m.URL) {
			t.Errorf("arrived: %q, %q", d.Title, d.Text)
		}
	}
	if f.Talks() != 1 {
		t.Errorf("%d conversations for two recipients", f.Talks())
	}
	if in := f.Inbox(); in[0].MessageID == in[1].MessageID {
		t.Error("two mails have one Message-ID")
	}
}

func TestAddressesAreOneEach(t *testing.T) {
	env := connectortest.NewEnv(t)
	f, s := serve(t, env, fake.Example())
	n := connectortest.OpenNotifier(t, email.Connector, env, s)
	for _, id := range []string{
		"", "it@example.com, manager@example.com", "IT <it@example.com>", "it@example.com\r\nRCPT TO:<manager@example.com>", `"it"@example.com`,
		"it@example.com>", "信息部@example.com", "it", "@example.com",
	} {
		if got := fates(t, n, to(id, "sales@example.com")); got != "rejected:recipient_unknown written" {
			t.Errorf("%q: %s", id, got)
		}
	}
	if in := f.Inbox(); len(in) != 1 || in[0].To != "sales@example.com" {
		t.Errorf("%d arrived", len(in))
	}
}

// A server that offers no encryption, or a certificate that nobody vouches for, gets
// neither the password nor the mail.
func TestNothingGoesOutUnencrypted(t *testing.T) {
	env := connectortest.NewEnv(t)
	bare := fake.Example()
	bare.Plain = true
	f, s := serve(t, env, bare)
	s["security"] = "starttls"
	if got := fates(t, connectortest.OpenNotifier(t, email.Connector, env, s), to("it@example.com")); got != "source_refused" {
		t.Errorf("without STARTTLS: %s", got)
	}
	g, s := serve(t, env, fake.Example())
	delete(s, "ca")
	if got := fates(t, connectortest.OpenNotifier(t, email.Connector, env, s), to("it@example.com")); got != "source_refused" {
		t.Errorf("with a stranger's certificate: %s", got)
	}
	if len(f.Inbox())+len(g.Inbox()) > 0 {
		t.Error("a mail arrived")
	}
}

func TestServersDiffer(t *testing.T) {
	env := connectortest.NewEnv(t)
	old := fake.Example()
	old.NoEnhanced = true
	_, s := serve(t, env, old)
	s["auth"] = "login"
	if got := fates(t, connectortest.OpenNotifier(t, email.Connector, env, s), to("gone@example.com", "it@example.com")); got != "rejected:recipient_unknown written" {
		t.Errorf("without enhanced codes, by LOGIN: %s", got)
	}
	open := fake.Example()
	open.User = ""
	_, s = serve(t, env, open)
	if got := fates(t, connectortest.OpenNotifier(t, email.Connector, env, s), to("it@example.com")); got != "written" {
		t.Errorf("without sign-in: %s", got)
	}
}

// A conversation that breaks leaves the rest to be sent again; nobody gets two.
func TestBrokenConversation(t *testing.T) {
	for commands := 1; commands <= 16; commands++ {
		env := connectortest.NewEnv(t)
		f, s := serve(t, env, fake.Example())
		n := connectortest.OpenNotifier(t, email.Connector, env, s)
		f.Drop(commands)
		m := to("it@example.com", "manager@example.com", "sales@example.com")
		first := fates(t, n, m)
		if strings.Contains(first, "rejected") || strings.Count(first, "written") > len(f.Inbox()) {
			t.Fatalf("after %d commands: %s, %d arrived", commands, first, len(f.Inbox()))
		}
		if got := fates(t, n, m); got != "written written written" || len(f.Inbox()) != 3 {
			t.Fatalf("after %d commands, again: %s, %d arrived", commands, got, len(f.Inbox()))
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	env := connectortest.NewEnv(t)
	f, s := serve(t, env, fake.Example())
	defer f.Hang()()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	out, err := connectortest.OpenNotifier(t, email.Connector, env, s).Notify(ctx, to("it@example.com"))
	if err == nil {
		err = out[0].Err
	}
	if took := time.Since(began); took > 3*time.Second || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v after %s", err, took)
	}
}

// The guard is asked for every address.
func TestGuardIsAsked(t *testing.T) {
	env := connectortest.NewEnv(t)
	env.Dial = func(context.Context, string, string) (net.Conn, error) {
		return nil, fmt.Errorf("dial: %w", fault.New("address_refused", nil))
	}
	n := connectortest.OpenNotifier(t, email.Connector, env, map[string]any{"host": "10.0.0.1", "from": "heliu@mail.example.com"})
	if err := n.Check(t.Context()); fault.As(err) == nil || fault.As(err).Code != "address_refused" {
		t.Errorf("a refused address: %v", err)
	}
}
