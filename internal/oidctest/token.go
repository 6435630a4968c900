package oidctest

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"time"
)

// sign makes the ID token of a grant (OpenID Connect Core section 2, RFC 7515), spoilt
// where a test asks for it.
func (p *Provider) sign(g *grant, client string) string {
	k := p.keys[len(p.keys)-1]
	now := p.now()
	t := &Token{
		Header: map[string]any{"alg": "RS256", "typ": "JWT", "kid": k.id},
		Claims: map[string]any{
			"iss": p.issuer, "sub": g.person.Subject, "aud": client, "azp": client, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "nonce": g.nonce,
			"email": g.person.Email, "email_verified": g.person.EmailVerified, "preferred_username": g.person.Username, "name": g.person.Name,
		},
	}
	if p.spoil != nil {
		p.spoil(t)
	}
	header, _ := json.Marshal(t.Header)
	claims, _ := json.Marshal(t.Claims)
	input := b64(header) + "." + b64(claims)
	switch {
	case t.Unsigned:
		return input + "."
	case t.Symmetric != nil:
		h := hmac.New(sha256.New, t.Symmetric)
		h.Write([]byte(input))
		return input + "." + b64(h.Sum(nil))
	case t.Stranger:
		other, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err) // the machine has no randomness
		}
		k.rsa = other
	}
	sum := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPKCS1v15(rand.Reader, k.rsa, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // the key is of our own making
	}
	return input + "." + b64(sig)
}
