package console

import (
	"net/netip"
	"strings"

	"github.com/heliuhub/heliu/access"
)

// Limits says how often the API may be called: by one caller (a key, or a person over all
// their sessions), by all callers of a workspace, and from one public address.
type Limits struct {
	Caller, Workspace, Address access.Rate
}

// DefaultLimits are far above what people and well-made programs need.
var DefaultLimits = Limits{
	Caller:    access.Rate{PerSecond: 100, Burst: 300},
	Workspace: access.Rate{PerSecond: 500, Burst: 1500},
	Address:   access.Rate{PerSecond: 200, Burst: 600},
}

// slowAddress refuses an address that calls too often, before it is known who calls.
func (c *console) slowAddress(peer string, forwarded []string) error {
	ip := publicAddress(peer, forwarded)
	if !ip.IsValid() {
		return nil
	}
	return c.rates.Take(c.Now(), access.Bucket{Name: "address " + ip.String(), Rate: c.Limits.Address})
}

// slowCaller refuses a caller, or a workspace, that calls too often.
func (c *console) slowCaller(a access.Actor) error {
	return c.rates.Take(c.Now(),
		access.Bucket{Name: "caller " + a.Ref(), Rate: c.Limits.Caller},
		access.Bucket{Name: "workspace " + string(a.Workspace), Rate: c.Limits.Workspace})
}

// publicAddress gives the address that is counted, and none for private ones: there a
// proxy or an office speaks for many people. Behind a proxy of one's own network it is
// the address that the proxy itself appended.
func publicAddress(peer string, forwarded []string) netip.Addr {
	ip, err := netip.ParseAddr(peer)
	if err != nil {
		return netip.Addr{}
	}
	if ip = ip.Unmap().WithZone(""); !ofOurs(ip) {
		return block(ip)
	}
	if len(forwarded) == 0 {
		return netip.Addr{}
	}
	hops := strings.Split(forwarded[len(forwarded)-1], ",")
	ip, err = netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1]))
	if err != nil || ofOurs(ip.Unmap()) {
		return netip.Addr{}
	}
	return block(ip.Unmap().WithZone(""))
}

func ofOurs(ip netip.Addr) bool {
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
}

// block gives an IPv4 address, and of an IPv6 address its /64: one line has them all.
func block(ip netip.Addr) netip.Addr {
	if ip.Is4() {
		return ip
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return ip
	}
	return p.Addr()
}
