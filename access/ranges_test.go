package access_test

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
)

func TestRangesThatMayBeOpened(t *testing.T) {
	for text, want := range map[string]string{
		"10.1.0.0/16": "10.1.0.0/16", " 192.168.7.9 ": "192.168.7.9/32", "::ffff:10.0.0.5": "10.0.0.5/32", "fd12:3456::/32": "fd12:3456::/32",
		"10.0.0.0/8": "10.0.0.0/8", "172.31.255.0/24": "172.31.255.0/24", "100.64.0.0/10": "100.64.0.0/10",
	} {
		if p, err := access.ParseRange(text); err != nil || p.String() != want {
			t.Errorf("%q: %v, %v, want %s", text, p, err, want)
		}
	}
	for _, text := range []string{
		"", "erp.example.com", "127.0.0.1", "127.0.0.0/8", "::1", "0.0.0.0/0", "0.0.0.0/1", "::/0", "8.8.8.8", "169.254.169.254", "169.254.0.0/16",
		"fe80::/10", "fe80::1%eth0", "224.0.0.0/4", "10.1.2.3/16", "172.32.0.0/16", "172.0.0.0/8", "::ffff:127.0.0.1", "::ffff:10.0.0.0/104", "fd00:ec2::254/1",
	} {
		p, err := access.ParseRange(text)
		wantCode(t, text+" "+p.String(), err, "range_refused")
	}
}

// No range that may be opened holds an address of this machine or a link-local one.
func TestNoRangeHoldsTheMachineItself(t *testing.T) {
	never := []netip.Addr{
		netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1"), netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("fe80::1"),
		netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255"), netip.MustParseAddr("224.0.0.1"),
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")
		p, err := netip.AddrFrom4([4]byte(b)).Prefix(rapid.IntRange(0, 32).Draw(t, "bits"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := access.ParseRange(p.String())
		if err != nil {
			return
		}
		for _, a := range never {
			if got.Contains(a) {
				t.Fatalf("%s holds %s", got, a)
			}
		}
	})
}
