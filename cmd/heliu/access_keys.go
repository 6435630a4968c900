package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/heliuhub/heliu/access"
)

// keysCmd asks and changes the API keys of a workspace.
type keysCmd struct {
	List   keysListCmd   `cmd:"" help:"List API keys, without their text."`
	Issue  keysIssueCmd  `cmd:"" help:"Issue an API key and print it, this once."`
	Revoke keysRevokeCmd `cmd:"" help:"Revoke an API key; it is dead within a second."`
}

type keyAnswer struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Last4     string          `json:"last4"`
	Roles     []access.Role   `json:"roles"`
	Scopes    []access.Action `json:"scopes"`
	State     string          `json:"state"`
	CreatedBy string          `json:"created_by"`
	ExpiresAt *time.Time      `json:"expires_at"`
	UsedAt    *time.Time      `json:"used_at"`
}

type keysAnswer struct {
	Items []keyAnswer `json:"items"`
}

type keysListCmd struct{ apiFlags }

// Run prints the keys.
func (c *keysListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/keys", nil, func(w io.Writer, a keysAnswer) {
		_, _ = fmt.Fprintln(w, "ID\tNAME\tENDS IN\tROLES\tONLY\tMADE BY\tUSED\tEXPIRES\tSTATE\t")
		for _, k := range a.Items {
			used, until, by, only := "never", "never", k.CreatedBy, listed(k.Scopes)
			if k.UsedAt != nil {
				used = shanghai(*k.UsedAt)
			}
			if k.ExpiresAt != nil {
				until = shanghai(*k.ExpiresAt)
			}
			if by == "" {
				by = "the hub"
			}
			if only == "" {
				only = "-"
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", k.ID, k.Name, k.Last4, listed(k.Roles), only, by, used, until, k.State)
		}
	})
	return err
}

type keysIssueCmd struct {
	apiFlags
	Name   string          `required:"" help:"What it is for."`
	Roles  []access.Role   `required:"" help:"Roles, with commas between."`
	Scopes []access.Action `help:"Actions that narrow the roles, with commas between; none narrows nothing."`
	For    time.Duration   `required:"" help:"How long it lasts, such as 2160h; at most 366 days."`
}

// Run issues a key. Its text alone goes to the output, so that it can be kept by a pipe.
func (c *keysIssueCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	body := map[string]any{"name": c.Name, "roles": c.Roles, "expires_at": hubClock().Now().Add(c.For).UTC()}
	if len(c.Scopes) > 0 {
		body["scopes"] = c.Scopes
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/keys", nil, "", body)
	if err != nil {
		return err
	}
	if c.JSON {
		fmt.Println(string(b))
		return nil
	}
	var k struct{ Text string }
	if err := json.Unmarshal(b, &k); err != nil {
		return err
	}
	fmt.Println(k.Text)
	return nil
}

type keysRevokeCmd struct {
	apiFlags
	ID string `arg:"" help:"Id of the key."`
}

// Run revokes a key.
func (c *keysRevokeCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	_, err = api.call(ctx, http.MethodDelete, "/api/v1/keys/"+url.PathEscape(c.ID), nil)
	return err
}
