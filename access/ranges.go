package access

import (
	"net/netip"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Range is a private network that the connections of a workspace may reach.
type Range struct {
	Prefix    netip.Prefix
	Note      string // what is there, in the words of who asked for it
	CreatedAt time.Time
	CreatedBy string // Actor.Ref
	Approval  string // under which it was opened; empty: none
}

// private are the networks that a workspace may open: those of an enterprise's own
// (RFC 1918, RFC 4193) and of a carrier or overlay between its sites (RFC 6598, RFC 2544).
var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("fc00::/7"),
}

// ParseRange reads an address or a prefix that a workspace may open. Loopback is the
// hub's own machine, link-local is where clouds tell machines their secrets, and what is
// public needs no leave: they are the fault range_refused. So is a spelling with bits
// after the prefix, because it is seldom what was meant.
func ParseRange(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	p, err := netip.ParsePrefix(text)
	if a, errA := netip.ParseAddr(text); errA == nil && a.Zone() == "" {
		a = a.Unmap()
		p, err = netip.PrefixFrom(a, a.BitLen()), nil
	}
	if err != nil {
		return netip.Prefix{}, fault.Newf("range_refused", "%.60q is neither an address nor a prefix such as 10.1.0.0/16", text).At("range", text)
	}
	if p != p.Masked() {
		return netip.Prefix{}, fault.Newf("range_refused", "%s has bits after its prefix: did you mean %s?", p, p.Masked()).At("range", text)
	}
	for _, in := range private {
		if in.Bits() <= p.Bits() && in.Contains(p.Addr()) {
			return p, nil
		}
	}
	return netip.Prefix{}, fault.Newf("range_refused", "%s is not a private network", p).At("range", text)
}
