package access_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// TestMain hashes cheaply: what the tests look at is who gets in. The real cost is
// looked at where it matters.
func TestMain(m *testing.M) {
	realMemory, realPasses = access.HashingCost(64, 1)
	os.Exit(m.Run())
}

var realMemory, realPasses uint32

func TestHashingIsNotCheap(t *testing.T) {
	access.HashingCost(realMemory, realPasses)
	defer access.HashingCost(64, 1)
	if h := access.HashPassword(pw); !strings.HasPrefix(h, "$argon2id$v=19$m=19456,t=2,p=1$") || !access.VerifyPassword(h, pw) {
		t.Errorf("%s", h)
	}
}

func TestAHashVerifiesItsPasswordAndNoOther(t *testing.T) {
	for i := range 6 {
		pw := rapid.StringN(1, 40, -1).Example(i)
		h := access.HashPassword(pw)
		switch {
		case h == pw || len(pw) > 4 && strings.Contains(h, pw):
			t.Errorf("%q stands in its hash", pw)
		case !access.VerifyPassword(h, pw):
			t.Errorf("%q does not verify", pw)
		case access.VerifyPassword(h, pw+"x"):
			t.Errorf("%q verifies with a letter more", pw)
		case access.HashPassword(pw) == h:
			t.Errorf("%q has one hash twice: no salt", pw)
		}
	}
}

func TestTextsThatAreNoHashesVerifyNothing(t *testing.T) {
	good := access.HashPassword("correct horse")
	for _, phc := range []string{
		"", "x", "$argon2id$", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", strings.Replace(good, "v=19", "v=18", 1),
		strings.Replace(good, "m=64", "m=99999999", 1), strings.Replace(good, "t=1", "t=0", 1), good[:len(good)-4],
	} {
		if access.VerifyPassword(phc, "correct horse") || access.VerifyPassword(phc, "") {
			t.Errorf("%q verifies", phc)
		}
	}
}

// TestUnknownNamesTakeAsLong compares the fastest of several tries; both must pay for
// argon2id.
func TestUnknownNamesTakeAsLong(t *testing.T) {
	access.HashingCost(realMemory, realPasses)
	defer access.HashingCost(64, 1)
	h := access.HashPassword("correct horse")
	fastest := func(phc string) time.Duration {
		best := time.Hour
		for range 5 {
			start := time.Now()
			access.VerifyPassword(phc, "wrong")
			best = min(best, time.Since(start))
		}
		return best
	}
	known, unknown := fastest(h), fastest("")
	if unknown*3 < known || known*3 < unknown {
		t.Errorf("a wrong password takes %v, an unknown name %v", known, unknown)
	}
}

func TestEasyPasswordsAreRefused(t *testing.T) {
	for pw, ok := range map[string]bool{
		"short": false, "123456789": false, "wang.xiaoming": false, " Wang.Xiaoming ": false, strings.Repeat("x", 1025): false,
		"十个汉字的密码也可以用": true, "long enough": true,
	} {
		if err := access.CheckPassword("wang.xiaoming", pw); (err == nil) != ok || err != nil && fault.As(err).Code != "weak_password" {
			t.Errorf("%q: %v", pw, err)
		}
	}
}

func TestSignInNamesHaveOneForm(t *testing.T) {
	if got, err := access.NormalizeSignIn("  Wang.Xiaoming@Example.COM "); err != nil || got != "wang.xiaoming@example.com" {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"", "ab", "a b c", "a\x00bc", strings.Repeat("x", 65), "abc\xff"} {
		if _, err := access.NormalizeSignIn(bad); fault.As(err).Code != "bad_sign_in" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestGuessingGetsSlower(t *testing.T) {
	l := access.NewAttempts()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for i := range l.Free {
		if w := l.Wait("k", now); w != 0 {
			t.Errorf("try %d waits %v", i, w)
		}
		l.Failed("k", now)
	}
	before := time.Duration(0)
	for range 15 {
		w := l.Wait("k", now)
		if w < before || w == 0 || w > l.MaxWait {
			t.Errorf("waits %v after %v", w, before)
		}
		before = w
		now = now.Add(w)
		if w := l.Wait("k", now); w != 0 {
			t.Errorf("having waited, still %v", w)
		}
		l.Failed("k", now)
	}
	if before != l.MaxWait {
		t.Errorf("the longest wait was %v", before)
	}
	if l.Wait("other", now) != 0 {
		t.Error("another key waits too")
	}
	if l.Wait("k", now.Add(l.Forget+time.Second)) != 0 {
		t.Error("nothing is forgotten")
	}
	l.Succeeded("k")
	if l.Wait("k", now) != 0 {
		t.Error("a success does not clear the count")
	}
	for i := range 25000 {
		l.Failed(strings.Repeat("x", i%7)+string(rune('a'+i%26))+time.Duration(i).String(), now)
	}
	if n := l.Len(); n > 10000 {
		t.Errorf("it holds %d keys", n)
	}
}
