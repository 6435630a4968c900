package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/pipelines/views"
)

// providersCmd works on who may vouch for people.
type providersCmd struct {
	List   providersListCmd   `cmd:"" help:"List the identity providers and scan sign-ins of the workspace."`
	Set    providersSetCmd    `cmd:"" help:"Make a provider, or change what the flags name."`
	Remove providersRemoveCmd `cmd:"" help:"Take a provider away, with the identities linked by it."`
}

type providerAnswer struct {
	Name       string     `json:"name,omitempty"`
	Version    int        `json:"version"`
	Kind       string     `json:"kind"`
	Title      views.Text `json:"title"`
	Enabled    bool       `json:"enabled"`
	Public     bool       `json:"public"`
	Proven     bool       `json:"proven"`
	Roles      []string   `json:"roles"`
	Contact    string     `json:"contact"`
	Issuer     string     `json:"issuer,omitempty"`
	ClientID   string     `json:"client_id,omitempty"`
	Secret     string     `json:"client_secret,omitempty"`
	Scopes     []string   `json:"scopes,omitempty"`
	Claim      string     `json:"claim,omitempty"`
	Domains    []string   `json:"domains,omitempty"`
	Connection string     `json:"connection,omitempty"`
	Redirect   string     `json:"redirect,omitempty"`
}

type providersAnswer struct {
	Items []providerAnswer `json:"items"`
}

const providersPath = "/api/v1/identity-providers"

type providersListCmd struct{ apiFlags }

// Run prints a line a provider.
func (c *providersListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, providersPath, nil, func(w io.Writer, a providersAnswer) {
		_, _ = fmt.Fprintln(w, "NAME\tTITLE\tKIND\tON\tISSUER OR CONNECTION\tBRINGS IN\tREDIRECT\t")
		for _, p := range a.Items {
			title, roles := p.Title.Zh, "-"
			if title == "" {
				title = p.Title.En
			}
			if len(p.Roles) > 0 {
				roles = strings.Join(p.Roles, ",")
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%t\t%s\t%s\t%s\t\n", p.Name, title, p.Kind, p.Enabled, p.Issuer+p.Connection, roles, p.Redirect)
		}
	})
	return err
}

type providersSetCmd struct {
	apiFlags
	Name       string    `arg:"" help:"Short name."`
	Kind       string    `enum:"oidc,scan," default:"" help:"oidc, or scan: by a WeCom or DingTalk connection; cannot change."`
	Title      *string   `help:"Title in Chinese."`
	TitleEn    *string   `help:"Title in English."`
	Issuer     *string   `help:"Issuer, such as https://id.example.com/realms/company; cannot change."`
	ClientID   *string   `help:"Client id at the issuer."`
	SecretFile string    `type:"existingfile" help:"File with the client secret; it is never given back."`
	Claim      *string   `help:"Claim that is the sign-in name; default email, which must be verified."`
	Scopes     *[]string `help:"Scopes beside openid; default profile,email."`
	Domains    *[]string `help:"E-mail domains that may come in; empty: all."`
	Connection *string   `help:"Connection id, of scan."`
	Roles      *[]string `help:"Roles of people without an account, who are then let in; empty: they are not."`
	Contact    *string   `help:"Whom people without an account ask."`
	On         *bool     `negatable:"" help:"Offer it."`
	Public     *bool     `negatable:"" help:"Show it to everybody on the sign-in page, not only at /sign-in?workspace=<short name>."`
	Proven     *bool     `negatable:"" help:"It asks for a second factor itself: none is asked for here."`
}

// Run makes or changes the provider; what no flag names stays as it is.
func (c *providersSetCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.call(ctx, http.MethodGet, providersPath, nil)
	if err != nil {
		return err
	}
	var all providersAnswer
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	p := providerAnswer{Kind: "oidc", Enabled: true, Public: true, Roles: []string{}}
	if i := slices.IndexFunc(all.Items, func(x providerAnswer) bool { return x.Name == c.Name }); i >= 0 {
		p = all.Items[i]
	}
	if err := c.change(&p); err != nil {
		return err
	}
	if b, err = api.change(ctx, http.MethodPut, providersPath+"/"+url.PathEscape(c.Name), nil, "", p); err != nil {
		return err
	}
	if c.JSON {
		fmt.Println(strings.TrimSpace(string(b)))
		return nil
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	for _, x := range all.Items {
		if x.Name == c.Name {
			fmt.Printf("%s is set; register this redirect address at the provider: %s\n", x.Name, x.Redirect)
		}
	}
	return nil
}

func (c *providersSetCmd) change(p *providerAnswer) error {
	p.Name, p.Redirect = "", ""
	if c.Kind != "" {
		p.Kind = c.Kind
	}
	for _, f := range []struct {
		from *string
		to   *string
	}{{c.Title, &p.Title.Zh}, {c.TitleEn, &p.Title.En}, {c.Issuer, &p.Issuer}, {c.ClientID, &p.ClientID}, {c.Claim, &p.Claim}, {c.Connection, &p.Connection}, {c.Contact, &p.Contact}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	for _, f := range []struct {
		from *[]string
		to   *[]string
	}{{c.Scopes, &p.Scopes}, {c.Domains, &p.Domains}, {c.Roles, &p.Roles}} {
		if f.from != nil {
			*f.to = slices.DeleteFunc(*f.from, func(s string) bool { return s == "" })
		}
	}
	for _, f := range []struct {
		from *bool
		to   *bool
	}{{c.On, &p.Enabled}, {c.Public, &p.Public}, {c.Proven, &p.Proven}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if c.SecretFile != "" {
		b, err := os.ReadFile(c.SecretFile)
		if err != nil {
			return exitError{exitEnvironment, err}
		}
		if p.Secret = strings.TrimSpace(string(b)); p.Secret == "" {
			return exitError{exitUsage, errors.New("the file of the client secret is empty")}
		}
	}
	return nil
}

type providersRemoveCmd struct {
	apiFlags
	Name string `arg:"" help:"Short name."`
}

// Run takes the provider away.
func (c *providersRemoveCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	_, err = api.call(ctx, http.MethodDelete, providersPath+"/"+url.PathEscape(c.Name), nil)
	return err
}

// totpCmd works on the second factors of others.
type totpCmd struct {
	Reset totpResetCmd `cmd:"" help:"Take the second factor of somebody who lost it away; their sessions end."`
}

type totpResetCmd struct {
	apiFlags
	Who    string `arg:"" help:"Sign-in name or account id."`
	Reason string `required:"" help:"Why; kept in the audit trail."`
}

// Run resets the second factor.
func (c *totpResetCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.call(ctx, http.MethodGet, "/api/v1/members", nil)
	if err != nil {
		return err
	}
	var all struct {
		Items []struct {
			Account string `json:"account"`
			SignIn  string `json:"sign_in"`
		} `json:"items"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	for _, m := range all.Items {
		if m.Account == c.Who || strings.EqualFold(m.SignIn, c.Who) {
			_, err := api.change(ctx, http.MethodPost, "/api/v1/members/"+m.Account+"/second-factor/reset", nil, "", map[string]string{"reason": c.Reason})
			return err
		}
	}
	return exitError{exitWrong, fmt.Errorf("nobody called %s has a place in the workspace", c.Who)}
}
