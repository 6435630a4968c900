package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// provider is who may vouch for people, as an administrator sees it.
type provider struct {
	Name       string        `json:"name" readOnly:"true" doc:"short name"`
	Version    int           `json:"version" minimum:"0" doc:"of what is changed; 0 makes a new one"`
	Kind       string        `json:"kind" enum:"oidc,scan" doc:"scan: by a connection whose system signs people in"`
	Title      views.Text    `json:"title"`
	Enabled    bool          `json:"enabled"`
	Public     bool          `json:"public" doc:"on the sign-in page for everybody; else only at /sign-in?workspace=<short name>"`
	Proven     bool          `json:"proven" doc:"the provider asks for a second proof itself: no code is asked for here"`
	Roles      []access.Role `json:"roles" nullable:"false" maxItems:"6" doc:"of people without an account, who are let in with these; empty: they are not"`
	Contact    string        `json:"contact" maxLength:"200" doc:"whom people without an account ask"`
	Issuer     string        `json:"issuer,omitempty" maxLength:"300"`
	ClientID   string        `json:"client_id,omitempty" maxLength:"300"`
	Secret     string        `json:"client_secret,omitempty" writeOnly:"true" maxLength:"2000" doc:"empty keeps what is there; it is never given back"`
	SecretSet  bool          `json:"client_secret_set" readOnly:"true"`
	Scopes     []string      `json:"scopes,omitempty" doc:"beside openid; default: profile, email"`
	Claim      string        `json:"claim,omitempty" maxLength:"80" doc:"which claim is the sign-in name; default: email, which must be verified"`
	Domains    []string      `json:"domains,omitempty" doc:"e-mail domains that may come in; empty: all"`
	Connection string        `json:"connection,omitempty" maxLength:"36" doc:"of scan: connection id"`
	Redirect   string        `json:"redirect" readOnly:"true" doc:"the address to register at the provider, exactly; empty: the hub does not know its public address"`
}

type providersOut struct {
	Body struct {
		Items []provider `json:"items" nullable:"false" doc:"by short name"`
	}
}

type providerIn struct {
	Name string `path:"name" maxLength:"40" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"short name"`
	Body provider
}

type providerAtIn struct {
	Name string `path:"name" maxLength:"40" doc:"short name"`
}

func providerOps(c *console) {
	list := func(ctx context.Context, _ access.Actor, _ *struct{}) (*providersOut, error) {
		out := &providersOut{}
		out.Body.Items = []provider{}
		if c.Identities == nil {
			return out, nil
		}
		all, err := c.Identities.List(ctx)
		for _, p := range all {
			out.Body.Items = append(out.Body.Items, c.providerShown(p))
		}
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "listProviders", Method: http.MethodGet, Path: "/api/v1/identity-providers", Tags: []string{"access"}, Summary: "Who may vouch for people of the workspace",
	}, list)
	register(c, huma.Operation{
		OperationID: "setProvider", Method: http.MethodPut, Path: "/api/v1/identity-providers/{name}", Tags: []string{"access"}, Summary: "Make or change a provider",
		Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *providerIn) (*providersOut, error) {
		if c.Identities == nil {
			return nil, fault.New("not_found", nil)
		}
		b := in.Body
		p := identity.Provider{
			Name: in.Name, Version: b.Version, Kind: identity.Kind(b.Kind), TitleZh: b.Title.Zh, TitleEn: b.Title.En, Enabled: b.Enabled, Public: b.Public, Proven: b.Proven, Roles: b.Roles,
			Contact: b.Contact, Issuer: b.Issuer, ClientID: b.ClientID, Key: b.Secret, Scopes: b.Scopes, Claim: b.Claim, Domains: b.Domains, Connection: record.ConnectionID(b.Connection),
		}
		if err := c.signsIn(ctx, by, p); err != nil {
			return nil, err
		}
		if err := c.Identities.Save(ctx, c.Now(), p); err != nil {
			return nil, err
		}
		return list(ctx, by, nil)
	})
	register(c, huma.Operation{
		OperationID: "deleteProvider", Method: http.MethodDelete, Path: "/api/v1/identity-providers/{name}", Tags: []string{"access"}, Summary: "Take a provider away, with the identities linked by it",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *providerAtIn) (*struct{}, error) {
		if c.Identities == nil {
			return nil, fault.New("not_found", nil)
		}
		return nil, c.Identities.Remove(ctx, c.Now(), in.Name)
	})
	register(c, huma.Operation{
		OperationID: "checkProvider", Method: http.MethodPost, Path: "/api/v1/identity-providers/{name}/check", Tags: []string{"access"}, Summary: "Try whether a provider answers",
		DefaultStatus: http.StatusNoContent, Errors: []int{404, 503},
	}, func(ctx context.Context, _ access.Actor, in *providerAtIn) (*struct{}, error) {
		if c.Identities == nil || c.SignIns == nil {
			return nil, fault.New("not_found", nil)
		}
		p, err := c.Identities.Get(ctx, in.Name)
		if err != nil {
			return nil, err
		}
		if p.Kind == identity.Scan {
			_, _, err := c.SignIns.Scan(ctx, p.Workspace, p.Connection)
			return nil, err
		}
		_, err = c.client(ctx, p)
		return nil, err
	})
}

// signsIn refuses scan sign-in by a connection that is not there or whose system has none.
func (c *console) signsIn(ctx context.Context, by access.Actor, p identity.Provider) error {
	if p.Kind != identity.Scan {
		return nil
	}
	if err := checkID(string(p.Connection), "connection"); err != nil {
		return err
	}
	if c.SignIns == nil || p.Connection == "" {
		return nil // the settings' own check says so
	}
	_, _, err := c.SignIns.Scan(ctx, by.Workspace, p.Connection)
	return err
}

func (c *console) providerShown(p identity.Provider) provider {
	out := provider{
		Name: p.Name, Version: p.Version, Kind: string(p.Kind), Title: views.Text{Zh: p.TitleZh, En: p.TitleEn}, Enabled: p.Enabled, Public: p.Public, Proven: p.Proven, Roles: p.Roles,
		Contact: p.Contact, Issuer: p.Issuer, ClientID: p.ClientID, SecretSet: p.HasKey, Scopes: p.Scopes, Claim: p.Claim, Domains: p.Domains, Connection: string(p.Connection),
	}
	if out.Roles == nil {
		out.Roles = []access.Role{}
	}
	if c.PublicURL != "" {
		out.Redirect = c.redirect(p)
	}
	return out
}
