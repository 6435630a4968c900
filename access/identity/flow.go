package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Flow is a round trip of a browser to a provider. The state that travels along is kept
// as its hash; so is the secret that stays in the browser's cookie. What else must not be
// guessed (nonce, PKCE verifier) is made of both, so the database holds nothing by which
// a flow could be finished.
type Flow struct {
	Hash      access.Hash // of the state
	Workspace record.WorkspaceID
	Provider  string
	Browser   access.Hash
	Account   string // who links an identity; empty: somebody signs in
	CreatedAt time.Time
	ExpiresAt time.Time
}

// FlowLimit is how long somebody may take at the provider.
const FlowLimit = 10 * time.Minute

// NewFlow begins a round trip and gives the state to send along: the 32 hexadecimal digits
// of the workspace and 64 of 256 random bits. Some providers, such as WeCom, take letters
// and digits alone.
func NewFlow(now time.Time, p Provider, browser, account string) (Flow, string) {
	secret := access.HashToken(access.NewSecret())
	state := strings.ReplaceAll(string(p.Workspace), "-", "") + hex.EncodeToString(secret[:])
	return Flow{
		Hash: access.HashToken(state), Workspace: p.Workspace, Provider: p.Name, Browser: access.HashToken(browser), Account: account,
		CreatedAt: now, ExpiresAt: now.Add(FlowLimit),
	}, state
}

// Nonce and Verifier belong to one state in one browser.
func Nonce(browser, state string) string { return derive(browser, "nonce", state) }

// Verifier is the code verifier of PKCE (RFC 7636): 43 characters of 256 bits.
func Verifier(browser, state string) string { return derive(browser, "verifier", state) }

func derive(browser, use, state string) string {
	h := hmac.New(sha256.New, []byte(browser))
	h.Write([]byte(use + "\x00" + state))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// fits tells whether a flow that came back is the one that this browser began at p.
func (f Flow) fits(p Provider, browser string) error {
	switch {
	case f.Provider != p.Name || f.Workspace != p.Workspace:
		return fault.Newf("state_refused", "the state belongs to another provider")
	case browser == "" || f.Browser != access.HashToken(browser):
		return fault.Newf("state_refused", "the state belongs to another browser")
	}
	return nil
}
