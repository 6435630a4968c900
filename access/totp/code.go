package totp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238's default, and the only one that every authenticator knows; HMAC-SHA-1 is not broken
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// The parameters that authenticators know without being told: HMAC-SHA-1, six digits,
// steps of thirty seconds (RFC 6238 section 4, RFC 4226 section 5.3).
const (
	Digits  = 6
	Seconds = 30
	// Skew is how many steps a phone's clock may be off, either way (RFC 6238 section 5.2).
	Skew = 1
	// secretLen is the length of the hash, as RFC 4226 section 4 recommends.
	secretLen = 20
)

// NewSecret makes the shared secret of a new factor.
func NewSecret() []byte {
	b := make([]byte, secretLen)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}

// StepOf gives the number of the time step that t lies in.
func StepOf(t time.Time) int64 { return t.Unix() / Seconds }

// Code gives the code of a time step: HOTP (RFC 4226 section 5.3) over the step's number.
func Code(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) //nolint:gosec // steps are counted from 1970
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", Digits, n%1_000_000)
}

// Verify finds the step whose code it is: that of now or at most Skew beside it, and
// later than last, the step whose code was used before: a code counts once.
func Verify(secret []byte, code string, now time.Time, last int64) (step int64, ok bool) {
	if len(secret) == 0 || len(code) != Digits {
		return 0, false
	}
	at := StepOf(now)
	for s := at - Skew; s <= at+Skew; s++ {
		same := subtle.ConstantTimeCompare([]byte(Code(secret, s)), []byte(code)) == 1
		if same && s > last && !ok {
			step, ok = s, true
		}
	}
	return step, ok
}

var b32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text is the secret as people type it into an authenticator.
func Text(secret []byte) string { return b32.EncodeToString(secret) }

// URI is what a QR code of a new factor holds. The parameters that are every
// authenticator's default are named all the same.
func URI(issuer, account string, secret []byte) string {
	q := url.Values{"secret": {Text(secret)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(Digits)}, "period": {fmt.Sprint(Seconds)}}
	label := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
