package access

import (
	"net/netip"
	"strings"
)

// PublicAddress gives the address that is counted, and none for private ones: there a
// proxy or an office speaks for many people. Behind a proxy of one's own network it is
// the address that the proxy itself appended.
func PublicAddress(peer string, forwarded []string) netip.Addr {
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
