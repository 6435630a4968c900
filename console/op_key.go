package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// apiKey is an API key without its text.
type apiKey struct {
	ID        string          `json:"id" format:"uuid"`
	Name      string          `json:"name"`
	Last4     string          `json:"last4" doc:"the last four characters of its text"`
	Roles     []access.Role   `json:"roles" nullable:"false"`
	Scopes    []access.Action `json:"scopes" nullable:"false" doc:"narrow the roles; empty narrows nothing"`
	State     string          `json:"state" enum:"live,expired,revoked"`
	CreatedAt time.Time       `json:"created_at"`
	CreatedBy string          `json:"created_by" doc:"how the maker is called; empty: the program at the machine"`
	ExpiresAt *time.Time      `json:"expires_at,omitempty" doc:"missing: never"`
	RevokedAt *time.Time      `json:"revoked_at,omitempty"`
	UsedAt    *time.Time      `json:"used_at,omitempty" doc:"to about a minute; missing: never"`
}

type keysOut struct {
	Body struct {
		Items []apiKey `json:"items" nullable:"false" doc:"live ones first, then the newest first"`
	}
}

type issueKeyIn struct {
	Body struct {
		Name      string          `json:"name" minLength:"1" maxLength:"60" doc:"what it is for"`
		Roles     []access.Role   `json:"roles" minItems:"1" maxItems:"7" uniqueItems:"true"`
		Scopes    []access.Action `json:"scopes,omitempty" maxItems:"100" uniqueItems:"true" doc:"actions that narrow the roles; empty narrows nothing"`
		ExpiresAt time.Time       `json:"expires_at" doc:"at most 366 days away"`
	}
}

type issuedOut struct {
	Body struct {
		Key  apiKey `json:"key"`
		Text string `json:"text" doc:"the key; it is shown this once"`
	}
}

type keyIn struct {
	Key string `path:"key" doc:"id of the key"`
}

func keyOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listKeys", Method: http.MethodGet, Path: "/api/v1/keys", Tags: []string{"access"}, Summary: "API keys, without their text",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*keysOut, error) {
		out := &keysOut{}
		var err error
		out.Body.Items, err = c.keys(ctx, by)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "issueKey", Method: http.MethodPost, Path: "/api/v1/keys", Tags: []string{"access"}, Summary: "Issue an API key",
		Description: "A key may never do more than its maker may, now or later: it loses what its maker loses.", DefaultStatus: http.StatusCreated, Errors: []int{400},
	}, func(ctx context.Context, by access.Actor, in *issueKeyIn) (*issuedOut, error) {
		text, k, err := c.Gate.IssueKey(ctx, c.Now(), access.NewKey{Name: in.Body.Name, Roles: in.Body.Roles, Scopes: in.Body.Scopes, ExpiresAt: &in.Body.ExpiresAt})
		if err != nil {
			return nil, err
		}
		out := &issuedOut{}
		out.Body.Key, out.Body.Text = c.keyView(k, map[string]string{k.CreatedBy: by.Name}), text
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "revokeKey", Method: http.MethodDelete, Path: "/api/v1/keys/{key}", Tags: []string{"access"}, Summary: "Revoke an API key",
		Description: "It is refused from then on, and what it has open ends within a second.", DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *keyIn) (*struct{}, error) {
		if in.Key == "" || checkID(in.Key, "key") != nil {
			return nil, fault.New("not_found", nil)
		}
		return nil, c.Gate.RevokeKey(ctx, c.Now(), in.Key)
	})
}

func (c *console) keys(ctx context.Context, by access.Actor) ([]apiKey, error) {
	all, err := c.Gate.KeyList(ctx)
	if err != nil {
		return nil, err
	}
	members, err := c.Users.Members(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, m := range members {
		names["user:"+m.Account] = m.Name
	}
	for _, k := range all { // a key of the hub's may have made another one
		names["key:"+k.ID] = k.Name
	}
	live, over := []apiKey{}, []apiKey{}
	for i := len(all) - 1; i >= 0; i-- { // they come oldest first
		k := c.keyView(all[i], names)
		if k.State == "live" {
			live = append(live, k)
		} else {
			over = append(over, k)
		}
	}
	return append(live, over...), nil
}

func (c *console) keyView(k access.Key, names map[string]string) apiKey {
	v := apiKey{
		ID: k.ID, Name: k.Name, Last4: k.Last4, Roles: k.Roles, Scopes: k.Scopes, State: "live", CreatedAt: k.CreatedAt.UTC(), CreatedBy: names[k.CreatedBy],
		ExpiresAt: utc(k.ExpiresAt), RevokedAt: utc(k.RevokedAt), UsedAt: utc(k.UsedAt),
	}
	if v.Scopes == nil {
		v.Scopes = []access.Action{}
	}
	switch {
	case k.RevokedAt != nil:
		v.State = "revoked"
	case !k.Live(c.Now()):
		v.State = "expired"
	}
	if _, known := names[k.CreatedBy]; !known && !strings.HasPrefix(k.CreatedBy, "system:") {
		v.CreatedBy = k.CreatedBy // somebody who has no place here any more: the trail knows them by this
	}
	return v
}
