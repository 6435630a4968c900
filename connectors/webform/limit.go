package webform

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/heliuhub/heliu/fault"
)

// limits are the token buckets of one connection.
type limits struct {
	all   *rate.Limiter          // nil: no limit
	perIP rate.Limit             // 0: no limit
	burst int                    // of one address
	byIP  *memory[*rate.Limiter] // bounded
}

func newLimits(c config) *limits {
	l := &limits{byIP: newMemory[*rate.Limiter](10_000, time.Hour)}
	if c.perSecond > 0 {
		l.all = rate.NewLimiter(rate.Limit(c.perSecond), max(1, c.perSecond))
	}
	if c.perIP > 0 {
		l.perIP, l.burst = rate.Limit(float64(c.perIP)/60), max(1, c.perIP/2)
	}
	return l
}

// address counts a request of an address. Private ones are not counted: there a
// proxy or a server of one's own speaks for many people.
func (l *limits) address(ip netip.Addr, now time.Time) error {
	if l.perIP == 0 || !ip.IsValid() || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() {
		return nil
	}
	b, _ := l.byIP.keep(ip.String(), rate.NewLimiter(l.perIP, l.burst), now)
	return take(b, now)
}

// connection counts a request of the whole connection.
func (l *limits) connection(now time.Time) error {
	if l.all == nil {
		return nil
	}
	return take(l.all, now)
}

func take(b *rate.Limiter, now time.Time) error {
	r := b.ReserveN(now, 1)
	if d := r.DelayFrom(now); d > 0 {
		r.CancelAt(now)
		return fault.New("too_many_requests", nil).After(d)
	}
	return nil
}

// clientIP is the address of the person: the peer, or what a trusted proxy says.
func (c config) clientIP(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	ip = ip.Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.trusted(ip); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = next.Unmap().WithZone("")
	}
	return ip
}

func (c config) trusted(ip netip.Addr) bool {
	for _, p := range c.proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
