package totp_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/totp"
)

// TestTheVectorsOfRFC6238 holds the SHA-1 column of RFC 6238 appendix B, whose eight
// digits end with the six that are used here.
func TestTheVectorsOfRFC6238(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		now := time.Unix(at, 0)
		got := totp.Code(secret, totp.StepOf(now))
		if got != want[2:] {
			t.Errorf("at %d: %s, want %s", at, got, want[2:])
		}
		if _, ok := totp.Verify(secret, got, now, 0); !ok {
			t.Errorf("at %d its own code is refused", at)
		}
	}
}

// TestTheVectorsOfRFC4226 holds appendix D: the codes of the counters 0 to 9.
func TestTheVectorsOfRFC4226(t *testing.T) {
	for n, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := totp.Code([]byte("12345678901234567890"), int64(n)); got != want {
			t.Errorf("counter %d: %s, want %s", n, got, want)
		}
	}
}

// TestACodeCountsOnceAndNearItsTime: whatever the secret and the time, the codes of the
// step before, of now and of the step after are taken, each once, and none further away.
func TestACodeCountsOnceAndNearItsTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "secret")
		now := time.Unix(rapid.Int64Range(1e9, 4e9).Draw(t, "now"), 0)
		off := rapid.Int64Range(-5, 5).Draw(t, "off")
		at := totp.StepOf(now) + off
		code := totp.Code(secret, at)
		near := map[string]bool{}
		for s := totp.StepOf(now) - totp.Skew; s <= totp.StepOf(now)+totp.Skew; s++ {
			near[totp.Code(secret, s)] = true
		}
		step, ok := totp.Verify(secret, code, now, 0)
		if ok != near[code] { // two steps may have one code by chance
			t.Fatalf("a code %d steps off: %t", off, ok)
		}
		if _, again := totp.Verify(secret, code, now, step); ok && again && totp.Code(secret, step+1) != code && totp.Code(secret, step+2) != code {
			t.Fatal("a code counts twice")
		}
		if _, early := totp.Verify(secret, code, now, totp.StepOf(now)+totp.Skew); early {
			t.Fatal("a code older than the last one counts")
		}
	})
}

func TestWhatIsNoCodeIsRefused(t *testing.T) {
	now := time.Unix(59, 0)
	for _, bad := range []string{"", "28708", "2870820", "287 82", "abcdef", "94287082"} {
		if _, ok := totp.Verify([]byte("12345678901234567890"), bad, now, 0); ok {
			t.Errorf("%q is taken", bad)
		}
	}
	if _, ok := totp.Verify(nil, totp.Code(nil, 1), now, 0); ok {
		t.Error("a factor without a secret takes codes")
	}
}

func TestTheURIIsReadable(t *testing.T) {
	text := totp.URI("合流 Heliu", "wang@example.com", []byte("12345678901234567890"))
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/合流 Heliu:wang@example.com" {
		t.Fatalf("%v: %+v", err, u)
	}
	if q := u.Query(); q.Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || q.Get("issuer") != "合流 Heliu" || q.Get("digits") != "6" || q.Get("period") != "30" || q.Get("algorithm") != "SHA1" {
		t.Errorf("%v", q)
	}
	if strings.Contains(text, "+") {
		t.Error("a space is a plus, which authenticators show as one")
	}
}
