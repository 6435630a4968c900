package email

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"

	"github.com/heliuhub/heliu/fault"
)

// greyWait is the pause after 4.7.x: limits and greylists let the same mail in later.
const greyWait = 5 * time.Minute

// opening makes a fault of an error before any mail. What the server said is left out:
// it repeats names and addresses.
func opening(ctx context.Context, err error) error {
	var f *fault.Error
	var said *textproto.Error
	var cert *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var network net.Error
	switch {
	case errors.As(err, &f): // the guard refused the address
		return f
	case ctx.Err() != nil:
		return fault.New("source_unreachable", ctx.Err())
	case errors.As(err, &cert), errors.As(err, &unknown):
		return fault.Newf("source_refused", "the server's certificate is not trusted; set the right host, or its authority's certificate")
	case errors.As(err, &said) && (said.Code == 530 || said.Code == 534 || said.Code == 535 || said.Code == 538):
		return fault.Newf("source_unauthorized", "the server answered %d to the sign-in", said.Code)
	case errors.As(err, &said) && said.Code < 500:
		return fault.Newf("source_error", "the server answered %d", said.Code)
	case errors.As(err, &said):
		return fault.Newf("source_refused", "the server answered %d", said.Code)
	case errors.As(err, &network):
		return fault.Newf("source_unreachable", "no connection to the mail server")
	case strings.Contains(err.Error(), "STARTTLS"):
		return fault.Newf("source_refused", "the server offers no STARTTLS; use tls or another port")
	case strings.Contains(err.Error(), "AUTH"):
		return fault.Newf("source_unauthorized", "the server does not offer this way of signing in")
	}
	return fault.Newf("source_unreachable", "the mail server ended the conversation")
}

// sending makes a fault of an error about one mail: SMTP replies with the enhanced codes
// of RFC 3463 where the server has them.
func (n *notifier) sending(ctx context.Context, err error) error {
	var e *mail.SendError
	if ctx.Err() != nil {
		return fault.New("source_unreachable", ctx.Err())
	}
	if !errors.As(err, &e) || e.ErrorCode() == 0 {
		return fault.Newf("source_unreachable", "the mail server ended the conversation")
	}
	code, more := e.ErrorCode(), e.EnhancedStatusCode()
	answered := func(c string) *fault.Error {
		return fault.Newf(c, "the server answered %s", strings.TrimSpace(strings.Join([]string{itoa(code), more}, " ")))
	}
	switch {
	case code == 421, code < 500 && strings.HasPrefix(more, "4.7."):
		return answered("source_rate_limited").After(greyWait)
	case code < 500:
		return answered("source_error")
	case code == 530 || code == 535:
		return answered("source_unauthorized")
	case e.Reason == mail.ErrSMTPRcptTo && (strings.HasPrefix(more, "5.1.") || more == "" && (code == 550 || code == 551 || code == 553)):
		return answered("recipient_unknown")
	}
	return answered("message_refused")
}

// brokenBy tells whether an error ended the conversation, so that what is left of the
// recipients was not sent.
func brokenBy(ctx context.Context, err error) error {
	var e *mail.SendError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fault.New("source_unreachable", ctx.Err())
	case errors.As(err, &e) && e.ErrorCode() != 0 && e.ErrorCode() != 421:
		return nil
	}
	return fault.Newf("source_unreachable", "the mail server ended the conversation")
}
