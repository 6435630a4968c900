package kingdee

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// mask is the constant with which the vendor's SDK (8.2) hides the client secret inside an application id.
const mask = "0054f397c6234378b09ca7d3e5debce7"

// signer makes the signature headers of the vendor's SDK 8 and later.
type signer struct {
	appID, appSecret string
	clientID         string // "" when the application id has no client part
	clientSecret     string
	appData          string // account, user, language, organisation
}

func newSigner(acctID, user, appID, appSecret, lcid, org string) (signer, error) {
	s := signer{appID: appID, appSecret: appSecret, appData: strings.Join([]string{acctID, user, lcid, org}, ",")}
	client, encoded, two := strings.Cut(appID, "_")
	if !two {
		return s, nil
	}
	hidden, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(hidden) == 0 || len(hidden) > len(mask) {
		return s, errors.New("the part behind _ must be base64 of at most 32 bytes")
	}
	for i := range hidden {
		hidden[i] ^= mask[i]
	}
	s.clientID, s.clientSecret = client, base64.StdEncoding.EncodeToString(hidden)
	return s, nil
}

// headers signs a POST to path, which must be the path exactly as it is sent.
func (s signer) headers(path, timestamp, nonce string) http.Header {
	h := http.Header{}
	if s.clientID != "" {
		text := "POST\n" + url.QueryEscape(path) + "\n\nx-api-nonce:" + nonce + "\nx-api-timestamp:" + timestamp + "\n"
		h.Set("X-Api-ClientID", s.clientID)
		h.Set("X-Api-Auth-Version", "2.0")
		h.Set("X-Api-Timestamp", timestamp)
		h.Set("X-Api-Nonce", nonce)
		h.Set("X-Api-Signheaders", "x-api-timestamp,x-api-nonce")
		h.Set("X-Api-Signature", signature(text, s.clientSecret))
	}
	h.Set("X-Kd-Appkey", s.appID)
	h.Set("X-Kd-Appdata", base64.StdEncoding.EncodeToString([]byte(s.appData)))
	h.Set("X-Kd-Signature", signature(s.appID+s.appData, s.appSecret))
	return h
}

// signature is base64 of the lower-case hexadecimal HMAC-SHA256: of its 64 letters, not of the digest.
func signature(text, key string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(m.Sum(nil))))
}

// loginSign is the sign of LoginBySign: SHA-256 of the ordinally sorted parts.
func loginSign(parts ...string) string {
	parts = slices.Clone(parts)
	slices.Sort(parts)
	sum := sha256.Sum256([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}
