package webform

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// Headers of the two signed modes.
const (
	headerKey       = "X-Heliu-Key"
	headerTimestamp = "X-Heliu-Timestamp"
	headerNonce     = "X-Heliu-Nonce"
	headerSignature = "X-Heliu-Signature"

	headerWebhookID        = "Webhook-Id"
	headerWebhookTimestamp = "Webhook-Timestamp"
	headerWebhookSignature = "Webhook-Signature"
)

// window is how far a signed timestamp may be off, either way.
const window = 300 * time.Second

// checkKey compares the public key of header or query in constant time.
func (c config) checkKey(r *http.Request) error {
	got := r.Header.Get(headerKey)
	if got == "" {
		got = r.URL.Query().Get("key")
	}
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(c.publicKey))
	if subtle.ConstantTimeCompare(a[:], b[:]) != 1 {
		return fault.New("bad_key", nil)
	}
	return nil
}

// verifyHMAC checks our own signature: HMAC-SHA-256 over timestamp "." nonce "."
// raw body, written sha256=<hex>. It gives the signature for the nonce memory.
func (c config) verifyHMAC(h http.Header, body []byte, now time.Time) (nonce string, sum [32]byte, err error) {
	ts, nonce := h.Get(headerTimestamp), h.Get(headerNonce)
	sent, hexErr := hex.DecodeString(strings.TrimPrefix(h.Get(headerSignature), "sha256="))
	if !c.matches([]byte(ts+"."+nonce+"."), body, [][]byte{sent}, now) || hexErr != nil || !plainToken(nonce) {
		return "", sum, fault.New("bad_signature", nil)
	}
	copy(sum[:], sent)
	return nonce, sum, fresh(ts, now)
}

// verifyWebhook checks a Standard Webhooks signature: HMAC-SHA-256 over
// id "." timestamp "." raw body; any one v1 entry of the list suffices.
func (c config) verifyWebhook(h http.Header, body []byte, now time.Time) (id string, err error) {
	id, ts := h.Get(headerWebhookID), h.Get(headerWebhookTimestamp)
	var sent [][]byte
	for i, entry := range strings.Fields(h.Get(headerWebhookSignature)) {
		if b64, ok := strings.CutPrefix(entry, "v1,"); ok && i < 16 {
			if sum, err := base64.StdEncoding.DecodeString(b64); err == nil {
				sent = append(sent, sum)
			}
		}
	}
	// An id with a dot would let two requests share one signed text.
	if !c.matches([]byte(id+"."+ts+"."), body, sent, now) || id == "" || strings.Contains(id, ".") {
		return "", fault.New("bad_signature", nil)
	}
	return id, fresh(ts, now)
}

// matches tells whether one of the signatures is that of a live secret over prefix
// and body. It computes each secret's signature whatever was sent, so that a missing
// signature takes as long as a wrong one.
func (c config) matches(prefix, body []byte, sent [][]byte, now time.Time) bool {
	good := 0
	for _, s := range c.secrets {
		mac := hmac.New(sha256.New, s.key)
		mac.Write(prefix)
		mac.Write(body)
		want := mac.Sum(nil)
		if !s.until.IsZero() && !now.Before(s.until) {
			continue
		}
		for _, got := range sent {
			good |= subtle.ConstantTimeCompare(got, want)
		}
	}
	return good == 1
}

// fresh checks a unix timestamp against the window.
func fresh(ts string, now time.Time) error {
	secs, err := strconv.ParseInt(ts, 10, 64)
	if err != nil {
		return fault.New("bad_signature", nil)
	}
	if d := now.Sub(time.Unix(secs, 0)); d > window || d < -window {
		return fault.New("stale", nil)
	}
	return nil
}
