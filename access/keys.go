package access

import (
	"context"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// NewKey says what a new API key shall be.
type NewKey struct {
	Name      string
	Roles     []Role
	Scopes    []Action
	ExpiresAt *time.Time
}

// IssueKey makes an API key in the workspace of the context's actor. The text is
// given this once; the store keeps its hash. A key never gets more than its maker has,
// and ends after KeyLimit at the latest; only the program at the machine makes one without end.
func (g *Gate) IssueKey(ctx context.Context, now time.Time, n NewKey) (text string, k Key, err error) {
	by, err := From(ctx)
	if err != nil {
		return "", Key{}, err
	}
	if err := by.Require(KeyWrite); err != nil {
		return "", Key{}, err
	}
	if err := CheckRoles(n.Roles); err != nil {
		return "", Key{}, err
	}
	if err := CheckScopes(n.Scopes); err != nil {
		return "", Key{}, err
	}
	switch {
	case n.ExpiresAt == nil && by.Kind != System, n.ExpiresAt != nil && n.ExpiresAt.After(now.Add(KeyLimit)):
		return "", Key{}, fault.New("key_expiry", nil).At("expires_at", "")
	case n.ExpiresAt != nil && !n.ExpiresAt.After(now):
		return "", Key{}, fault.Newf("bad_request", "the key would be expired at once").At("expires_at", "")
	}
	as := Actor{Kind: APIKey, Roles: n.Roles, Scopes: n.Scopes}
	for _, do := range Actions() {
		if as.Can(do) && !by.Can(do) {
			return "", Key{}, fault.Newf("key_beyond_maker", "the maker may not %s", do).At("roles", "")
		}
	}
	text = KeyPrefix + newToken()
	k = Key{
		ID: newID(), Name: strings.TrimSpace(n.Name), Workspace: by.Workspace, Hash: HashToken(text), Last4: text[len(text)-4:],
		Roles: n.Roles, Scopes: n.Scopes, CreatedAt: now, CreatedBy: by.Ref(), ExpiresAt: n.ExpiresAt,
	}
	if by.Kind == APIKey && by.Maker != "" { // what a key makes is its maker's
		k.CreatedBy = Actor{Kind: User, ID: by.Maker}.Ref()
	}
	if k.Name == "" {
		return "", Key{}, fault.Newf("bad_request", "a key needs a name").At("name", "")
	}
	diff, err := Diff(nil, map[string]any{"roles": k.Roles, "scopes": k.Scopes, "expires_at": k.ExpiresAt}, nil)
	if err != nil {
		return "", Key{}, err
	}
	e := Entry{Actor: by, At: now, Action: "key.create", ObjectKind: "key", ObjectID: k.ID, Diff: diff}
	if err := g.store.SaveKey(ctx, k, e); err != nil {
		return "", Key{}, err
	}
	return text, k, nil
}

// Key gives the actor of an API key; unknown, expired and revoked ones are refused alike.
// A key may never do more than its maker may now.
func (g *Gate) Key(ctx context.Context, now time.Time, text string) (Actor, error) {
	if !strings.HasPrefix(text, KeyPrefix) {
		return Actor{}, fault.New("key_refused", nil)
	}
	k, err := g.store.KeyByHash(ctx, HashToken(text))
	if isNotFound(err) || err == nil && !k.Live(now) {
		return Actor{}, fault.New("key_refused", nil)
	}
	if err != nil {
		return Actor{}, err
	}
	bound, err := g.bound(ctx, k)
	if err != nil {
		return Actor{}, err
	}
	if k.UsedAt == nil || now.Sub(*k.UsedAt) >= touchEvery {
		if err := g.store.TouchKey(ctx, k.ID, now); err != nil {
			return Actor{}, err
		}
	}
	return Actor{Kind: APIKey, ID: k.ID, Name: k.Name, Workspace: k.Workspace, Roles: k.Roles, Scopes: k.Scopes, Maker: k.Maker(), Bound: bound}, nil
}

// bound gives what the maker of a key is now; nil for a key of the hub itself. Whose
// maker is shut out, or has no place any more, is refused.
func (g *Gate) bound(ctx context.Context, k Key) ([]Role, error) {
	if k.Maker() == "" {
		return nil, nil
	}
	places, err := g.store.MembershipsOf(ctx, k.Maker())
	if err != nil {
		return nil, err
	}
	for _, m := range places {
		if m.Workspace == k.Workspace && !m.Disabled {
			return m.Roles, nil
		}
	}
	return nil, fault.New("key_refused", nil)
}

// RevokeKey ends a key of the actor's workspace at once.
func (g *Gate) RevokeKey(ctx context.Context, now time.Time, id string) error {
	by, err := From(ctx)
	if err != nil {
		return err
	}
	if err := by.Require(KeyWrite); err != nil {
		return err
	}
	return g.store.RevokeKey(ctx, by.Workspace, id, now, Entry{Actor: by, At: now, Action: "key.revoke", ObjectKind: "key", ObjectID: id})
}

// IssueLink makes a one-time sign-in link for an account in the workspace of the
// context's actor; ttl is at most LinkLimit. The token is given this once.
func (g *Gate) IssueLink(ctx context.Context, now time.Time, account string, ttl time.Duration) (token string, err error) {
	by, err := From(ctx)
	if err != nil {
		return "", err
	}
	if err := by.Require(MemberWrite); err != nil {
		return "", err
	}
	places, err := g.store.MembershipsOf(ctx, account)
	if err != nil {
		return "", err
	}
	if !hasPlace(places, by.Workspace) {
		return "", fault.New("not_found", nil)
	}
	if ttl <= 0 || ttl > LinkLimit {
		ttl = LinkLimit
	}
	token = linkToken(by.Workspace)
	l := Link{Hash: HashToken(token), Workspace: by.Workspace, Account: account, CreatedAt: now, CreatedBy: by.Ref(), ExpiresAt: now.Add(ttl)}
	e := Entry{Actor: by, At: now, Action: "link.create", ObjectKind: "account", ObjectID: account}
	return token, g.store.SaveLink(ctx, l, e)
}

// UseLink starts a session by a one-time link, confined to the link's workspace. Where
// a second step is due the error is *Unfinished.
func (g *Gate) UseLink(ctx context.Context, now time.Time, token string) (string, Session, error) {
	ws, ok := linkWorkspace(token)
	if !ok {
		return "", Session{}, fault.New("link_refused", nil)
	}
	l, err := g.store.UseLink(ctx, ws, HashToken(token), now)
	if isNotFound(err) {
		return "", Session{}, fault.New("link_refused", err)
	}
	if err != nil {
		return "", Session{}, err
	}
	a, err := g.store.AccountByID(ctx, l.Account)
	if err != nil {
		return "", Session{}, err
	}
	if a.DisabledAt != nil {
		return "", Session{}, fault.New("link_refused", nil)
	}
	how := ByLink
	if strings.HasPrefix(l.CreatedBy, string(System)+":") {
		how = ByMachine
	}
	return g.Admit(ctx, now, a, Way{How: how, Workspace: ws})
}

func hasPlace(places []Member, ws record.WorkspaceID) bool {
	for _, p := range places {
		if p.Workspace == ws {
			return true
		}
	}
	return false
}
