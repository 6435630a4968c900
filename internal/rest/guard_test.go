package rest_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// TestCase78 holds the addresses of case 78 of the bad-input list: refused by the
// text where it can be seen, and by the dial in any case.
func TestCase78(t *testing.T) {
	for _, u := range []string{
		"http://127.0.0.1/", "http://0.0.0.0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
		"http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f000001/", "http://169.254.169.254/latest/meta-data",
		"http://100.100.100.200/", "http://metadata.google.internal/", "http://metadata/", "http://[fe80::1]/",
		"http://[fe80::1%25eth0]/", "http://[fd00:ec2::254]/", "http://168.63.129.16/", "http://10.1.2.3/", "http://172.31.0.1/",
		"http://192.168.1.1/", "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/", "http://[2001:0:1::1]/", "http://[::7f00:1]/", "http://[::]/", "http://[ff02::1]/",
		"file:///etc/passwd", "gopher://example.com/", "http://user@example.com/", "http://", "https://%31%32%37.0.0.1/",
	} {
		if got := code(rest.Guard{}.CheckURL(u)); got != "address_refused" {
			t.Errorf("CheckURL(%s) = %q, want address_refused", u, got)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, u, nil)
		if err != nil {
			continue // Go refuses it earlier still
		}
		resp, err := rest.Guard{}.Transport().RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		if code(err) != "address_refused" {
			t.Errorf("GET %s: %v, want address_refused", u, err)
		}
	}
	for _, u := range []string{"http://example.com/", "https://8.8.8.8/", "http://[2606:4700::1111]/x", "http://0xcafe.example/"} {
		if err := (rest.Guard{}).CheckURL(u); err != nil {
			t.Errorf("CheckURL(%s) = %v, want none", u, err)
		}
	}
}

func TestGuardAllowList(t *testing.T) {
	allow, err := rest.ParseCIDRs([]string{"127.0.0.0/8", "::1", "10.1.0.0/16", "169.254.0.0/16", "100.100.100.200"})
	if err != nil {
		t.Fatal(err)
	}
	g := rest.Guard{AllowCIDRs: allow}
	for ip, want := range map[string]string{
		"127.0.0.1": "", "::1": "", "::ffff:127.0.0.1": "", "10.1.2.3": "", "10.2.0.1": "address_refused",
		"169.254.1.1": "", "169.254.169.254": "address_refused", // a wide prefix does not open the metadata service
		"100.100.100.200": "", "100.64.0.1": "address_refused", "64:ff9b::7f00:1": "address_refused",
	} {
		if got := code(g.CheckIP(netip.MustParseAddr(ip))); got != want {
			t.Errorf("CheckIP(%s) = %q, want %q", ip, got, want)
		}
	}
	if _, err := rest.ParseCIDRs([]string{"intranet"}); code(err) != "bad_settings" {
		t.Errorf("ParseCIDRs(intranet): %v", err)
	}
	if _, err := g.DialContext(t.Context(), "unix", "/run/x.sock"); code(err) != "address_refused" {
		t.Errorf("unix socket: %v", err)
	}
}

// What is opened and closed while a guard is in use counts for the next dial.
func TestGuardAsksWhatIsAllowedNow(t *testing.T) {
	s, conns := counting(t, func(http.ResponseWriter, *http.Request) {})
	var open atomic.Bool
	var broken atomic.Bool
	g := rest.Guard{Allow: func(context.Context) ([]netip.Prefix, error) {
		if broken.Load() {
			return nil, errors.New("nobody knows")
		}
		if !open.Load() {
			return nil, nil
		}
		return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, nil
	}}
	get := func() error {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := g.Transport().RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	if got := code(get()); got != "address_refused" {
		t.Errorf("closed: %q", got)
	}
	open.Store(true)
	if err := get(); err != nil {
		t.Errorf("open: %v", err)
	}
	open.Store(false)
	if got := code(get()); got != "address_refused" {
		t.Errorf("closed again: %q", got)
	}
	open.Store(true)
	broken.Store(true)
	if err := get(); err == nil {
		t.Error("it dials though nobody knows what is allowed")
	}
	if conns.Load() != 1 {
		t.Errorf("%d connections, want 1", conns.Load())
	}
}

// counting is a server that counts connections and requests.
func counting(t *testing.T, h http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	var conns atomic.Int32
	s := httptest.NewUnstartedServer(h)
	s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
		if st == http.StateNew {
			conns.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s, &conns
}

// TestCase79 lets a name resolve to a public address when it is looked at and to
// loopback when it is dialled: the dial must refuse.
func TestCase79(t *testing.T) {
	s, conns := counting(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "inside") })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	var asked atomic.Int32
	resolver := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go answerDNS(there, func() [4]byte {
			if asked.Add(1) == 1 {
				return [4]byte{8, 8, 8, 8}
			}
			return [4]byte{127, 0, 0, 1}
		})
		return here, nil
	}}
	first, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.com")
	if err != nil || len(first) != 1 || (rest.Guard{}).CheckIP(first[0]) != nil {
		t.Fatalf("the first look-up should pass: %v %v", first, err)
	}
	g := rest.Guard{Resolver: resolver}
	_, err = g.DialContext(t.Context(), "tcp4", net.JoinHostPort("rebind.example.com", port))
	if code(err) != "address_refused" {
		t.Errorf("dial after rebinding: %v, want address_refused", err)
	}
	if asked.Load() < 2 {
		t.Error("the dial did not resolve anew, so nothing was proven")
	}
	if n := conns.Load(); n != 0 {
		t.Errorf("%d connections reached the inside", n)
	}
	allow, _ := rest.ParseCIDRs([]string{"127.0.0.1"})
	g.AllowCIDRs = allow
	c, err := g.DialContext(t.Context(), "tcp4", net.JoinHostPort("rebind.example.com", port))
	if err != nil {
		t.Fatalf("the allowed dial failed, so the refusal above proves nothing: %v", err)
	}
	c.Close()
}

// answerDNS answers each query of one stream connection with an A record.
func answerDNS(c net.Conn, ip func() [4]byte) {
	defer c.Close()
	for {
		var n [2]byte
		if _, err := io.ReadFull(c, n[:]); err != nil {
			return
		}
		q := make([]byte, binary.BigEndian.Uint16(n[:]))
		if _, err := io.ReadFull(c, q); err != nil {
			return
		}
		end := 12
		for q[end] != 0 {
			end += int(q[end]) + 1
		}
		end += 5 // root label, type, class
		a := ip()
		m := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0}, q[12:end]...)
		m = append(m, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		m = append(m, a[:]...)
		if _, err := c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(m))), m...)); err != nil {
			return
		}
	}
}

// TestCase80 follows a redirect to an internal address: it must be refused at dial
// although the first hop was allowed.
func TestCase80(t *testing.T) {
	inside, conns := counting(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "inside") })
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	outside := &http.Server{Handler: http.RedirectHandler(inside.URL+"/secret", http.StatusFound)}
	go func() { _ = outside.Serve(l) }()
	t.Cleanup(func() { _ = outside.Close() })
	allow, _ := rest.ParseCIDRs([]string{"127.0.0.2"})
	c, err := rest.New(rest.Options{BaseURL: "http://" + l.Addr().String(), Transport: rest.Guard{AllowCIDRs: allow}.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(t.Context(), rest.Request{Path: "/x"})
	if code(err) != "address_refused" || !strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("redirect inside: %v, want address_refused for 127.0.0.1", err)
	}
	if n := conns.Load(); n != 0 {
		t.Errorf("%d connections reached the inside", n)
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Where == "" {
		t.Errorf("the fault does not say where: %v", err)
	}
}
