package console

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/access/totp"
)

// browser is what an open operation knows of its caller.
type browser struct {
	from string // the address that guesses count for
	req  *http.Request
}

func browserOf(ctx huma.Context) browser {
	req, _ := humachi.Unwrap(ctx)
	from := addressOf(ctx.RemoteAddr())
	if ip := access.PublicAddress(from, req.Header.Values("X-Forwarded-For")); ip.IsValid() {
		from = ip.String()
	}
	return browser{from, req}
}

// The cookies of a sign-in that is under way: the browser's part of round trips to
// providers, and the ticket of a second step.
const (
	flowCookie = "flow"
	stepCookie = "step"
)

// crumb makes such a cookie; an empty value takes it away.
func (c *console) crumb(what, value string, lasts time.Duration) http.Cookie {
	k := c.cookie(value)
	k.Name = c.cookieName() + "-" + what
	if value != "" {
		k.MaxAge = int(lasts.Seconds())
	}
	return k
}

// crumb gives the value of such a cookie; empty where there is none.
func (b browser) crumb(c *console, what string) string {
	if b.req == nil {
		return ""
	}
	k, err := b.req.Cookie(c.cookieName() + "-" + what)
	if err != nil {
		return ""
	}
	return k.Value
}

// session gives the token of the session that the browser has; empty where there is none.
func (b browser) session(c *console) string {
	if b.req == nil {
		return ""
	}
	k, err := b.req.Cookie(c.cookieName())
	if err != nil {
		return ""
	}
	return k.Value
}

// unfinished answers a sign-in that wants a second step: its ticket goes into a cookie.
func (c *console) unfinished(u *access.Unfinished) error {
	p := problemOf(u)
	k := c.crumb(stepCookie, u.Token, totp.TicketLimit)
	p.cookies = []http.Cookie{k}
	return p
}

// roundTrip gives the browser's part of its round trips, a new one where it has none.
func (b browser) roundTrip(c *console) (value string, cookie http.Cookie) {
	if value = b.crumb(c, flowCookie); value == "" {
		value = access.NewSecret()
	}
	return value, c.crumb(flowCookie, value, identity.FlowLimit)
}
