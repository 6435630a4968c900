package identity

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Kind is how a provider vouches for people.
type Kind string

// The kinds.
const (
	OIDC Kind = "oidc" // OpenID Connect, code flow with PKCE
	Scan Kind = "scan" // scan sign-in of a connection, such as WeCom or DingTalk
)

// Provider vouches for people who want into its workspace, or into all of theirs when its
// workspace is access.Hub.
type Provider struct {
	Workspace record.WorkspaceID
	Name      string // short name, unique in the workspace
	Version   int    // 0: not kept yet
	Kind      Kind
	TitleZh   string
	TitleEn   string
	Enabled   bool
	// Public shows it to whoever opens the sign-in page; else only to who asks for its
	// workspace by name.
	Public bool
	// Proven says that the provider asks for a second proof itself, so that none is asked here.
	Proven bool
	// Roles are given to somebody who has no account yet; empty: nobody is let in unknown.
	Roles   []access.Role
	Contact string // whom somebody without an account asks

	// Of OIDC.
	Issuer   string
	ClientID string
	HasKey   bool   // a client secret is kept
	Key      string // the client secret, for setting it only; empty keeps what is there
	Scopes   []string
	Claim    string   // which claim is the sign-in name: email, preferred_username, …
	Domains  []string // e-mail domains that may come in; empty: all

	Connection record.ConnectionID // of Scan: whose connector signs people in
}

// Way names a provider among those of all workspaces, without telling the workspace's name.
func (p Provider) Way() string {
	return strings.ReplaceAll(string(p.Workspace), "-", "") + "." + p.Name
}

var wayPattern = regexp.MustCompile(`^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([a-z0-9][a-z0-9-]{0,39})$`)

// ParseWay gives the workspace and name that Way put together.
func ParseWay(way string) (ws record.WorkspaceID, name string, err error) {
	m := wayPattern.FindStringSubmatch(way)
	if m == nil {
		return "", "", fault.New("not_found", nil)
	}
	return record.WorkspaceID(strings.Join(m[1:6], "-")), m[6], nil
}

var (
	namePattern   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	claimPattern  = regexp.MustCompile(`^[A-Za-z0-9_.:/-]{1,80}$`)
	scopePattern  = regexp.MustCompile(`^[\x21\x23-\x5b\x5d-\x7e]{1,80}$`) // RFC 6749 section 3.3
	domainPattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$`)
)

// Check refuses settings that cannot work and brings the others into one form.
func (p *Provider) Check() error {
	bad := func(field, format string, args ...any) error {
		return fault.Newf("bad_provider", format, args...).At(field, "")
	}
	p.TitleZh, p.TitleEn, p.Contact = strings.TrimSpace(p.TitleZh), strings.TrimSpace(p.TitleEn), strings.TrimSpace(p.Contact)
	switch {
	case !namePattern.MatchString(p.Name):
		return bad("name", "a short name has lower-case letters, digits and hyphens, 40 at most")
	case p.TitleZh == "" && p.TitleEn == "":
		return bad("title", "a title is needed in one language at least")
	case len(p.TitleZh)+len(p.TitleEn)+len(p.Contact) > 600:
		return bad("title", "the titles or the contact are too long")
	case slices.Contains(p.Roles, access.Admin):
		return bad("roles", "nobody becomes an administrator by signing in")
	}
	if len(p.Roles) > 0 {
		if p.Workspace == access.Hub {
			return bad("roles", "a provider of all workspaces gives no roles: they belong to one")
		}
		if err := access.CheckRoles(p.Roles); err != nil {
			return err
		}
	}
	switch p.Kind {
	case Scan:
		if p.Connection == "" || p.Workspace == access.Hub {
			return bad("connection", "scan sign-in goes by a connection of the workspace")
		}
		p.Issuer, p.ClientID, p.Key, p.Claim, p.Scopes, p.Domains = "", "", "", "", nil, nil
		return nil
	case OIDC:
		p.Connection = ""
		return p.checkOIDC(bad)
	}
	return bad("kind", "oidc and scan are the kinds")
}

func (p *Provider) checkOIDC(bad func(field, format string, args ...any) error) error {
	if err := CheckIssuer(p.Issuer); err != nil {
		return err
	}
	if p.ClientID == "" || len(p.ClientID) > 300 {
		return bad("client_id", "the client id is missing or too long")
	}
	if p.Claim == "" {
		p.Claim = "email"
	}
	if !claimPattern.MatchString(p.Claim) {
		return bad("claim", "this is no name of a claim")
	}
	if len(p.Scopes) == 0 {
		p.Scopes = []string{"profile", "email"}
	}
	p.Scopes = slices.DeleteFunc(p.Scopes, func(s string) bool { return s == "openid" }) // it is always asked for
	for _, s := range p.Scopes {
		if !scopePattern.MatchString(s) || len(p.Scopes) > 20 {
			return bad("scopes", "a scope has no spaces, and there are 20 at most")
		}
	}
	for i, d := range p.Domains {
		p.Domains[i] = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@"))
		if !domainPattern.MatchString(p.Domains[i]) || len(p.Domains) > 100 {
			return bad("domains", "a domain looks like example.com, and there are 100 at most")
		}
	}
	return nil
}

// CheckIssuer wants https, save on this machine itself, and nothing behind the path
// (OpenID Connect Discovery 1.0 section 3).
func CheckIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	bad := func(why string) error { return fault.New("bad_provider", errors.New(why)).At("issuer", "") }
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || len(issuer) > 300 {
		return bad("the issuer is an address such as https://id.example.com/realms/company")
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || !ip.IsLoopback()) {
		return bad("the issuer is spoken to by https only")
	}
	return nil
}
