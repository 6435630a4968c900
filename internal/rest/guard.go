package rest

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Guard decides which addresses outgoing connections may reach. The decision is
// made on the resolved IP when it is dialled, so neither a name that resolves anew
// nor a redirect gets around it. The zero Guard allows public addresses only.
type Guard struct {
	// AllowCIDRs are the prefixes that this workspace may reach although they are not
	// public: its ERP's network. A metadata address needs a prefix of its own length.
	AllowCIDRs []netip.Prefix
	// Allow gives further ones at the moment of each dial, so that what an administrator
	// opens or closes counts for the next connection of a long run. Its error refuses
	// the dial. Nil: none.
	Allow func(ctx context.Context) ([]netip.Prefix, error)
	// Resolver looks names up; default the system's.
	Resolver *net.Resolver
	// ConnectTimeout bounds dialling, default 10 s.
	ConnectTimeout time.Duration
}

// metadata are the addresses under which clouds tell machines their secrets.
var metadata = []netip.Addr{
	netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("169.254.170.2"), netip.MustParseAddr("100.100.100.200"),
	netip.MustParseAddr("168.63.129.16"), netip.MustParseAddr("192.0.0.192"), netip.MustParseAddr("fd00:ec2::254"),
}

// denied are the ranges that are not the public internet (IANA special-purpose
// address registries, RFC 6890 and successors).
var denied = func() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"224.0.0.0/4", "240.0.0.0/4",
		"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
		"fe80::/10", "fec0::/10", "ff00::/8",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

var (
	nat64   = netip.MustParsePrefix("64:ff9b::/96")
	sixTo4  = netip.MustParsePrefix("2002::/16")
	refused = "this address may not be reached"
)

// ParseCIDRs reads allow-list entries: prefixes or single addresses.
func ParseCIDRs(entries []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range entries {
		s = strings.TrimSpace(s)
		if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fault.Newf("bad_settings", "%.40q is neither an address nor a prefix such as 10.1.0.0/16", s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// CheckIP refuses an address that may not be reached, with code address_refused.
func (g Guard) CheckIP(ip netip.Addr) error {
	ip = ip.WithZone("").Unmap() // ::ffff:127.0.0.1 is 127.0.0.1
	if !ip.IsValid() {
		return fault.Newf("address_refused", "no IP address")
	}
	isMeta := slices.Contains(metadata, ip)
	for _, p := range g.AllowCIDRs {
		if p.Contains(ip) && (!isMeta || p.Bits() == ip.BitLen()) {
			return nil
		}
	}
	if isMeta {
		return fault.Newf("address_refused", "%s is a metadata service", ip)
	}
	for _, p := range denied {
		if p.Contains(ip) {
			return fault.Newf("address_refused", "%s is not a public address", ip)
		}
	}
	// An IPv6 form that carries an IPv4 address leads where that one does.
	b := ip.As16()
	switch {
	case nat64.Contains(ip):
		return Guard{}.CheckIP(netip.AddrFrom4([4]byte(b[12:16])))
	case sixTo4.Contains(ip):
		return Guard{}.CheckIP(netip.AddrFrom4([4]byte(b[2:6])))
	}
	return nil
}

// CheckURL refuses early what can be seen without resolving: another scheme than
// http and https, a user name, an odd spelling of an IP address, an address that
// may not be reached, a metadata name. It is for settings; dialling checks anyway.
func (g Guard) CheckURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		return fault.Newf("address_refused", "the address cannot be read")
	}
	return g.check(u)
}

// now gives the guard with what may be reached at the moment, and nothing to ask.
func (g Guard) now(ctx context.Context) (Guard, error) {
	if g.Allow == nil {
		return g, nil
	}
	more, err := g.Allow(ctx)
	if err != nil {
		return g, err
	}
	g.AllowCIDRs, g.Allow = slices.Concat(g.AllowCIDRs, more), nil
	return g, nil
}

func (g Guard) check(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return fault.Newf("address_refused", "the scheme %.20q is not http or https", u.Scheme)
	}
	if u.User != nil {
		return fault.Newf("address_refused", "a user name stands in the address")
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "" {
		return fault.Newf("address_refused", "no host")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return g.CheckIP(ip)
	}
	if oddNumber(host) {
		return fault.Newf("address_refused", "the host is a number in an odd spelling")
	}
	if host == "metadata" || strings.HasPrefix(host, "metadata.") || strings.HasPrefix(host, "instance-data.") {
		return fault.Newf("address_refused", "the host is a metadata service")
	}
	return nil
}

// oddNumber tells whether resolvers may take a host for an IPv4 address although it
// is not written as one: its last label is a number (WHATWG URL, "ends in a number").
func oddNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return true
	}
	digits := strings.TrimPrefix(last, "0x")
	hex := len(digits) < len(last)
	for _, r := range digits {
		if r >= '0' && r <= '9' || hex && r >= 'a' && r <= 'f' {
			continue
		}
		return false
	}
	return true
}

// DialContext dials addr when the IP it leads to may be reached. TCP only.
func (g Guard) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	switch network {
	case "tcp", "tcp4", "tcp6":
	default:
		return nil, fault.Newf("address_refused", "%s: only TCP is allowed", refused)
	}
	g, err := g.now(ctx)
	if err != nil {
		return nil, err
	}
	timeout := g.ConnectTimeout
	if timeout <= 0 {
		timeout = 10 * time.Second
	}
	d := net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second, Resolver: g.Resolver, Control: g.control}
	return d.DialContext(ctx, network, addr)
}

// control runs after resolving and before connecting, once for each IP tried.
func (g Guard) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fault.Newf("address_refused", "%s", refused)
	}
	return g.CheckIP(ap.Addr())
}

// Transport gives a round tripper whose every connection passes the guard. It uses
// no proxy of the environment: a proxy would dial past the guard.
func (g Guard) Transport() http.RoundTripper {
	return guarded{g, &http.Transport{
		DialContext:            g.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}}
}

type guarded struct {
	g Guard
	t *http.Transport
}

// RoundTrip refuses what can be seen in the address, then lets dialling decide.
func (t guarded) RoundTrip(req *http.Request) (*http.Response, error) {
	err := t.g.check(req.URL)
	if err != nil && t.g.Allow != nil { // it may be open by now
		var g Guard
		if g, err = t.g.now(req.Context()); err == nil {
			err = g.check(req.URL)
		}
	}
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	return t.t.RoundTrip(req)
}

// HTTP1 gives the same round tripper kept to HTTP/1.1.
func (t guarded) HTTP1() http.RoundTripper { return guarded{t.g, plainHTTP1(t.t)} }

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (t guarded) CloseIdleConnections() { t.t.CloseIdleConnections() }
