package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Hash is the SHA-256 of a token. Tokens are 32 random bytes, so a slow hash would
// add nothing.
type Hash [32]byte

// KeyPrefix starts every API key, so that scanners of leaked secrets know it.
const KeyPrefix = "heliu_live_"

// HashToken gives the hash under which a token, key or link is kept.
func HashToken(token string) Hash { return sha256.Sum256([]byte(token)) }

func newToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// Session is a sign-in that goes on. It ends after IdleLimit without a request and
// at ExpiresAt at the latest.
type Session struct {
	Hash      Hash
	Account   string
	Workspace record.WorkspaceID // which one the console shows
	// Confined keeps the session inside Workspace: it began by a link, which an
	// administrator of that workspace can make for everybody in it.
	Confined bool
	// Lent marks a session by a link that another person made: nobody knows whether it is
	// the account's owner, so it decides about nothing that needs a second person.
	Lent      bool
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
}

// How long a session lasts.
const (
	IdleLimit    = 30 * time.Minute
	SessionLimit = 12 * time.Hour
	// touchEvery is how stale SeenAt may be, to spare a write a request.
	touchEvery = time.Minute
)

// Live tells whether the session still counts.
func (s Session) Live(now time.Time) bool {
	return s.RevokedAt == nil && now.Before(s.ExpiresAt) && now.Sub(s.SeenAt) < IdleLimit
}

// Key is an API key: a program's way in, with roles in one workspace.
type Key struct {
	ID        string // UUID
	Name      string
	Workspace record.WorkspaceID
	Hash      Hash
	Last4     string
	Roles     []Role
	Scopes    []Action // narrows the roles; empty narrows nothing
	CreatedAt time.Time
	CreatedBy string     // Actor.Ref
	ExpiresAt *time.Time // nil: never
	RevokedAt *time.Time
	UsedAt    *time.Time
}

// Live tells whether the key still counts.
func (k Key) Live(now time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || now.Before(*k.ExpiresAt))
}

// Maker is the account that made the key; empty where a part of the hub did.
func (k Key) Maker() string {
	if account, ok := strings.CutPrefix(k.CreatedBy, string(User)+":"); ok {
		return account
	}
	return ""
}

// KeyLimit bounds how long an API key lasts.
const KeyLimit = 366 * 24 * time.Hour

// Link is a one-time sign-in link.
type Link struct {
	Hash      Hash
	Workspace record.WorkspaceID
	Account   string
	CreatedAt time.Time
	CreatedBy string
	ExpiresAt time.Time
}

// LinkLimit bounds how long a link may wait to be used.
const LinkLimit = 24 * time.Hour

// linkToken carries the workspace, because links live inside it.
func linkToken(ws record.WorkspaceID) string {
	return strings.ReplaceAll(string(ws), "-", "") + "." + newToken()
}

func linkWorkspace(token string) (record.WorkspaceID, bool) {
	w, rest, ok := strings.Cut(token, ".")
	if b, err := hex.DecodeString(w); !ok || err != nil || len(b) != 16 || rest == "" {
		return "", false
	}
	return record.WorkspaceID(w[:8] + "-" + w[8:12] + "-" + w[12:16] + "-" + w[16:20] + "-" + w[20:]), true
}
