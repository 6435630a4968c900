package baidu

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
)

const (
	tokenName = "oauth"
	// early is how long before its end an access token is renewed.
	early = 10 * time.Minute
)

// pair is what env.Tokens keeps. Root tells from which consent (the setting
// refresh_token) it descends: a new consent puts it out of use.
type pair struct {
	Access  string    `json:"access"`
	Expires time.Time `json:"expires"`
	Refresh string    `json:"refresh"`
	Root    string    `json:"root"`
}

// tokens keeps the access token fresh. It is safe for concurrent use.
type tokens struct {
	client *rest.Client
	env    connectors.Env
	s      connectors.Settings
	root   string

	mu sync.Mutex // one refresh at a time
}

func newTokens(client *rest.Client, env connectors.Env, s connectors.Settings) *tokens {
	sum := sha256.Sum256([]byte(s.String("app_id") + "\x00" + s.String("user_id") + "\x00" + s.String("refresh_token")))
	return &tokens{client: client, env: env, s: s, root: hex.EncodeToString(sum[:8])}
}

// access gives an access token. refused is one that the platform does not take
// any more ("" for none): another one is given then.
func (t *tokens) access(ctx context.Context, refused string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.load(ctx)
	if err != nil {
		return "", err
	}
	if t.good(p, refused) {
		return p.Access, nil
	}
	// A refresh token dies when it is used, so who cannot keep the new one must not use
	// it: without the connection's lease this fails before anything is lost.
	if err := t.keep(ctx, p); err != nil {
		return "", err
	}
	next, err := t.refresh(ctx, p.Refresh)
	if fault.KindOf(err) == fault.Unauthorized {
		if other, errLoad := t.load(ctx); errLoad == nil && other.Refresh != p.Refresh && t.good(other, refused) {
			return other.Access, nil // another process was faster
		}
	}
	if err != nil {
		return "", err
	}
	return next.Access, t.keep(ctx, next)
}

func (t *tokens) good(p pair, refused string) bool {
	return p.Access != "" && p.Access != refused && t.env.Clock.Now().Before(p.Expires.Add(-early))
}

func (t *tokens) load(ctx context.Context) (pair, error) {
	text, ok, err := t.env.Tokens.Get(ctx, tokenName)
	if err != nil {
		return pair{}, err
	}
	var p pair
	if ok && json.Unmarshal([]byte(text), &p) == nil && p.Root == t.root && p.Refresh != "" {
		return p, nil
	}
	return pair{Refresh: t.s.String("refresh_token"), Root: t.root}, nil
}

func (t *tokens) keep(ctx context.Context, p pair) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return t.env.Tokens.Replace(ctx, tokenName, string(text))
}

// refresh trades a refresh token for a new pair. It is sent once: after a lost
// answer the old token may be dead, and only a new consent helps.
func (t *tokens) refresh(ctx context.Context, token string) (pair, error) {
	body, err := json.Marshal(map[string]any{
		"appId": t.s.String("app_id"), "refreshToken": token, "secretKey": t.s.String("secret_key"),
		"userId": json.Number(t.s.String("user_id")),
	})
	if err != nil {
		return pair{}, err
	}
	var a struct {
		Code    json.Number `json:"code"`
		Message string      `json:"message"`
		Data    struct {
			AccessToken  string      `json:"accessToken"`
			RefreshToken string      `json:"refreshToken"`
			ExpiresTime  string      `json:"expiresTime"`
			ExpiresIn    json.Number `json:"expiresIn"`
		} `json:"data"`
	}
	now := t.env.Clock.Now()
	if _, err := t.client.JSON(ctx, rest.Request{Method: http.MethodPost, Path: "/oauth/refreshToken", Body: body}, &a); err != nil {
		return pair{}, err
	}
	if a.Code != "0" {
		return pair{}, fault.Newf("source_unauthorized", "the refresh token was refused: code %s: %s", a.Code, short(a.Message))
	}
	if a.Data.AccessToken == "" || a.Data.RefreshToken == "" {
		return pair{}, fault.Newf("source_bad_answer", "the answer holds no tokens")
	}
	p := pair{Access: a.Data.AccessToken, Refresh: a.Data.RefreshToken, Root: t.root, Expires: now.Add(24 * time.Hour)}
	if secs, err := a.Data.ExpiresIn.Int64(); err == nil && secs > 0 {
		p.Expires = now.Add(time.Duration(secs) * time.Second)
	} else if at, err := time.ParseInLocation(time.DateTime, a.Data.ExpiresTime, record.Shanghai); err == nil {
		p.Expires = at
	}
	return p, nil
}

// short cuts a vendor's message for a fault.
func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return string(r)
}
