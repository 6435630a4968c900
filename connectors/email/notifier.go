package email

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	mail "github.com/wneessen/go-mail"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// patience bounds one conversation with the server.
const patience = time.Minute

// session opens a conversation: connected, encrypted, signed in. It ends with ctx.
func (n *notifier) session(ctx context.Context) (*mail.Client, error) {
	o := []mail.Option{
		mail.WithPort(n.port), mail.WithTimeout(patience), mail.WithTLSConfig(n.tls.Clone()), mail.WithHELO("localhost"), mail.WithoutNoop(),
		mail.WithDialContextFunc(func(dialling context.Context, network, addr string) (net.Conn, error) {
			conn, err := n.dial(dialling, network, addr)
			if err != nil {
				return nil, err
			}
			context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
			if n.security != "tls" {
				return conn, nil
			}
			return tls.Client(conn, n.tls.Clone()), nil
		}),
	}
	switch n.security {
	case "starttls":
		o = append(o, mail.WithTLSPolicy(mail.TLSMandatory))
	case "tls":
		o = append(o, mail.WithSSL())
	default:
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	}
	if n.user != "" {
		kind := mail.SMTPAuthPlain
		if n.auth == "login" {
			kind = mail.SMTPAuthLogin
		}
		o = append(o, mail.WithSMTPAuth(kind), mail.WithUsername(n.user), mail.WithPassword(n.password))
	}
	c, err := mail.NewClient(n.host, o...)
	if err != nil {
		return nil, fault.Newf("bad_settings", "the server's name cannot be used").At("host", "")
	}
	if err := c.DialWithContext(ctx); err != nil {
		return nil, opening(ctx, err)
	}
	return c, nil
}

// Check signs in and leaves.
func (n *notifier) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := n.session(ctx)
	if err != nil {
		return err
	}
	_ = c.Close() // it said all that was asked
	return nil
}

// Notify sends a mail to each recipient in one conversation.
func (n *notifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	if len(m.To) == 0 {
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_missing", nil)}), nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out := make([]connectors.Outcome, len(m.To))
	var c *mail.Client
	defer func() {
		if c != nil {
			_ = c.Close()
		}
	}()
	var broken error // the conversation ended: what is left was not sent
	for i, r := range m.To {
		to, ok := address(r.ID)
		if !ok {
			out[i] = connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
			continue
		}
		if broken == nil {
			if wait, free := n.pace.Take(n.clock.Now()); !free {
				broken = fault.Newf("source_rate_limited", "enough for this minute").After(wait)
			}
		}
		if broken == nil && c == nil {
			var err error
			if c, err = n.session(ctx); err != nil {
				return nil, err // nothing was sent yet
			}
		}
		if broken != nil {
			out[i] = connectors.Failed(broken)
			continue
		}
		out[i], broken = n.send(ctx, c, m, to)
	}
	return out, nil
}

// send sends one mail; broken says that the conversation is over.
func (n *notifier) send(ctx context.Context, c *mail.Client, m connectors.Message, to string) (o connectors.Outcome, broken error) {
	msg, err := n.compose(m, to)
	if err != nil {
		return connectors.Outcome{Kind: connectors.Rejected, Err: err}, nil //nolint:nilerr // it concerns this recipient alone
	}
	err = c.Send(msg)
	if err == nil || msg.IsDelivered() { // what goes wrong after the server took it concerns the next one
		return connectors.Outcome{Kind: connectors.Written}, brokenBy(ctx, err)
	}
	f := n.sending(ctx, err)
	if fault.KindOf(f) == fault.RateLimited {
		n.pace.Hold(n.clock.Now(), fault.As(f).Wait)
		return connectors.Failed(f), f
	}
	return connectors.Failed(f), brokenBy(ctx, err)
}
