package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

const ws record.WorkspaceID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"

func good() identity.Provider {
	return identity.Provider{Workspace: ws, Name: "corp", Kind: identity.OIDC, TitleZh: "企业账号", Issuer: "https://id.example.com/realms/a", ClientID: "heliu"}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*identity.Provider)
		field string
	}{
		"name":            {func(p *identity.Provider) { p.Name = "Corp!" }, "name"},
		"title":           {func(p *identity.Provider) { p.TitleZh = " " }, "title"},
		"kind":            {func(p *identity.Provider) { p.Kind = "saml" }, "kind"},
		"no issuer":       {func(p *identity.Provider) { p.Issuer = "" }, "issuer"},
		"http":            {func(p *identity.Provider) { p.Issuer = "http://id.example.com" }, "issuer"},
		"http by a name":  {func(p *identity.Provider) { p.Issuer = "http://127.0.0.1.example.com" }, "issuer"},
		"a query":         {func(p *identity.Provider) { p.Issuer += "?x=1" }, "issuer"},
		"a user":          {func(p *identity.Provider) { p.Issuer = "https://a:b@id.example.com" }, "issuer"},
		"no client":       {func(p *identity.Provider) { p.ClientID = "" }, "client_id"},
		"claim":           {func(p *identity.Provider) { p.Claim = "e mail" }, "claim"},
		"scope":           {func(p *identity.Provider) { p.Scopes = []string{"a b"} }, "scopes"},
		"domain":          {func(p *identity.Provider) { p.Domains = []string{"*.example.com"} }, "domains"},
		"administrator":   {func(p *identity.Provider) { p.Roles = []access.Role{access.Seller, access.Admin} }, "roles"},
		"unknown role":    {func(p *identity.Provider) { p.Roles = []access.Role{"boss"} }, "roles"},
		"roles of a hub":  {func(p *identity.Provider) { p.Workspace, p.Roles = access.Hub, []access.Role{access.Seller} }, "roles"},
		"scan of nothing": {func(p *identity.Provider) { p.Kind = identity.Scan }, "connection"},
	} {
		p := good()
		c.spoil(&p)
		if err := p.Check(); err == nil || fault.As(err).Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := good()
	p.Domains, p.Scopes = []string{" @Example.COM "}, []string{"openid", "email"}
	if err := p.Check(); err != nil || p.Domains[0] != "example.com" || p.Claim != "email" || len(p.Scopes) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	p.Issuer = "http://127.0.0.1:5556" // on this machine itself
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	scan := identity.Provider{Workspace: ws, Name: "wecom", Kind: identity.Scan, TitleZh: "企业微信", Connection: "c", Issuer: "https://left.over", Key: "x"}
	if err := scan.Check(); err != nil || scan.Issuer != "" || scan.Key != "" {
		t.Errorf("%+v, %v", scan, err)
	}
}

func TestAWayNamesOneProvider(t *testing.T) {
	p := good()
	w, name, err := identity.ParseWay(p.Way())
	if err != nil || w != ws || name != "corp" || strings.Contains(p.Way(), "-") {
		t.Errorf("%s: %s %s %v", p.Way(), w, name, err)
	}
	for _, bad := range []string{"", "corp", p.Way() + "/..", strings.ToUpper(p.Way()), "a." + p.Way(), p.Way() + "\n"} {
		if _, _, err := identity.ParseWay(bad); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestWhatGoesAlongBelongsToOneBrowserAndState: nonce and verifier differ for every state,
// browser and use, and the verifier is one of RFC 7636.
func TestWhatGoesAlongBelongsToOneBrowserAndState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, 80)
		b, s := text.Draw(t, "browser"), text.Draw(t, "state")
		v := identity.Verifier(b, s)
		if len(v) != 43 || v != identity.Verifier(b, s) || v == identity.Nonce(b, s) {
			t.Fatalf("%q", v)
		}
		if other := text.Draw(t, "other"); other != s && identity.Verifier(b, other) == v || other != b && identity.Verifier(other, s) == v {
			t.Fatal("two round trips share a verifier")
		}
	})
}
