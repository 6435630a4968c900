package sms

import (
	"crypto/hmac"
	"crypto/md5"  //nolint:gosec // what many gateways ask for; it protects nothing of ours
	"crypto/sha1" //nolint:gosec // as above
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"strings"

	"github.com/heliuhub/heliu/connectors"
)

// signer makes {sign}.
type signer struct{ kind, text, form, secret string }

// newSigner checks the settings together; field names the one that is wrong.
func newSigner(s connectors.Settings) (g signer, field string, err error) {
	g = signer{kind: s.String("sign"), text: s.String("sign_text"), form: s.String("sign_form"), secret: s.String("secret")}
	if g.kind == "none" {
		return g, "", nil
	}
	switch err := known(g.text); {
	case err != nil:
		return g, "sign_text", err
	case g.text == "" || strings.Contains(g.text, "{sign}"):
		return g, "sign_text", errors.New("say what is signed, without {sign} itself")
	case g.kind != "md5" && g.secret == "":
		return g, "secret", errors.New("an HMAC needs its key")
	}
	return g, "", nil
}

// of signs the values: MD5 of the text, or an HMAC of it under the secret (RFC 2104).
func (g signer) of(values map[string]string) string {
	var h hash.Hash
	switch g.kind {
	case "md5":
		h = md5.New() //nolint:gosec // as above
	case "hmac_sha256":
		h = hmac.New(sha256.New, []byte(g.secret))
	case "hmac_sha1":
		h = hmac.New(sha1.New, []byte(g.secret))
	default:
		return ""
	}
	h.Write([]byte(fill(g.text, values)))
	sum := h.Sum(nil)
	switch g.form {
	case "base64":
		return base64.StdEncoding.EncodeToString(sum)
	case "hex_upper":
		return strings.ToUpper(hex.EncodeToString(sum))
	}
	return hex.EncodeToString(sum)
}
